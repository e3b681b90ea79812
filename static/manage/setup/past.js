/* History: who changed what, and when; every version can be returned to, as a new one. */

import { html, useEffect, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { Card, Fault, Loading } from '/static/manage/parts.js';
import { Differences } from '/static/manage/setup/preview.js';
import { usePress } from '/static/manage/setup/press.js';

export const when = (t, instant, timezone) => new Intl.DateTimeFormat(t.lang === 'en' ? 'en-GB' : 'zh-CN', {
  timeZone: timezone, year: 'numeric', month: t.lang === 'en' ? 'short' : 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
}).format(new Date(instant));

function Version({ t, schema, document, hall, one, present, still, look }) {
  const by = one.by === 'system' ? t('setup.by_file') : one.by;
  return html`<li class="setup-version">
    <div><h3>${t('setup.version', { n: one.version })}${one.version === present && html` <span class="setup-now">${t('setup.in_force')}</span>`}</h3>
      <p class="quiet">${when(t, one.at, hall.timezone)} · ${by} · ${t(`setup.how.${one.how}`, { n: one.of || '' })}</p></div>
    ${one.differences.length ? html`<details open=${one.differences.length <= 6}><summary>${t('setup.changed', { n: one.differences.length })}</summary><${Differences} ...${{ t, schema, document, list: one.differences }} /></details>` : html`<p class="quiet">${t('setup.first')}</p>`}
    ${!still && one.version !== present && html`<button class="small" onClick=${() => look(one.version)}>${t('setup.return_to', { n: one.version })}</button>`}
  </li>`;
}

export function Past({ t, schema, document, hall, base, version, expired, off, clean, refused, restored, heading }) {
  const [{ versions, next, error }, setState] = useState({ versions: null, next: null, error: null });
  const [looked, setLooked] = useState(null);
  const [busy, setBusy] = useState(false);
  const press = usePress();
  const ask = (path, body, key) => api(body ? 'POST' : 'GET', `${base}/setup${path}`, body, { as: 'staff', key, timeout: 30000 });
  const failed = (problem) => {
    if (problem.status === 401) expired();
    setState((old) => ({ ...old, error: problem }));
  };
  const more = (from) => ask(`/history?limit=20${from ? `&next=${from}` : ''}`).then((answer) => setState((old) => ({
    versions: [...(from ? old.versions : []), ...answer.versions], next: answer.next, error: null })), failed);
  useEffect(() => { setLooked(null); more(null); }, [version]);
  const show = (one) => {
    setLooked(one);
    heading();
  };
  const look = (n) => ask(`/history/${n}`).then(show, failed);
  const back = async () => {
    if (busy) return;
    setBusy(true);
    try {
      const wish = { version: looked.version, over: version };
      await press(wish, (key) => ask('/restore', wish, key).then(() => restored(looked.version)));
      heading();
    } catch (problem) {
      await refused(problem);
    }
    setBusy(false);
  };
  if (error) return html`<${Fault} t=${t} error=${error} again=${() => more(null)} />`;
  if (!versions) return html`<${Loading} t=${t} />`;
  if (looked) return html`<${Card} title=${t('setup.returning', { n: looked.version })}>
    <${Differences} ...${{ t, schema, document, list: looked.returning }} />
    <p class="setup-buttons"><button class="main" aria-disabled=${busy} onClick=${back}>${t('setup.return_to', { n: looked.version })}</button>
      <button class="other" onClick=${() => show(null)}>${t('setup.leave')}</button></p><//>`;
  return html`${!off && !clean && html`<p class="note">${t('setup.past.first')}</p>`}
    <ol class="setup-versions">${versions.map((one) => html`<${Version} key=${one.version} ...${{ t, schema, document, hall, one, look, present: version, still: off || !clean }} />`)}</ol>
    ${next && html`<button class="small" onClick=${() => more(next)}>${t('setup.older')}</button>`}`;
}
