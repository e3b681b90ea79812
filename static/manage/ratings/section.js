/* Ratings, what became of the bad ones, and cards: one period above, three ways to look below. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { useAnswer } from '/static/manage/parts.js';
import { Period, query, usePeriod } from '/static/manage/ratings/period.js';
import { Rated } from '/static/manage/ratings/rated.js';
import { Cases } from '/static/manage/ratings/cases.js';
import { Cards } from '/static/manage/ratings/cards.js';

const TABS = { rated: Rated, cases: Cases, cards: Cards };

function Tabs({ t, tab, go, open }) {
  const names = Object.keys(TABS);
  const move = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = names[(names.indexOf(tab) + by + names.length) % names.length];
    go(next);
    document.getElementById(`ratings-tab-${next}`).focus();
  };
  return html`<div class="ratings-tabs" role="tablist" aria-label=${t('ratings.views')} onKeyDown=${move}>${names.map((name) => html`
    <button key=${name} id=${`ratings-tab-${name}`} role="tab" aria-selected=${tab === name ? 'true' : 'false'} aria-controls="ratings-view" tabindex=${tab === name ? 0 : -1}
      onClick=${() => go(name)}>${t(`ratings.tab.${name}`)}${name === 'cases' && open > 0 && html`<span class="ratings-count">${open}</span>`}</button>`)}</div>`;
}

export function Section(props) {
  const { t, hall, base, expired } = props;
  const [tab, setTab] = useState(() => (TABS[location.hash.slice(1)] ? location.hash.slice(1) : 'rated'));
  const period = usePeriod(hall);
  const all = useAnswer(`${base}/cases?open=true&limit=500`, expired);
  const go = (name) => {
    history.replaceState(null, '', `#${name}`);
    setTab(name);
  };
  useEffect(() => {
    const heard = () => TABS[location.hash.slice(1)] && setTab(location.hash.slice(1));
    addEventListener('hashchange', heard);
    return () => removeEventListener('hashchange', heard);
  }, []);
  const View = TABS[tab];
  return html`<div class="ratings">
    <div class="ratings-top">
      <${Tabs} ...${{ t, tab, go }} open=${all.answer ? all.answer.cases.length : 0} />
      ${tab === 'rated' && html`<${Period} ...${{ t, period }} path=${`${base}/ratings/export.csv?${query(period)}lang=${t.lang}`} />`}
    </div>
    <div id="ratings-view" role="tabpanel" aria-labelledby=${`ratings-tab-${tab}`} class=${`ratings-view ${tab}`}>
      <${View} ...${props} period=${period} changed=${all.again} />
    </div>
  </div>`;
}
