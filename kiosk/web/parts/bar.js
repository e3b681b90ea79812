/* The bottom of every screen, always the same five places: back, start again, larger letters, language, a guide. */

import { html } from '/static/vendor/preact.js';
import { underWay } from '/kiosk/web/flow.js';
import { Icon } from '/kiosk/web/parts/icons.js';

export function Bar({ state, here, dispatch, profile, leave, t, only }) {
  const other = state.lang === 'zh' ? 'en' : 'zh';
  const languages = profile && profile.languages ? profile.languages : ['zh', 'en'];
  const busy = Boolean(state.taking);
  const off = (name) => busy || Boolean(only && !only.includes(name));
  const again = here.screen === 'result' ? leave : () => dispatch({ type: 'home' });
  return html`
    <nav class="bar" aria-label=${t('bar')}>
      <button disabled=${off('back') || !underWay(state)} onClick=${() => dispatch({ type: 'back' })}>
        <${Icon} name="back" /><span>${t('bar.back')}</span></button>
      <button disabled=${off('restart') || !underWay(state)} onClick=${again}>
        <${Icon} name="restart" /><span>${t('bar.restart')}</span></button>
      <button disabled=${off('large')} aria-pressed=${String(state.large)} onClick=${() => dispatch({ type: 'large' })}>
        <${Icon} name="large" /><span>${state.large ? t('bar.normal') : t('bar.large')}</span></button>
      <button disabled=${off('lang') || !languages.includes(other)} lang=${other === 'zh' ? 'zh-CN' : other}
          onClick=${() => dispatch({ type: 'lang', lang: other })}>
        <${Icon} name="lang" /><span>${t(`lang.${other}`)}</span></button>
      <button disabled=${off('guide') || here.screen === 'guide'} onClick=${() => dispatch({ type: 'open', to: { screen: 'guide' } })}>
        <${Icon} name="guide" /><span>${t('bar.guide')}</span></button>
    </nav>`;
}
