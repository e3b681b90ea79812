/* A ticket's life in a sheet over the report, with the way to the replay of its day. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { Fault, Loading } from '/static/manage/parts.js';
import { periodWords } from '/static/manage/reports/say.js';
import { sectionPath } from '/static/manage/frame.js';

export function Ticket({ t, hall, base, expired, one, close }) {
  const [life, setLife] = useState(null);
  const [failed, setFailed] = useState(null);
  const box = useRef(null);
  useEffect(() => {
    const back = document.activeElement;
    box.current.showModal();
    import('/static/manage/life.js').then(({ Life }) => setLife(() => Life), () => setFailed({ code: 'offline' }));
    return () => back && back.focus && back.focus();
  }, []);
  const replay = `${sectionPath(hall.id, 'replay')}?ticket=${encodeURIComponent(one.ticket)}&day=${one.day}`;
  return html`<dialog class="reports-ticket" ref=${box} aria-label=${t('reports.life', { number: one.number })} onCancel=${close} onClose=${close}>
    <div class="reports-title"><h2>${periodWords(t, one.day, one.day)}</h2>
      <a class="small" href=${replay}>${t('reports.replay')}</a><button class="small" onClick=${close}>${t('close')}</button></div>
    ${failed ? html`<${Fault} t=${t} error=${failed} />` : life ? html`<${life} ...${{ t, hall, base, expired }} ticket=${one.ticket} day=${one.day} />` : html`<${Loading} t=${t} />`}
  </dialog>`;
}
