/* What needs somebody: each warning with its level in a shape and a word, what may be done, and who has taken it over. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { verb } from '/static/js/hub.js';
import { clock } from '/static/js/time.js';
import { Card } from '/static/manage/parts.js';
import { LEVEL_MARK } from '/caller/web/alarms.js';
import { problem } from '/caller/web/say.js';
import { kindWord, nameOf, stateWords, markOf } from '/caller/web/devices/words.js';
import { adviceWords, warningWords } from '/static/manage/room/say.js';

const LEVELS = ['red', 'yellow', 'remind'];
const DEVICES_SHOWN = 2;

export const Levels = ({ t, levels }) => html`<ul class="room-levels">${LEVELS.map((level) => html`<li key=${level} class=${levels[level] ? `is-${level}` : 'none'}>
  <i class=${`mark ${LEVEL_MARK[level]}`} aria-hidden="true"></i><span>${t(`room.level.${level}`)}</span><b>${levels[level]}</b></li>`)}</ul>`;

function Item({ t, hall, warning, taking, take }) {
  const { level, acknowledged } = warning;
  const advice = adviceWords(t, warning);
  const mine = useRef(false);
  const taken = useRef(null);
  const press = () => {
    mine.current = true;
    take(warning);
  };
  /* The button goes; whoever pressed it stays where it was. */
  useEffect(() => { if (mine.current && taken.current && document.activeElement === document.body) taken.current.focus(); }, [!!acknowledged]);
  return html`<li class=${`room-warning is-${level}`}>
    <p class="room-level"><i class=${`mark ${LEVEL_MARK[level]}`} aria-hidden="true"></i><b>${t(`level.${level}`)}</b><span>${t('room.since', { time: clock(warning.at, hall.timezone) })}</span></p>
    <p class="room-says">${warningWords(t, hall, warning)}</p>
    <div class="room-foot"><p class="room-do">${advice}</p>
    ${acknowledged ? html`<p class="room-taken" ref=${taken} tabindex="-1">${t('room.taken', { by: acknowledged.by, time: clock(acknowledged.at, hall.timezone) })}</p>`
      : take && html`<button class="small" aria-disabled=${taking} onClick=${press}>${t('room.take')}<span class="aside">${t('room.take.of', { says: warningWords(t, hall, warning) })}</span></button>`}</div>
  </li>`;
}

function Devices({ t, hall, devices }) {
  const shown = devices.wrong.slice(0, DEVICES_SHOWN);
  const more = devices.wrong.length - shown.length;
  return html`<div class="room-devices">
    <p><b>${t('room.devices')}</b> ${devices.all ? t('room.devices.ok', devices) : t('room.devices.none')} <a href=${`/devices/${encodeURIComponent(hall.id)}`}>${t('room.devices.go')}</a></p>
    <ul>${shown.map((device) => html`<li key=${device.id}><i class=${`mark ${markOf(device.state)}`} aria-hidden="true"></i>${kindWord(t, device.kind)} ${nameOf(device)}${t('room.colon')}${stateWords(t, device)}</li>`)}
      ${more > 0 && html`<li class="quiet">${t('room.devices.more', { n: more })}</li>`}</ul></div>`;
}

export function Attention({ t, hall, room, base, me, said, expired, off }) {
  const { warnings, devices } = room.now;
  const [taking, setTaking] = useState('');
  const take = async (warning) => {
    if (off || taking) return;
    setTaking(warning.key);
    try {
      await verb(`${base}/alarms/${encodeURIComponent(warning.key)}/acknowledge`, {}, { as: 'staff' });
      said.tell(t('room.took', { says: warningWords(t, hall, warning) }), 'quiet');
    } catch (error) {
      if (error.status === 401) expired();
      said.tell(problem(t, error), 'problem');
    } finally {
      setTaking('');
    }
  };
  const may = me.role === 'auditor' ? null : take;
  return html`<${Card} title=${t('room.attention')} name="room-attention" aside=${warnings.unseen ? t('room.unseen', { n: warnings.unseen }) : ''}>
    <${Levels} t=${t} levels=${warnings.levels} />
    <ul class="room-list" tabindex="0" aria-label=${t('room.warnings')}>${warnings.alarms.map((warning) => html`<${Item} key=${warning.key} ...${{ t, hall, warning }} taking=${off || taking === warning.key} take=${may} />`)}
      ${!warnings.alarms.length && html`<li class="room-calm">${t('room.calm')}</li>`}</ul>
    <${Devices} ...${{ t, hall, devices }} />
  <//>`;
}
