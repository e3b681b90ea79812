/* The question as files, exactly as it is shown; the month's bulletin. */

import { html } from '/static/vendor/preact.js';
import { Download } from '/static/manage/parts.js';
import { monthOf } from '/static/manage/reports/days.js';
import { asked, pace } from '/static/manage/reports/question.js';
import { shown } from '/static/manage/reports/figures.js';

const CUTS = { trend: (q) => pace(q), heat: () => 'weekday,hour' };

/* What a view's file holds: {kind, query}; null: it has none. */
export function file(q, definitions, lang) {
  if (q.view === 'daily') return null;
  if (q.view === 'exceptions') return { kind: 'exceptions', query: asked({ ...q, only: q.only.filter(([name]) => name === 'department') }, { lang }) };
  if (q.view === 'tickets') return { kind: 'tickets', query: asked(q, { lang }) };
  const by = CUTS[q.view] ? CUTS[q.view](q) : q.by.join(',') || 'hall';
  return { kind: 'figures', query: asked(q, { by, figures: shown(q, definitions).map((one) => one.id).join(','), compare: q.compare, lang }) };
}

export function Exports({ t, base, q, me, definitions }) {
  const what = file(q, definitions, t.lang);
  const month = monthOf(q.to);
  return html`<div class="reports-exports" role="group" aria-label=${t('reports.export')}>
    ${q.view === 'tickets' && q.what && html`<span class="quiet">${t('reports.export.all')}</span>`}
    ${what && html`<${Download} path=${`${base}/reports/${what.kind}.xlsx?${what.query}`}>${t('reports.xlsx')}<//><${Download} path=${`${base}/reports/${what.kind}.csv?${what.query}`}>CSV<//>`}
    ${me.role !== 'lead' && html`<${Download} path=${`${base}/reports/bulletin.pdf?month=${month}&lang=${t.lang}`}>${t('reports.bulletin', { month })}<//>`}
  </div>`;
}
