/* The devices page starts here: words, hall, person; then what the hall owns, and whether it can open. */

import { begin } from '/caller/web/begin.js';
import { Devices } from '/caller/web/devices/page.js';

begin(['/caller/web/i18n/{lang}.json', '/caller/web/devices/i18n/{lang}.json'], Devices);
