/* Small parts that several of the page's pieces show. */

import { html } from '/static/vendor/preact.js';
import { since } from '/static/js/time.js';
import { useNow } from '/caller/web/hooks.js';
import { keyLabel } from '/caller/web/keys.js';
import { Icon } from '/caller/web/icons.js';
import { marks } from '/caller/web/say.js';

export const Key = ({ name, t }) => html`<kbd aria-hidden="true">${keyLabel(name, t)}</kbd>`;

export function Clock({ from, skew }) {
  const now = useNow(skew);
  return from ? html`<span class="clock">${since(from, now)}</span>` : null;
}

export function Marks({ t, hall, ticket }) {
  const all = marks(t, hall, ticket);
  if (!all.length) return null;
  return html`<ul class="marks" aria-label=${t('marks')}>
    ${all.map((mark) => html`<li class=${mark.kind}>${mark.icon ? html`<${Icon} name=${mark.icon} />` : mark.kind === 'class' && html`<i aria-hidden="true"></i>`}${mark.text}</li>`)}
  </ul>`;
}

export function LanguageButton({ t, speak }) {
  const other = t.lang === 'en' ? 'zh' : 'en';
  return html`<button class="plain-button" lang=${other === 'en' ? 'en' : 'zh-CN'} onClick=${() => speak(other)}>
    ${t(`lang.${other}`)}
  </button>`;
}
