/* The entries found, page by page: when, what, by whom; the entry itself and its hash where somebody asks. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { clock } from '/static/js/time.js';
import { Empty, Fault, Loading } from '/static/manage/parts.js';
import { sectionPath } from '/static/manage/frame.js';
import { byWords, sentence } from '/static/manage/life/telling.js';
import { query } from '/static/manage/evidence/filters.js';

const LIMIT = 100;
const ASK_MS = 30000;

/* Names as the hall has them now; of what is gone its id stands. */
function namesOf(hall) {
  const pairs = (list, field) => Object.fromEntries(list.map((one) => [one.id, [one[field], one[`${field}_en`] || one[field]]]));
  return { windows: pairs(hall.windows, 'sign'), services: pairs(hall.services, 'name'), classes: pairs(hall.classes, 'name') };
}

function useEntries({ base, asked, expired }) {
  const [found, setFound] = useState({ events: [], by: {}, next: '0', looking: false, error: null });
  const alive = useRef(true);
  useEffect(() => () => { alive.current = false; }, []);
  /* A page may come empty and still have a next one: the search went through a part of the journal that has nothing. */
  const more = async () => {
    setFound((old) => ({ ...old, looking: true, error: null }));
    try {
      let { next } = found;
      let page = { events: [] };
      while (next !== null && !page.events.length && alive.current) {
        page = await api('GET', `${base}/journal?${query(asked)}&after=${next}&limit=${LIMIT}`, null, { as: 'staff', timeout: ASK_MS });
        next = page.next;
      }
      if (alive.current) setFound((old) => ({ events: old.events.concat(page.events), by: { ...old.by, ...page.by }, next, looking: false, error: null }));
    } catch (error) {
      if (!alive.current) return;
      if (error.status === 401) expired();
      setFound((old) => ({ ...old, looking: false, error }));
    }
  };
  useEffect(() => { more(); }, []);
  return { ...found, more };
}

function Entry({ t, hall, names, entry, by }) {
  const [raw, setRaw] = useState(false);
  const ticket = entry.data.ticket || entry.data.visit;
  const replay = `${sectionPath(hall.id, 'replay')}?day=${entry.day}&seq=${entry.seq}${ticket ? `&ticket=${encodeURIComponent(ticket)}` : ''}`;
  return html`<tbody>
    <tr><td class="right">${entry.seq}</td><td class="evidence-when"><time datetime=${entry.at}>${entry.day} ${clock(entry.at, hall.timezone)}<small>${entry.at.slice(16, 19)}</small></time></td>
      <td>${sentence(t, names, entry)}</td><td>${byWords(t, by)}</td>
      <td class="evidence-ways">${entry.day && html`<a class="life-way" href=${replay}>${t('manage.replay')}</a>`}<button class="life-way" aria-expanded=${raw ? 'true' : 'false'} onClick=${() => setRaw(!raw)}>${t('evidence.raw')}</button></td></tr>
    ${raw && html`<tr><td colspan="5"><pre class="life-raw" tabindex="0">${JSON.stringify(entry, null, 1)}</pre></td></tr>`}
  </tbody>`;
}

export function Entries({ t, hall, base, expired, asked }) {
  const { events, by, next, looking, error, more } = useEntries({ base, asked, expired });
  const names = namesOf(hall);
  const heads = ['seq', 'when', 'what', 'by', 'ways'];
  return html`<div class="manage-scroll evidence-list" tabindex="0" role="region" aria-label=${t('evidence.found')} aria-busy=${looking ? 'true' : 'false'}>
    ${events.length > 0 && html`<table class="manage-table"><caption class="aside">${t('evidence.journal')}</caption>
      <thead><tr>${heads.map((head) => html`<th key=${head} scope="col" class=${head === 'seq' ? 'right' : ''}>${head === 'ways' ? html`<span class="aside">${t('evidence.ways')}</span>` : t(`evidence.${head}`)}</th>`)}</tr></thead>
      ${events.map((entry) => html`<${Entry} key=${entry.seq} ...${{ t, hall, names, entry }} by=${by[entry.actor]} />`)}</table>`}
    ${error ? html`<${Fault} t=${t} error=${error} again=${more} />` : looking ? html`<${Loading} t=${t} />`
      : next !== null ? html`<p class="evidence-more"><button class="small" onClick=${more}>${t('evidence.more')}</button></p>`
        : events.length ? html`<p class="evidence-more quiet">${t('evidence.end', { n: events.length })}</p>` : html`<${Empty}>${t('evidence.none')}<//>`}
  </div>`;
}
