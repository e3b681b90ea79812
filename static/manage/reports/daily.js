/* The day in words, to be copied into a message; in the reader's language. */

import { html, useRef } from '/static/vendor/preact.js';
import { Fault, Loading } from '/static/manage/parts.js';
import { useAsked } from '/static/manage/reports/answers.js';
import { periodWords } from '/static/manage/reports/say.js';

/* A hall's plain network is no secure context, and there the clipboard is reached only through a selection. */
async function copied(box, text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (_) {
      /* refused: the selection below may still do */
    }
  }
  box.focus();
  box.select();
  return document.execCommand('copy');
}

export function Daily({ t, base, q, expired, session, said }) {
  const box = useRef(null);
  const { answer, question, error, loading, again } = useAsked(`${base}/daily?day=${q.to}&lang=${t.lang}`, q, { expired, session });
  if (!answer) return error ? html`<${Fault} t=${t} error=${error} again=${again} />` : html`<${Loading} t=${t} />`;
  const copy = async () => said.tell(t(await copied(box.current, answer.words) ? 'reports.copied' : 'reports.copy.failed'), 'info');
  return html`<div class="reports-rows reports-daily" aria-busy=${loading}>
    <div class="reports-title"><h2>${t('reports.daily', { day: periodWords(t, question.to, question.to) })}</h2><span class="reports-state" role="status">${loading ? t('manage.loading') : ''}</span>
      <button class="small" onClick=${copy}>${t('reports.copy')}</button></div>
    ${error && html`<${Fault} t=${t} error=${error} again=${again} />`}
    <textarea readonly ref=${box} aria-label=${t('reports.view.daily')} rows=${Math.min(24, answer.words.split('\n').length + 6)} value=${answer.words}></textarea>
  </div>`;
}
