/* A list of big buttons that never scrolls: as many as fit the box, the rest on further pages. */

import { html, useRef } from '/static/vendor/preact.js';
import { fit, useBox } from '/kiosk/web/sizes.js';
import { Icon } from '/kiosk/web/parts/icons.js';

const GAP = 16;
const PAGER = { high: 112, short: 96 };
const UNSEEN = { across: 1, perPage: 0, pages: 1 };
const BRIEF = 580;
const STRETCH = 1.4;
const TALL = { normal: 116, large: 144, short: 84, shortLarge: 124 };

/* The height of an entry in u on this screen, in these letters. */
const tallness = (tall, { short }, large) => tall[short ? (large ? 'shortLarge' : 'short') : large ? 'large' : 'normal'];

/* Rows share what is left of the box, within reason. */
function stretched(rows, height, tall, gap) {
  return Math.max(tall, Math.min((height + gap) / rows - gap, tall * STRETCH));
}

function Pager({ t, page, pages, go, brief }) {
  const before = t('pager.before');
  const after = t('pager.after');
  return html`
    <div class="pager">
      <button disabled=${page === 0} aria-label=${before} onClick=${() => go(page - 1)}>
        <${Icon} name="back" />${!brief && html`<span>${before}</span>`}</button>
      <p role="status">${t(brief ? 'pager.brief' : 'pager.page', { page: page + 1, pages })}</p>
      <button disabled=${page === pages - 1} aria-label=${after} onClick=${() => go(page + 1)}>
        ${!brief && html`<span>${after}</span>`}<${Icon} name="next" /></button>
    </div>`;
}

/* `cell`, `tall`: least width and height of an entry in u; `name` tells lists of one screen apart;
   `snug`: take no more height than all entries need; `cut`: no further pages, what does not
   fit is left out; `last`: the same, with an entry in the last place that leads to the rest. */
export function Pages({ items, draw, name, cell, columns, tall = TALL, snug, cut, last, state, here, dispatch, sizes, t, label }) {
  const ref = useRef(null);
  const box = useBox(ref);
  const high = tallness(tall, sizes, state.large) * sizes.u;
  const gap = GAP * sizes.u;
  const pager = last || cut ? 0 : PAGER[sizes.short ? 'short' : 'high'] * sizes.u;
  const { across, perPage, pages } = box ? fit(items.length, box, { cell: cell * sizes.u, tall: high, gap, pager, columns }) : UNSEEN;
  const page = Math.min((here.pages && here.pages[name]) || 0, pages - 1);
  const rows = Math.ceil(perPage / across);
  const row = pages > 1 ? stretched(rows, box.height - pager, high, gap) : high;
  const grid = { gridTemplateColumns: `repeat(${across}, minmax(0, 1fr))`, gridAutoRows: `${row}px` };
  const whole = Math.ceil(items.length / (columns || 1)) * (high + gap) - gap;
  const rest = Boolean(last && pages > 1);
  const shown = items.slice(page * perPage, (page + 1) * perPage - (rest ? 1 : 0));
  const go = (to) => dispatch({ type: 'page', list: name, page: to });
  return html`
    <div class="pages" ref=${ref} style=${snug ? { flex: `0 1 ${whole}px` } : {}}>
      <ul class="grid" style=${grid} aria-label=${label}>
        ${shown.map((item) => html`<li key=${item.id}>${draw(item)}</li>`)}
        ${rest && html`<li>${last()}</li>`}
      </ul>
      ${pages > 1 && !last && !cut && html`<${Pager} t=${t} page=${page} pages=${pages} go=${go} brief=${box.width < BRIEF * sizes.u * (state.large ? 1.6 : 1)} />`}
    </div>`;
}
