/* Line drawings, 24 × 24, drawn in the colour of the text around them. Never the only sign of anything. */

import { html } from '/static/vendor/preact.js';

const PATHS = {
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  up: 'M5 15l7-7 7 7',
  down: 'M5 9l7 7 7-7',
  restart: 'M4 11l8-7 8 7M6 9.5V20h12V9.5',
  large: 'M3 19L8.5 5 14 19M5 14h7M15 19l3-8 3 8M16 16.5h4',
  lang: 'M12 3a9 9 0 100 18 9 9 0 000-18zM3 12h18M12 3c3 2.5 3.8 5.600 3.8 9s-.8 6.500-3.800 9c-3-2.500-3.800-5.600-3.800-9s.8-6.500 3.800-9z',
  guide: 'M12 12.500a4 4 0 100-8 4 4 0 000 8zM4.500 20.500c.7-4 3.700-5.800 7.500-5.800s6.800 1.800 7.500 5.800',
  search: 'M10.500 17.500a7 7 0 100-14 7 7 0 000 14zM15.800 15.800L21 21',
  erase: 'M8.500 5H21v14H8.500L2.500 12zM12 9.500l5 5M17 9.500l-5 5',
  check: 'M4.500 12.500l5 5 10-11',
  warning: 'M12 4L2.500 20h19zM12 10v4.500M12 17v.2',
  slip: 'M6 3h12v18l-2-1.500-2 1.500-2-1.500-2 1.500-2-1.500L6 21zM9 8h6M9 12h6',
  help: 'M12 21a9 9 0 100-18 9 9 0 000 18zM9.300 9.500a2.700 2.700 0 115 1.300c-.8 1-2.300 1.200-2.300 3M12 17v.2',
  collect: 'M5 4h14v16H5zM8.500 8.500h7M8.500 12h4M14.500 17.200a1.700 1.700 0 100-3.400 1.700 1.700 0 000 3.400z',
  departments: 'M4 20V9l8-5 8 5v11M2.500 20h19M8 20v-7M12 20v-7M16 20v-7',
};

export const Icon = ({ name }) => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>`;
