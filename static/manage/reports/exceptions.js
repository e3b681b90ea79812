/* What is unusual about each person's work, beside the hall's limits of a day; every number leads to its tickets. */

import { html } from '/static/vendor/preact.js';
import { Fault, Loading, Table, count } from '/static/manage/parts.js';
import { useAsked } from '/static/manage/reports/answers.js';
import { Meaning } from '/static/manage/reports/define.js';
import { asked, only } from '/static/manage/reports/question.js';
import { periodWords, valueName } from '/static/manage/reports/say.js';

/* Kind → what its tickets are called, and from how many seconds on (or up to) they count. */
const KINDS = {
  chosen_calls: ['chosen', () => null],
  early_no_shows: ['early', (limits) => limits.early_seconds],
  short_services: ['short', (limits) => limits.short_seconds],
  long_holds: ['held', (limits) => 60 * limits.long_minutes],
  granted_classes: ['granted', () => null],
};

/* How often; beside it, where there is a limit, the worst day against it; what is over the limit has a shape and words. */
function Times({ t, kind, look, name }) {
  const many = kind.count ? html`<button class="reports-down" aria-label=${`${name}: ${kind.count}`} onClick=${look}>${count(kind.count)}</button>` : count(0);
  const facts = { most: kind.most, limit: kind.limit, n: kind.days };
  return html`${many}${kind.count > 0 && html`<span class=${`reports-limit ${kind.exceeded ? 'over' : ''}`}>${kind.exceeded && html`<i class="mark warning" aria-hidden="true"></i>`}${t(kind.exceeded ? 'reports.x.over' : kind.limit ? 'reports.x.within' : 'reports.x.unlimited', facts)}</span>`}`;
}

/* The hall's own limits in the sentence that explains a kind. */
function meaning(t, kind, limits) {
  const facts = { limit: limits[kind], seconds: KINDS[kind][1](limits), minutes: limits.long_minutes };
  const says = t(`reports.x.${kind}.says`, facts) + (limits[kind] ? t('reports.x.limit', facts) : t('reports.x.nolimit'));
  return { id: kind, name: t(`reports.x.${kind}`), says };
}

export function Exceptions({ t, base, q, ask, expired, session, explain }) {
  const [, person] = q.only.find(([name]) => name === 'person') || [];
  const path = `${base}/stats/exceptions?${asked({ ...q, only: q.only.filter(([name]) => name === 'department') })}`;
  const { answer, error, loading, slow, again } = useAsked(path, q, { list: 'rows', expired, session });
  if (!answer) return error ? html`<${Fault} t=${t} error=${error} again=${again} />` : html`<${Loading} t=${t} />`;
  const { limits } = answer;
  const rows = answer.rows.filter((row) => !person || row.person === person);
  const tickets = (who, kind) => () => ask((now) => ({ ...only(now, 'person', who), from: answer.from, to: answer.to, view: 'tickets', what: KINDS[kind][0], seconds: KINDS[kind][1](limits) }));
  const columns = [
    { key: 'person', label: t('reports.cut.person'), of: (row) => valueName(t, null, 'person', row.person) },
    { key: 'calls', label: t('reports.x.calls'), right: true, of: (row) => count(row.calls) },
    { key: 'served', label: t('reports.x.served'), right: true, of: (row) => count(row.served) },
    ...Object.keys(KINDS).map((kind) => ({ key: kind, right: true, label: html`${t(`reports.x.${kind}`)}<${Meaning} t=${t} definition=${meaning(t, kind, limits)} explain=${explain} />`,
      of: (row) => html`<${Times} t=${t} kind=${row[kind]} name=${`${valueName(t, null, 'person', row.person)} ${t(`reports.x.${kind}`)}`} look=${tickets(row.person, kind)} />` })),
  ];
  const ignored = q.only.some(([name]) => name !== 'department' && name !== 'person');
  return html`<div class="reports-rows" aria-busy=${loading}>
    <div class="reports-title"><h2>${periodWords(t, answer.from, answer.to)}</h2><span class="reports-state" role="status">${loading ? t(slow ? 'reports.slow' : 'manage.loading') : ''}</span></div>
    ${error && html`<${Fault} t=${t} error=${error} again=${again} />`}
    <p class="reports-foot"><span>${t('reports.x.says')}</span>${ignored && html`<b>${t('reports.x.ignored')}</b>`}</p>
    <div class="reports-exceptions"><${Table} t=${t} caption=${t('reports.view.exceptions')} columns=${columns} rows=${rows} keyOf=${(row) => row.person} empty=${t('reports.x.none')} /></div>
  </div>`;
}
