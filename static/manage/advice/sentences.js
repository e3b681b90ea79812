/* What to do, the earliest first, each to be tried at a touch; or why there is nothing to say. */

import { html } from '/static/vendor/preact.js';
import { Card, Empty } from '/static/manage/parts.js';
import { beside, blind, nameOf, sentence } from '/static/manage/advice/words.js';

function One({ t, answer, more, group, tryOut }) {
  return html`<li>
    <i class=${`mark ${more.short ? 'alarm' : 'warning'}`} aria-hidden="true"></i>
    <div><p class="advice-say">${sentence(t, answer, more, group)}</p><p class="quiet">${beside(t, answer, more)}</p></div>
    <button class="small" onClick=${() => tryOut(more)} aria-label=${`${t('advice.try')} ${more.from} ${nameOf(t, group)}`}>${t('advice.try')}</button>
  </li>`;
}

function why(t, answer) {
  if (!answer.open) return t('advice.closed');
  if (blind(answer)) return t('advice.blind');
  if (answer.basis.thin) return t('advice.thin', { n: answer.basis.days.length + answer.basis.others.length });
  return t('advice.enough');
}

export function Sentences({ t, answer, tryOut }) {
  const of = (id) => answer.groups.find((g) => g.id === id);
  return html`<${Card} title=${t('advice.do')} name="advice-do">
    ${answer.more.length ? html`<ol class="advice-list">${answer.more.map((more) => html`
      <${One} key=${`${more.group} ${more.from}`} ...${{ t, answer, more, group: of(more.group), tryOut }} />`)}</ol>` : html`<${Empty}>${why(t, answer)}</${Empty}>`}
    ${answer.open && !blind(answer) && html`<p class="advice-note">${t(`advice.windows.${answer.basis.windows}`)}</p>`}
  </${Card}>`;
}
