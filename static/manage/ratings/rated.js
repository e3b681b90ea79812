/* What people said: the shares, how the levels are spread, why, and each rating with its words. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { Card, Fault, Figure, Loading, Table, count, share, useAnswer } from '/static/manage/parts.js';
import { personName } from '/static/manage/life/telling.js';
import { query } from '/static/manage/ratings/period.js';
import { LEVELS, Level, moment, reasonsOf, serviceOf, signOf, stated } from '/static/manage/ratings/say.js';

const PAGE = 100;
const AGAIN_MS = 30000;

/* A bar for each level: its length says how many, its word which. */
function Spread({ t, levels, rated, only, choose }) {
  const most = Math.max(1, ...LEVELS.map((n) => levels[n] || 0));
  return html`<ul class="ratings-spread">${LEVELS.map((n) => html`<li key=${n}>
    <button aria-pressed=${only === n ? 'true' : 'false'} onClick=${() => choose(only === n ? null : n)}>
      <${Level} t=${t} level=${n} /><span class="ratings-bar"><i class=${n <= 2 ? 'bad' : ''} style=${{ width: `${(100 * (levels[n] || 0)) / most}%` }}></i></span>
      <b>${count(levels[n] || 0)}</b><span class="quiet">${share(rated ? (levels[n] || 0) / rated : null)}</span>
    </button></li>`)}</ul>`;
}

function Counts({ t, title, all, word }) {
  const rows = Object.entries(all).sort((a, b) => b[1] - a[1]);
  return html`<h3>${title}</h3>${rows.length ? html`<ul class="ratings-tags">${rows.map(([id, n]) => html`<li key=${id}>${word(id)} <b>${count(n)}</b></li>`)}</ul>`
    : html`<p class="quiet">${t('ratings.nothing')}</p>`}`;
}

/* Who did not rate stands apart, whatever the hall counts them as. */
function Unrated({ t, s }) {
  const counted = s.counts_as === 'satisfied'
    ? t('ratings.default', { n: count(s.by_default), days: s.after_days, share: share(s.satisfied_share_with_default) })
    : t('ratings.default.none', { days: s.after_days });
  return html`<p class="ratings-apart">${t('ratings.unrated', { n: count(s.unrated) })} ${counted}</p>`;
}

function Summary({ t, hall, s, only, choose, loading }) {
  return html`<div class="ratings-left">
    <${Card} title=${t('ratings.sum')} busy=${loading}>
      <dl class="ratings-figures">
        <${Figure} label=${t('ratings.rated_share')} value=${share(s.rated_share)} note=${t('ratings.of', { n: count(s.rated), all: count(s.visits) })} title=${t('ratings.rated_share.says')} />
        <${Figure} label=${t('ratings.satisfied_share')} value=${share(s.satisfied_share)} title=${t('ratings.satisfied_share.says')} />
        <${Figure} label=${t('ratings.bad')} value=${count(s.bad)} title=${t('ratings.bad.says')} />
        <${Figure} label=${t('ratings.corrected_share')} value=${share(s.cases.corrected_share)} note=${s.cases.overdue ? t('ratings.late', { n: s.cases.overdue }) : ''} mark="warning" title=${t('ratings.corrected_share.says')} />
        <${Figure} label=${t('ratings.in_time_share')} value=${share(s.cases.in_time_share)} title=${t('ratings.in_time_share.says')} />
        <${Figure} label=${t('ratings.called_back_share')} value=${share(s.cases.called_back_share)} title=${t('ratings.called_back_share.says')} />
      </dl>
      <${Unrated} t=${t} s=${s} />
    <//>
    <${Card} title=${t('ratings.spread')} busy=${loading} aside=${t('ratings.spread.hint')}>
      <${Spread} t=${t} levels=${s.levels} rated=${s.rated} only=${only} choose=${choose} />
      <${Counts} t=${t} title=${t('ratings.reasons')} all=${s.reasons} word=${(id) => reasonsOf(t, hall, [id])} />
      <${Counts} t=${t} title=${t('ratings.sources')} all=${s.sources} word=${(id) => stated(t, 'ratings.source', id)} />
    <//>
  </div>`;
}

function columns(t, hall) {
  const zone = hall.timezone;
  const why = (row) => html`${row.reasons.length > 0 && html`<span>${reasonsOf(t, hall, row.reasons)}</span>`}${row.words && html`<q class="ratings-words">${row.words}</q>`}`;
  return [
    { key: 'at', label: t('ratings.at_by'), of: (row) => html`<span class="clock">${moment(row.at, zone)}</span><span class="quiet ratings-person">${stated(t, 'ratings.source', row.source)}</span>` },
    { key: 'number', label: t('ratings.number'), of: (row) => html`<b class="number">${row.number}</b>` },
    { key: 'level', label: t('ratings.level'), of: (row) => html`<${Level} t=${t} level=${row.level} />` },
    { key: 'service', label: t('ratings.service'), of: (row) => serviceOf(t, row) },
    { key: 'window', label: t('ratings.window'), of: (row) => html`${signOf(t, hall, row)}<span class="quiet ratings-person">${personName(row.person)}</span>` },
    { key: 'why', label: t('ratings.why'), of: why },
    { key: 'case', label: t('ratings.case'), of: (row) => (row.case ? html`<a href="#cases">${t(`ratings.state.${row.case.state}`)}</a>` : '') },
  ];
}

export function Rated({ t, hall, base, expired, period, said }) {
  const [only, choose] = useState(null);
  const [more, setMore] = useState({ of: '', rows: [], next: null });
  const path = `${base}/ratings?${query(period)}limit=${PAGE}${only ? `&level=${only}` : ''}`;
  const { answer, question, error, loading, again } = useAnswer(path, expired, { path, only });
  /* What was just said is seen by itself; not while somebody reads further down, where rows would move. */
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden && more.of !== path) again(); }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [path, more.of, again]);
  if (error && !answer) return html`<${Fault} t=${t} error=${error} again=${again} />`;
  if (!answer) return html`<${Loading} t=${t} />`;
  const mine = more.of === question.path ? more : { rows: [], next: answer.next };
  const older = async () => {
    try {
      const page = await api('GET', `${question.path}&next=${encodeURIComponent(mine.next)}`, null, { as: 'staff' });
      setMore({ of: question.path, rows: [...mine.rows, ...page.ratings], next: page.next });
    } catch (trouble) {
      said.tell(t('ratings.trouble'), 'problem');
    }
  };
  return html`<${Summary} ...${{ t, hall, only, choose, loading }} s=${answer.summary} />
    <${Card} title=${question.only ? t('ratings.list.of', { level: t(`ratings.level.${question.only}`) }) : t('ratings.list')} name="ratings-list" busy=${loading}
      aside=${only && html`<button class="plain-button" onClick=${() => choose(null)}>${t('ratings.all')}</button>`}>
      ${error && html`<${Fault} t=${t} error=${error} again=${again} />`}
      <${Table} t=${t} caption=${t('ratings.table')} columns=${columns(t, hall)} rows=${[...answer.ratings, ...mine.rows]} keyOf=${(row) => row.ticket} empty=${t('ratings.nobody')} />
      ${mine.next && html`<p class="ratings-more"><button class="small" onClick=${older}>${t('ratings.more')}</button></p>`}
    <//>`;
}
