/* What a wall shows, as Preact components of its state: no timers, no network.
   Sizes come in px from sizes.js; the style sheet knows them as custom properties. */

import { html, useLayoutEffect, useMemo, useRef } from '/static/vendor/preact.js';
import { ageWords, clock, dateLine } from '/static/js/time.js';
import { classNames, refusalWords } from '/display/web/js/hall.js';
import { Box, Music, sorted } from '/display/web/js/media.js';
import { ems, halves, page, queueRows, waitWords } from '/display/web/js/queues.js';
import { footWords } from '/display/web/js/opening.js';
import { cutLine, numberEms } from '/display/web/js/sizes.js';

const BOLD = 1.04; /* bold is wider than ems() says */
const ROW_TEXT = 1.2; /* as in the style sheet */
const px = (n) => `${Math.round(n)}px`;
const GAP = 0.85; /* what the chevron and its margins take, in smallest-text sizes */

/* A font size at which `text` fits `width`, between `least` and `most` px. */
function fit(text, width, least, most) {
  return Math.max(least, Math.min(most, width / Math.max(1, BOLD * ems(text))));
}

/* Hall, zone and date take turns: each is legible at full size, none has to shrink for the others. */
function Identity({ here, profile, beat, size, t, now }) {
  const zone = profile && (profile.zones || []).find((z) => z.id === here.zone);
  const room = size.width - 4.2 * size.text;
  const said = [t.of(profile), t.of(zone), dateLine(now, t.lang, profile && profile.timezone)].join('\n');
  const faces = useMemo(
    () => said.split('\n').reduce((all, line) => all.concat(cutLine(line, (piece) => ems(piece) * size.text <= room)), []),
    [said, room, size.text],
  );
  return html`<header>
    <h1 class="name">${faces[beat % faces.length]}</h1>
    <time class="clock">${clock(now, profile && profile.timezone)}</time>
  </header>`;
}

/* Below the plate: who it is for, where the hall shows that, and whether it was called before. */
function noteOf(call, profile, t) {
  const again = call.last ? t('call.last') : call.recalls ? t('call.again') : '';
  return [...classNames(call.classes, profile, t), again].filter(Boolean).join(' · ');
}

/* The plate's words; in English its English words where the hall has them. */
function signOf(call, profile, t) {
  const window = t.lang === 'en' && profile && (profile.windows || []).find((w) => w.id === call.window);
  return (window && (window.call_sign_en || window.sign_en)) || call.sign || '';
}

/* A plate in one line or two, whichever can be larger beside the number: {lines, size}. */
function platePlan(plate, width, height, size) {
  const most = 1.9 * size.text;
  const plan = (lines) => ({
    lines,
    size: Math.min(height / (1.14 * lines.length), ...lines.map((line) => fit(line, width, 0, most))),
  });
  const one = plan([plate]);
  const two = plan(halves(plate));
  const best = two.size > one.size ? two : one;
  return { lines: best.lines, size: Math.max(size.text, best.size) };
}

function Hero({ call, fresh, size, profile, t }) {
  const number = Math.min(size.number, (size.room * 0.6) / numberEms(call.number));
  const width = size.room - number * numberEms(call.number) - GAP * size.text;
  const note = noteOf(call, profile, t);
  const plate = platePlan(signOf(call, profile, t), width, size.hero - (note ? 1.2 : 0.1) * size.text, size);
  return html`<section class=${`hero ${fresh ? 'fresh' : ''}`} key=${`${call.ticket} ${call.seq}`}
      data-number=${call.number} data-seq=${call.seq} aria-live="polite">
    <span class="number" style=${{ fontSize: px(number) }}>${call.number}</span>
    <span class="chevron" aria-hidden="true"></span>
    <span class="where">
      <span class="sign" style=${{ fontSize: px(plate.size) }}>${plate.lines.map((line) => html`<span class="part">${line}</span>`)}</span>
      ${note && html`<span class="note">${note}</span>`}
    </span>
  </section>`;
}

function Row({ call, fresh, size, profile, t }) {
  const plate = signOf(call, profile, t);
  const number = ROW_TEXT * size.text * numberEms(call.number);
  const sign = fit(plate, size.room - number - GAP * size.text, size.text, ROW_TEXT * size.text);
  return html`<li class=${`row ${fresh ? 'fresh' : ''}`} key=${`${call.ticket} ${call.seq}`}
      data-number=${call.number} data-seq=${call.seq}>
    <span class="number" style=${{ width: px(number) }}>${call.number}</span>
    <span class="chevron" aria-hidden="true"></span>
    <span class="sign" style=${{ fontSize: px(sign) }}>${plate}</span>
  </li>`;
}

function Calls({ burst, size, profile, t }) {
  const newest = [...burst.fresh].sort((a, b) => b.seq - a.seq);
  const rows = (calls, fresh) => calls.map((call) => html`<${Row} call=${call} fresh=${fresh} size=${size} profile=${profile} t=${t} />`);
  if (burst.rush && newest.length > 1) {
    const older = burst.past.slice(0, Math.max(0, size.together - newest.length));
    return html`<div class="calls"><ul class="rows rush">${rows(newest, true)}${rows(older, false)}</ul></div>`;
  }
  const call = newest[0] || burst.past[0];
  const older = burst.past.filter((c) => c !== call).slice(0, size.rows);
  return html`<div class="calls">
    <${Hero} call=${call} fresh=${newest.length > 0} size=${size} profile=${profile} t=${t} />
    <ul class="rows">${rows(older, false)}</ul>
  </div>`;
}

function Nothing({ state, t }) {
  const windows = state.model ? [...state.model.windows.values()] : [];
  const open = windows.some((w) => w.state !== 'closed');
  const [mark, key] = !state.model ? ['called', 'board.joining'] : open ? ['open', 'board.quiet'] : ['closed', 'board.closed'];
  return html`<div class="calls nothing">
    <p class="say"><span class=${`mark ${mark}`} aria-hidden="true"></span>${t(key)}</p>
    ${t.has(`${key}.more`) && html`<p class="more">${t(`${key}.more`)}</p>`}
  </div>`;
}

function Queue({ row, t }) {
  return html`<li class="queue" key=${row.id} data-queue=${row.id}>
    <p class="line"><b class="letter">${row.prefix}</b><span class="title">${row.name}</span></p>
    <p class="figures"><span class="waiting">${row.waiting < 100 && html`<i class="person" aria-hidden="true"></i>`}${t('queue.people', { n: row.waiting })}</span>
      <span class="range">${waitWords(row.wait, t)}</span></p>
  </li>`;
}

function Queues({ state, profile, size, t, asks }) {
  const { shown: pictures, heard } = sorted(profile && profile.screens && profile.screens.media);
  const rows = queueRows(state.model, profile, state.waits, t);
  const shown = page(rows, size.queues, state.beat);
  return html`<aside class="queues">
    ${shown.length ? html`<ul>${shown.map((row) => html`<${Queue} row=${row} t=${t} />`)}</ul>`
      : state.model && html`<p class="nobody">${t('queue.nobody')}</p>`}
    ${size.media > 0 && html`<${Box} key=${pictures.join()} names=${pictures} ducked=${state.ducked} asks=${asks} />`}
    ${heard.length > 0 && html`<${Music} key=${heard.join()} names=${heard} ducked=${state.ducked} asks=${asks} />`}
  </aside>`;
}

/* The notice in pieces that fit, turned with the pages; still when it fits whole. */
function Notice({ text, width, fontSize, beat }) {
  const pieces = useMemo(() => cutLine(text, (piece) => ems(piece) * fontSize <= width), [text, width, fontSize]);
  return html`<footer class="foot"><p class="notice">${pieces[beat % Math.max(1, pieces.length)]}</p></footer>`;
}

function Foot({ state, profile, size, t }) {
  const known = state.model && state.model.at;
  if (!state.link.connected && known) {
    return html`<footer class="foot cut" role="status"><p><span class="mark warning" aria-hidden="true"></span>${t('link.cut', { age: ageWords(state.link.age, t) })}</p></footer>`;
  }
  const text = footWords(state, profile, t);
  return text ? html`<${Notice} text=${text} width=${size.width - size.text} fontSize=${size.text} beat=${state.beat} />` : null;
}

function Refused({ refused, t }) {
  return html`<div class="refused" role="alert">
    <p class="say"><span class="mark alarm" aria-hidden="true"></span>${t('board.refused')}</p>
    <p class="more">${refusalWords(refused, t)}</p>
  </div>`;
}

function useSizes(size) {
  const ref = useRef(null);
  useLayoutEffect(() => {
    for (const name of ['text', 'row', 'rush', 'head', 'foot', 'side', 'hero', 'queue', 'media']) {
      ref.current.style.setProperty(`--${name}`, px(size[name]));
    }
  });
  return ref;
}

export function Board({ state, here, profile, size: sizes, t, now, asks }) {
  const size = { ...sizes, width: innerWidth };
  const ref = useSizes(size);
  const some = state.burst.fresh.length || state.burst.past.length;
  const refused = state.refused && !state.model && state.refused;
  return html`<div class="board" ref=${ref} data-link=${state.link.connected ? 'live' : 'cut'}
      data-seq=${state.model ? state.model.seq : ''} data-ducked=${String(state.ducked)}>
    <${Identity} here=${here} profile=${profile} beat=${state.beat} size=${size} t=${t} now=${now} />
    ${refused ? html`<${Refused} refused=${refused} t=${t} />` : html`
      ${some ? html`<${Calls} burst=${state.burst} size=${size} profile=${profile} t=${t} />` : html`<${Nothing} state=${state} t=${t} />`}
      <${Queues} state=${state} profile=${profile} size=${size} t=${t} asks=${asks} />`}
    <${Foot} state=${state} profile=${profile} size=${size} t=${t} />
  </div>`;
}
