/* The ways to see the same question. */

import { html } from '/static/vendor/preact.js';
import { VIEWS } from '/static/manage/reports/question.js';

/* A lead sees one department; the day in words is of the whole hall. */
const offered = (me) => VIEWS.filter((view) => view !== 'daily' || me.role !== 'lead');

export function Tabs({ t, q, ask, me }) {
  const views = offered(me);
  const move = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const next = views[(views.indexOf(q.view) + by + views.length) % views.length];
    event.preventDefault();
    ask({ view: next });
    document.getElementById(`reports-tab-${next}`).focus();
  };
  return html`<div class="reports-tabs" role="tablist" aria-label=${t('reports.views')} onKeyDown=${move}>${views.map((view) => html`
    <button key=${view} id=${`reports-tab-${view}`} role="tab" aria-selected=${q.view === view} aria-controls="reports-view" tabindex=${q.view === view ? 0 : -1}
      onClick=${() => ask({ view })}>${t(`reports.view.${view}`)}</button>`)}</div>`;
}
