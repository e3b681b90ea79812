/* For a manager, while the hall runs: which window does what, today's closing time, the calendar. All of it is in the journal. */

import { html, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { Calendar } from '/caller/web/guide/calendar.js';
import { Extend } from '/caller/web/guide/extend.js';
import { Plates } from '/caller/web/guide/plates.js';

const TABS = ['windows', 'hours', 'calendar'];

export function Settings({ t, hall, model, hours, failed, wrong, setWrong, renew, expired, said }) {
  const [tab, setTab] = useState('windows');
  const [running, setRunning] = useState(false);
  const base = `/halls/${encodeURIComponent(hall.id)}`;

  /* One change; the answer, or the error that was told. The hall as it is now is read again. */
  async function change(method, path, body, refused) {
    if (running) return null;
    setRunning(true);
    setWrong('');
    try {
      const answer = await api(method, `${base}${path}`, body, { as: 'staff' });
      await renew();
      said(t('settings.done'), 'info');
      return answer;
    } catch (error) {
      if (error.status === 401) expired();
      else if (!refused || !refused(error)) failed(error);
      return null;
    } finally {
      setRunning(false);
    }
  }

  const shared = { t, hall, model, hours, change, running, base };
  const pick = (name) => { setTab(name); setWrong(''); };
  return html`<main class="settings">
    <div class="tabs" role="group" aria-label=${t('settings')}>${TABS.map((name) => html`
      <button key=${name} aria-pressed=${tab === name} onClick=${() => pick(name)}>${t(`settings.${name}`)}</button>`)}</div>
    <p class="fault" role="alert">${wrong}</p>
    ${tab === 'windows' && html`<${Plates} ...${shared} />`}
    ${tab === 'hours' && html`<${Extend} ...${shared} />`}
    ${tab === 'calendar' && html`<${Calendar} ...${shared} />`}
  </main>`;
}
