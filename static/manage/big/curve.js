/* Arrivals of the day as bars, the mean of the same weekdays before as a line: drawn large, without a library. */

import { html } from '/static/vendor/preact.js';
import { slots } from '/static/manage/room/say.js';

const [WIDE, HIGH, FOOT, LEFT] = [1120, 292, 44, 84];
const ROUND = [4, 8, 12, 20, 40, 60, 80, 120, 160, 200, 300, 400, 600, 800, 1200, 1600, 2000, 4000, 8000];
const LABELS = 6;

export function Curve({ t, hall, curve }) {
  const most = Math.max(4, ...curve.arrivals.map((n) => n || 0), ...curve.arrivals_before.map((n) => n || 0));
  const top = ROUND.find((n) => n >= most) || most;
  const step = (WIDE - LEFT) / curve.arrivals.length;
  const y = (n) => 24 + (HIGH - FOOT - 24) * (1 - n / top);
  const x = (at) => LEFT + at * step;
  const names = slots(hall, curve);
  const every = Math.max(1, Math.ceil(names.length / LABELS));
  const line = curve.arrivals_before.map((n, at) => (n === null ? '' : `${at ? 'L' : 'M'}${x(at) + step / 2} ${y(n)}`)).join('');
  return html`<figure class="big-curve"><figcaption><b>${t('big.curve')}</b>
      <span><i class="big-bar" aria-hidden="true"></i>${t('room.curve.today')}</span>${curve.days.length > 0 && html`<span><i class="big-line" aria-hidden="true"></i>${t('room.curve.before', { n: curve.days.length })}</span>`}</figcaption>
    <svg viewBox=${`0 0 ${WIDE} ${HIGH}`} role="img" aria-label=${t('big.curve')}>
      ${[0, 0.5, 1].map((part) => html`<g key=${part}><line x1=${LEFT} x2=${WIDE} y1=${y(top * part)} y2=${y(top * part)} /><text x=${LEFT - 12} y=${y(top * part) + 11} text-anchor="end">${top * part}</text></g>`)}
      ${curve.arrivals.map((n, at) => (n ? html`<rect key=${at} x=${x(at) + step * 0.15} width=${step * 0.7} y=${y(n)} height=${y(0) - y(n)} />` : null))}
      <path d=${line} />
      ${names.map((name, at) => (at % every ? null : html`<text key=${name} x=${x(at)} y=${HIGH - 6}>${name}</text>`))}
    </svg></figure>`;
}
