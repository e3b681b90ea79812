/* What needs somebody's eye: one slim line; more than one waits behind a number. */

import { html, useState } from '/static/vendor/preact.js';
import { clock, dayLine } from '/static/js/time.js';
import { Key } from '/caller/web/parts.js';
import { nameOf, signOf } from '/caller/web/say.js';

/* An alarm in words. Facts the words do not name are left out. */
export function alarmWords(t, hall, alarm) {
  const facts = alarm.facts || {};
  const named = {
    ...facts,
    queue: facts.queue ? nameOf(t, hall.queues, facts.queue) : '',
    service: facts.service ? nameOf(t, hall.services, facts.service) : '',
    window: facts.window ? signOf(t, hall, facts.window) : '',
    time: facts.closes_at ? clock(facts.closes_at, hall.timezone) : '',
    due: facts.due ? dayLine(facts.due, t.lang) : '',
    device: facts.label || facts.device || '',
    exception: facts.exception ? t(`exception.${facts.exception}`) : '',
    detail: t.has(`detail.${facts.detail}`) ? t(`detail.${facts.detail}`) : facts.detail || '',
  };
  /* «For 0 minutes» says nothing. */
  const fresh = facts.minutes === 0 && t.has(`alarm.${alarm.kind}.new`);
  const key = `alarm.${alarm.kind}${fresh ? '.new' : ''}`;
  return t.has(key) ? t(key, named) : alarm.kind;
}

/* The shape of each level; its word always stands beside it. */
export const LEVEL_MARK = { remind: 'remind', yellow: 'warning', red: 'alarm' };

function One({ t, hall, alarm, acknowledge, off, first }) {
  return html`<li class="line"><i class=${`mark ${LEVEL_MARK[alarm.level] || 'warning'}`} aria-hidden="true"></i><p>${alarm.level && html`<span class="level">${t(`level.${alarm.level}`)}</span> `}${alarmWords(t, hall, alarm)}</p>
    <button class="small" aria-disabled=${off} onClick=${() => off || acknowledge(alarm)}>${t('verb.acknowledge')}${first && html`<${Key} name="acknowledge" t=${t} />`}</button>
  </li>`;
}

export const open = (alarms) => (alarms || []).filter((alarm) => !alarm.acknowledged);

export function Alarms({ t, hall, alarms, acknowledge, off, keyed }) {
  const [more, setMore] = useState(false);
  const list = open(alarms);
  if (!list.length) return null;
  const shown = more ? list : list.slice(0, 1);
  return html`<section class="alarms" aria-label=${t('alarms')}>
    <div role="status"><ul>${shown.map((alarm, at) => html`<${One} key=${alarm.key} ...${{ t, hall, alarm, acknowledge, off }} first=${keyed && at === 0} />`)}</ul></div>
    ${list.length > 1 && html`<button class="plain-button" aria-expanded=${more} onClick=${() => setMore(!more)}>${more ? t('alarms.less') : t('alarms.more', { n: list.length - 1 })}</button>`}
  </section>`;
}
