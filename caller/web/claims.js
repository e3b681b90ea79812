/* Priority classes with the reason each is granted for: a certificate, what anybody can see, or words of one's own. */

import { html } from '/static/vendor/preact.js';
import { classWord } from '/caller/web/say.js';

const READY = ['certificate_seen', 'visible'];

/* The classes that a person may be given by staff. */
export const grantable = (hall) => (hall.classes || []).filter((c) => ['staff', 'id'].includes(c.evidence));

/* Whether each class that is claimed says why. */
export const complete = (claims) => Object.keys(claims).every((id) => claims[id]);

function Reason({ t, name, reason, set }) {
  const own = reason && !READY.includes(reason) ? reason : '';
  return html`<div class="because" role="group" aria-label=${t('grant.why', { class: name })}>
    <span class="quiet">${t('grant.why', { class: name })}</span>
    <div class="chips">${READY.map((code) => html`
      <button type="button" key=${code} aria-pressed=${reason === code} onClick=${() => set(code)}>${t(`reason.${code}`)}</button>`)}
      <input class="chip" value=${own} maxlength="60" placeholder=${t('grant.words')} aria-label=${t('grant.words')} onInput=${(event) => set(event.target.value.trim() ? event.target.value : '')} />
    </div>
  </div>`;
}

/* `claims` is {class: reason}; `held` are classes the person has already. */
export function Claims({ t, hall, claims, set, legend, held }) {
  const classes = grantable(hall).filter((c) => !(held || []).includes(c.id));
  const toggle = (id) => {
    const { [id]: had, ...rest } = claims;
    set(had === undefined ? { ...claims, [id]: '' } : rest);
  };
  return html`<fieldset class="plainset"><legend>${legend}</legend>
    <div class="chips">${classes.map((c) => html`
      <button type="button" key=${c.id} aria-pressed=${claims[c.id] !== undefined} onClick=${() => toggle(c.id)}>${t.of(c)}</button>`)}</div>
    ${classes.filter((c) => claims[c.id] !== undefined).map((c) => html`
      <${Reason} key=${c.id} t=${t} name=${classWord(t, hall, c.id)} reason=${claims[c.id]} set=${(reason) => set({ ...claims, [c.id]: reason })} />`)}
  </fieldset>`;
}
