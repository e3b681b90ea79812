/* One piece large, and what can be done with it: record, hear, keep, do it again. */

import { html, useEffect, useLayoutEffect, useRef, useState } from '/static/vendor/preact.js';
import { Microphone, allowed } from '/display/web/record/microphone.js';
import { judged, trimmed, wav } from '/display/web/record/wav.js';

/* `stored()`: the kept recording's bytes; `keep(bytes)`, `remove()` answer when the hub has done it; `say(error)` tells a failure. */
export function Studio({ t, clip, sentence, stored, keep, remove, say }) {
  const [state, setState] = useState('ready');
  const [take, setTake] = useState(null);
  const meter = useRef(null);
  const mic = useRef(null);
  const act = useRef({});

  if (!mic.current) {
    mic.current = new Microphone({
      told: (level) => { if (meter.current) meter.current.value = level; },
      full: () => act.current.stop(),
    });
  }
  useEffect(() => () => mic.current.close(), []);
  useEffect(() => { setTake(null); setState('ready'); }, [clip.piece]);

  const doing = (name, work) => async () => {
    setState(name);
    try {
      await work();
    } catch (error) {
      say(error);
    }
    setState((now) => (now === name ? 'ready' : now));
  };

  const start = async () => {
    setTake(null);
    setState('opening');
    try {
      await mic.current.open();
      mic.current.start();
      setState('recording');
    } catch (error) {
      say(error);
      setState('ready');
    }
  };
  const stop = () => {
    const samples = trimmed(mic.current.stop(), mic.current.rate);
    const found = { samples, rate: mic.current.rate, ...judged(samples, mic.current.rate) };
    setTake(found);
    setState('ready');
  };
  const save = doing('saving', () => keep(wav(take.samples, take.rate)));
  const hearTake = doing('playing', () => mic.current.play(take.samples, take.rate));
  const hearKept = doing('playing', async () => mic.current.play(await stored(), 0));
  const usable = take && take.fault !== 'silent';
  act.current = { stop, start, save: usable ? save : null, state };

  /* Before anybody can see what to press. */
  useLayoutEffect(() => {
    const pressed = (event) => {
      if (/INPUT|SELECT|BUTTON|A/.test(event.target.tagName) || event.repeat) return;
      const { state: now } = act.current;
      if (event.key === ' ' && now === 'recording') act.current.stop();
      else if (event.key === ' ' && now === 'ready' && allowed()) act.current.start();
      else if (event.key === 'Enter' && now === 'ready' && act.current.save) act.current.save();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);

  const chosen = (event) => {
    const [file] = event.target.files;
    if (file) doing('saving', async () => keep(await file.arrayBuffer()))();
    event.target.value = '';
  };
  const busy = state !== 'ready' && state !== 'recording';
  return html`<section class="studio" data-piece=${clip.piece} data-state=${state} aria-busy=${busy}>
    <p class="quiet">${t(`how.${clip.group}`)}</p>
    <p class="words">${clip.text}</p>
    <p class="quiet">${t('sentence', { sentence })}</p>
    <meter ref=${meter} class="level" min="0" max="1" low="0.05" high="0.95" optimum="0.5" value="0" aria-label=${t('level')}></meter>
    <div class="buttons">
      ${state === 'recording'
        ? html`<button class="main stop" onClick=${stop}>${t('stop')}</button>`
        : html`<button class="main" disabled=${busy || !allowed()} onClick=${start}>${t(take || clip.recorded ? 'again' : 'start')}</button>`}
      ${take && html`<button class="other" disabled=${busy} onClick=${hearTake}>${t('hear')}</button>
        <button class="main save" disabled=${busy || !usable} onClick=${save}>${t('save')}</button>`}
      ${!take && clip.recorded && html`<button class="other" disabled=${busy} onClick=${hearKept}>${t('hear_kept')}</button>
        <button class="other" disabled=${busy} onClick=${doing('saving', remove)}>${t('remove')}</button>`}
      <label class="file other">${t('file')}<input type="file" accept=".wav,audio/wav" disabled=${busy} onChange=${chosen} /></label>
    </div>
    <p class="result" role="status">${take
      ? html`${t('taken', { seconds: take.seconds.toFixed(1) })} ${take.fault && html`<b class="fault">${t(`fault.${take.fault}`)}</b>`}`
      : clip.recorded ? t('kept', { seconds: clip.recorded.seconds.toFixed(1) }) : t('none')}</p>
    <p class="quiet keys">${t('keys')}</p>
  </section>`;
}
