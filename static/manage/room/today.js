/* How today goes: its figures, and its curve against the last same weekdays. What they mean is one touch away. */

import { html, useMemo, useState } from '/static/vendor/preact.js';
import { Card, Fault, Loading, count, said, share, useAnswer } from '/static/manage/parts.js';
import { Chart } from '/static/manage/chart.js';
import { slots } from '/static/manage/room/say.js';

const CURVES = { arrivals: 'count', calls: 'count', wait: 'seconds' };
/* What its card leaves for the drawing: on a laptop, and on a wall. */
const height = () => (innerWidth >= 1800 && innerHeight >= 1000 ? 190 : 130);
const SHOWN = ['tickets', 'served', 'further', 'wait_mean', 'within_target', 'no_show_rate', 'let_back', 'abandoned', 'rated', 'rating_mean', 'satisfied_share'];

/* Half a minute more or less is no news. */
const mean = (t, value) => said(t, 'seconds', value >= 60 ? 60 * Math.round(value / 60) : value);

function figures(t, { figures: n, reservations: r }) {
  const of = n || {};
  const late = r.missed ? t('room.missed', { n: r.missed }) : '';
  const some = (key, value) => (value ? t(key, { n: count(value) }) : '');
  return [
    ['tickets', t('room.tickets'), count(of.tickets), n ? [t('room.served', { n: count(of.served) }), some('room.further', of.further)] : ''],
    ['wait', t('room.wait.mean'), mean(t, of.wait_mean), of.within_target === null || of.within_target === undefined ? '' : t('room.within', { share: share(of.within_target) })],
    ['no_show', t('room.no_shows'), count(of.no_shows), of.no_show_rate === null || of.no_show_rate === undefined ? '' : [t('room.no_shows.share', { share: share(of.no_show_rate) }), some('room.let_back', of.let_back)]],
    ['reserved', t('room.reserved'), r.booked ? `${r.arrived}/${r.due}` : '–', r.booked ? [t('room.booked', { n: r.booked }), late] : t('room.reserved.none')],
    ['ratings', t('room.ratings'), count(of.rated), of.rated ? t('room.rated', { mean: of.rating_mean.toFixed(1), bad: of.bad }) : ''],
  ];
}

const Figures = ({ t, today }) => html`<dl class="room-figures room-today-figures">${figures(t, today).map(([key, label, value, note]) => html`
  <div key=${key} class="manage-figure"><dt>${label}</dt><dd><b>${value}</b><span class="manage-note">${[].concat(note).filter(Boolean).map((line) => html`<span key=${line}>${line}</span>`)}</span></dd></div>`)}</dl>`;

function Meanings({ t, base, expired }) {
  const { answer, error, again } = useAnswer(`${base}/stats/definitions`, expired);
  if (error && !answer) return html`<${Fault} ...${{ t, error, again }} />`;
  if (!answer) return html`<${Loading} t=${t} />`;
  const known = answer.definitions.filter((one) => SHOWN.includes(one.id));
  const own = ['no_shows', 'reserved', 'expected', 'curve'];
  return html`<dl class="room-meanings" tabindex="0" aria-label=${t('room.meanings')}>
    ${known.map((one) => html`<div key=${one.id}><dt>${t.of(one)}</dt><dd>${t.of(one, 'says')}</dd></div>`)}
    ${own.map((one) => html`<div key=${one}><dt>${t(`room.mean.${one}.name`)}</dt><dd>${t(`room.mean.${one}`)}</dd></div>`)}</dl>`;
}

function Curve({ t, hall, curve, kind }) {
  const text = JSON.stringify([curve, kind]);
  /* The same numbers again are no reason to draw again. A slot that still goes on would look like a fall. */
  const { series, x } = useMemo(() => {
    const done = curve[kind].map((value, at) => (at < curve.present ? value : null));
    const before = curve.days.length ? [{ name: t('room.curve.before', { n: curve.days.length }), values: curve[`${kind}_before`], past: true }] : [];
    return { x: slots(hall, curve), series: [{ name: t('room.curve.today'), values: done }, ...before] };
  }, [text, t]);
  return html`<${Chart} ...${{ t, kind: 'line', series, x, height: height() }} unit=${CURVES[kind]} word=${kind === 'wait' ? '' : t('room.curve.people')} label=${t(`room.curve.${kind}`)} />`;
}

export function Today({ t, hall, room, base, expired }) {
  const [kind, setKind] = useState('arrivals');
  const [open, setOpen] = useState(false);
  const { today } = room;
  const choice = Object.keys(CURVES).map((one) => html`<button key=${one} aria-pressed=${!open && one === kind} onClick=${() => { setKind(one); setOpen(false); }}>${t(`room.curve.${one}`)}</button>`);
  const aside = html`<button class="small" aria-pressed=${open} onClick=${() => setOpen(!open)}>${t('room.meanings')}</button>`;
  return html`<${Card} title=${t('room.today')} name="room-today" aside=${aside}>
    <${Figures} ...${{ t, today }} />
    <div class="room-choice" role="group" aria-label=${t('room.curve')}>${choice}</div>
    ${open ? html`<${Meanings} ...${{ t, base, expired }} />` : html`<${Curve} ...${{ t, hall, curve: today.curve, kind }} />`}
  <//>`;
}
