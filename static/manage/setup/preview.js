/* What a draft would do, in words, before it is put into effect: faults, those concerned, doubts, differences. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { Card, Fault, Loading } from '/static/manage/parts.js';
import { difference, faultSays, place, strandSays, warningSays } from '/static/manage/setup/words.js';

const SHOWN = 40;

export function Differences({ t, schema, document, list }) {
  const [all, showAll] = useState(false);
  if (!list.length) return html`<p class="quiet">${t('setup.no_difference')}</p>`;
  return html`<ul class="setup-list">${(all ? list : list.slice(0, SHOWN)).map((one, n) => html`<li key=${n}>${difference(t, schema, document, one)}</li>`)}</ul>
    ${!all && list.length > SHOWN && html`<button class="small" onClick=${() => showAll(true)}>${t('setup.more', { n: list.length - SHOWN })}</button>`}`;
}

export const Faults = ({ t, schema, document, list }) => html`<ul class="setup-list">${list.map((one, n) => html`<li key=${n}>
  <i class="mark alarm" aria-hidden="true"></i><span>${one.line && html`<b>${t('setup.at_line', { line: one.line })}</b> `}${one.column && html`<b>${one.column}</b> `}<b>${!one.line && place(t, schema, document, one)}</b> ${faultSays(t, one)}</span></li>`)}</ul>`;

export const Strands = ({ t, list }) => html`<ul class="setup-list">${list.map((one, n) => html`<li key=${n}>
  <i class=${`mark ${one.blocks ? 'alarm' : 'warning'}`} aria-hidden="true"></i><span>${strandSays(t, one)}${one.blocks && html` <b>${t('setup.blocks')}</b>`}</span></li>`)}</ul>`;

/* `ask()` answers the preview; `effect(keep)` puts it into effect. */
export function Preview({ t, schema, document, ask, effect, discard, back, off, again }) {
  const [seen, setSeen] = useState({});
  const [keep, setKeep] = useState(false);
  const [busy, setBusy] = useState(false);
  const newest = useRef(0);
  const look = () => {
    const mine = ++newest.current;
    const now = (found) => { if (mine === newest.current) setSeen({ document, again, ...found }); };
    now({});
    ask().then((told) => now({ told }), (error) => now({ error }));
  };
  useEffect(look, [document, again]);
  useEffect(() => () => { newest.current = -1; }, []);
  /* What was told of another draft is not this one's, not even until the question is asked: nobody puts into effect what they have not seen. */
  const { told, error } = seen.document === document && seen.again === again ? seen : {};
  if (error) return html`<${Fault} t=${t} error=${error} again=${look} />`;
  if (!told) return html`<${Loading} t=${t} />`;
  const blocked = told.faults.length || told.strands.some((one) => one.blocks);
  const left = told.strands.some((one) => !one.blocks && one.kind !== 'window');
  const go = async () => {
    if (busy || blocked || (left && !keep)) return;
    setBusy(true);
    await effect(keep);
    setBusy(false);
  };
  return html`<div class="setup-preview">
    ${told.faults.length > 0 && html`<${Card} title=${t('setup.faults', { n: told.faults.length })}><${Faults} ...${{ t, schema, document, list: told.faults }} /><//>`}
    ${told.strands.length > 0 && html`<${Card} title=${t('setup.strands')}><${Strands} t=${t} list=${told.strands} />
      ${left && !blocked && html`<label class="setup-check"><input type="checkbox" checked=${keep} onChange=${(event) => setKeep(event.target.checked)} /><span>${t('setup.keep_waiting')}</span></label>`}<//>`}
    <${Card} title=${t('setup.differences', { n: told.differences.length })}><${Differences} ...${{ t, schema, document, list: told.differences }} /><//>
    ${told.warnings.length > 0 && html`<${Card} title=${t('setup.warnings', { n: told.warnings.length })}><ul class="setup-list">${told.warnings.map((one, n) => html`<li key=${n}>
      <i class="mark warning" aria-hidden="true"></i><span><b>${place(t, schema, document, one)}</b> ${warningSays(t, one)}</span></li>`)}</ul><//>`}
    ${!off && html`<p class="setup-buttons"><button class="main" aria-disabled=${busy || !!blocked || (left && !keep)} onClick=${go}>${t('setup.effect')}</button>
      <button class="other" onClick=${back}>${t('setup.back')}</button><button class="plain-button" onClick=${discard}>${t('setup.discard')}</button></p>`}
    ${blocked && html`<p class="quiet">${t('setup.blocked')}</p>`}
  </div>`;
}
