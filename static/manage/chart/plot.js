/* One drawing by ECharts: made once, told what changed, as wide as its place; names stand at the lines' ends. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { ends, option } from '/static/manage/chart/option.js';

const INKS = ['action', 'warning', 'open', 'alarm', 'closed', 'edge', 'quiet', 'line'];
const WIDEST_NAME = 150;
const AXIS = 30;

let library = null;

/* The library is a script of the old kind that leaves itself as a global. A failed fetch is tried again by the next chart. */
function loaded() {
  if (!library) {
    library = import('/static/vendor/echarts.js').then(() => globalThis.echarts);
    library.catch(() => { library = null; });
  }
  return library;
}

function look(element, series, named) {
  const style = getComputedStyle(element);
  const ink = { soft: style.getPropertyValue('--action-soft').trim() };
  INKS.forEach((name) => { ink[name] = style.getPropertyValue(`--${name}`).trim(); });
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = `600 14px ${style.fontFamily}`;
  const widest = Math.max(0, ...series.map((one) => pen.measureText(one.name).width));
  return { ink, font: style.fontFamily, still: matchMedia('(prefers-reduced-motion: reduce)').matches, room: named ? Math.min(WIDEST_NAME, Math.ceil(widest)) + 32 : 18 };
}

export function Plot({ t, kind, series, x, unit, flat, height, measure, says, pick, point, fail }) {
  const place = useRef(null);
  const chart = useRef(null);
  const newest = useRef({});
  const [names, setNames] = useState([]);
  const [ruler, setRuler] = useState(null);
  const named = kind !== 'bar' && series.length > 1;
  const given = { t, kind, series, x, unit, flat, measure };
  newest.current = { given, named, pick, point };

  const label = () => {
    const { given: now, named: wanted } = newest.current;
    const pixel = (n, at) => chart.current.convertToPixel({ seriesIndex: n }, [at, now.series[n].values[at] * now.measure.by]);
    setNames(wanted ? ends(now.series, pixel, height - AXIS) : []);
  };
  const draw = () => {
    if (!chart.current) return;
    const { given: now, named: wanted } = newest.current;
    chart.current.setOption(option(now, look(place.current, now.series, wanted)), { replaceMerge: ['series'] });
    label();
  };

  useEffect(() => {
    let gone = false;
    let watch = null;
    loaded().then((echarts) => {
      if (gone) return;
      chart.current = echarts.init(place.current, null, { renderer: 'canvas' });
      listen(chart.current, newest, setRuler);
      draw();
      watch = new ResizeObserver(() => { chart.current.resize(); draw(); });
      watch.observe(place.current);
    }).catch(() => { if (!gone) fail(); });
    /* Pieces of the Chinese font arrive when they are first drawn. */
    const lettered = () => draw();
    document.fonts.addEventListener('loadingdone', lettered);
    return () => {
      gone = true;
      document.fonts.removeEventListener('loadingdone', lettered);
      if (watch) watch.disconnect();
      if (chart.current) chart.current.dispose();
    };
  }, []);
  useEffect(draw, [JSON.stringify([kind, series, x, unit, flat, measure.by, t.lang])]);

  return html`<div class="chart-plot" style=${{ height: `${height}px` }}>
    <div class=${pick ? 'chart-canvas picks' : 'chart-canvas'} ref=${place} role="img" aria-label=${says}></div>
    ${ruler !== null && html`<i class="chart-ruler" style=${{ left: `${ruler}px` }}></i>`}
    ${names.map((end) => html`<span key=${end.n} class=${`chart-end ${end.past ? 'past' : `of-${end.n}`}`} aria-hidden="true" style=${{ left: `${end.left + 9}px`, top: `${end.top}px` }}><i class=${`chart-shape ${end.shape}`}></i>${end.name}</span>`)}
  </div>`;
}

/* The pointer reads the place it is over; a press on a bar, or above it, picks it. */
function listen(chart, newest, rule) {
  const canvas = chart.getZr();
  const at = (event) => {
    const { given, point: _ } = newest.current;
    const pixel = [event.offsetX, event.offsetY];
    if (!chart.containPixel('grid', pixel)) return null;
    const [across, down] = chart.convertFromPixel('grid', pixel);
    const found = Math.round(given.flat ? down : across);
    return found >= 0 && found < given.x.length ? found : null;
  };
  const read = (found) => {
    newest.current.point(found);
    const [left] = found === null || newest.current.given.flat ? [null] : chart.convertToPixel('grid', [found, 0]);
    rule(left);
  };
  canvas.on('mousemove', (event) => read(at(event)));
  canvas.on('globalout', () => read(null));
  canvas.on('click', (event) => {
    const found = at(event);
    if (found !== null && newest.current.pick) newest.current.pick(found, 0);
  });
}
