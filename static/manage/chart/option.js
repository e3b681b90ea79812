/* What ECharts is told, from what a page gives: numbers in a unit people read, shapes that need no colour. Pure. */

import { count, said } from '/static/manage/parts.js';

const DRAWN_SINGLY = 16;
const SHAPES = 7;
const NAMED_BARS = 24;
const WIDE = 90;
const MS = 200;
/* Colour, dash and shape of the first, second, … series: any two of them tell it. */
const LOOKS = [
  { ink: 'action', dash: 'solid', shape: 'circle' },
  { ink: 'warning', dash: [7, 4], shape: 'rect' },
  { ink: 'open', dash: [2, 3], shape: 'triangle' },
  { ink: 'alarm', dash: [10, 3, 2, 3], shape: 'diamond' },
  { ink: 'closed', dash: [4, 2], shape: 'circle' },
];
const PAST = { ink: 'edge', dash: [4, 4], shape: 'emptyCircle' };
/* Decals of bars, besides the first, which is solid. */
const HATCH = [null, -Math.PI / 4, Math.PI / 4, 0, Math.PI / 2];

const there = (value) => value !== null && value !== undefined;
export const values = (series) => series.reduce((all, one) => all.concat(one.values.filter(there)), []);
export const look = (one, n) => (one.past ? PAST : LOOKS[n % LOOKS.length]);

/* One number in words; `word` is the unit of what definitions call a count or a number. */
export function saying(t, unit, word, value) {
  const number = said(t, unit, value);
  return word && there(value) && unit !== 'seconds' && unit !== 'share' ? `${number} ${word}` : number;
}

/* {by, name}: what a value is multiplied by to be drawn, and the unit's word. Axes count in whole minutes or hours. */
export function scale(t, unit, word, all) {
  if (unit === 'share') return { by: 100, name: '%' };
  if (unit !== 'seconds') return { by: 1, name: word };
  const most = Math.max(0, ...all);
  if (most <= 180) return { by: 1, name: t('chart.seconds') };
  return most <= 3 * 3600 ? { by: 1 / 60, name: t('chart.minutes') } : { by: 1 / 3600, name: t('chart.hours') };
}

/* The chart as one or two sentences: what it shows, and of each series the lowest and the highest. */
export function spoken(t, label, series, x, unit, word) {
  const each = series.map((one) => {
    const known = one.values.map((value, at) => ({ value, at })).filter((each) => there(each.value));
    if (!known.length) return t('chart.says.none', { name: one.name });
    const by = (better) => known.reduce((best, each) => (better(each.value, best.value) ? each : best));
    const low = by((a, b) => a < b);
    const high = by((a, b) => a > b);
    const words = { name: one.name, low: saying(t, unit, word, low.value), low_at: x[low.at], high: saying(t, unit, word, high.value), high_at: x[high.at] };
    return t(known.length === 1 ? 'chart.says.single' : 'chart.says', words);
  });
  return [label, ...each].join(t.lang === 'en' ? '. ' : '。');
}

const drawn = (list, by) => list.map((value) => (there(value) ? Math.round(value * by * 1000) / 1000 : null));

/* A point between two gaps has no line to show it. */
const alone = (list, at) => there(list[at]) && !there(list[at - 1]) && !there(list[at + 1]);

function line(one, n, { kind, measure, ink }) {
  const { ink: colour, dash, shape } = look(one, n);
  const every = one.values.length <= DRAWN_SINGLY ? 1 : Math.ceil(one.values.length / SHAPES);
  const marked = (at) => at % every === 0 || alone(one.values, at);
  return {
    type: 'line', name: one.name, data: drawn(one.values, measure.by), step: kind === 'step' ? 'end' : false, connectNulls: false,
    symbol: shape, showSymbol: true, showAllSymbol: true, symbolSize: (_value, { dataIndex }) => (marked(dataIndex) ? 7 : 0),
    lineStyle: { color: ink[colour], type: dash, width: one.past ? 1.5 : 2.5 }, itemStyle: { color: ink[colour] },
    emphasis: { disabled: true }, z: one.past ? 1 : 2,
  };
}

function bar(one, n, { measure, ink, flat, series, t, unit }) {
  const colour = ink[look(one, n).ink];
  const solid = !one.past && n === 0;
  const decal = { symbol: 'rect', color: colour, dashArrayX: [1, 0], dashArrayY: [1.5, 4], rotation: HATCH[n % HATCH.length] || Math.PI / 4 };
  const named = series.length === 1 && one.values.length <= NAMED_BARS;
  return {
    type: 'bar', name: one.name, data: drawn(one.values, measure.by), barMaxWidth: flat ? 18 : 36, barGap: '10%', barCategoryGap: '30%',
    itemStyle: solid ? { color: colour } : { color: ink.soft, borderColor: colour, borderWidth: 1, decal: one.past ? undefined : decal },
    label: { show: named, position: flat ? 'right' : 'top', color: ink.quiet, fontSize: 13, formatter: ({ dataIndex }) => (there(one.values[dataIndex]) ? short(t, unit, measure, one.values[dataIndex], 100) : '') },
    emphasis: { disabled: true },
  };
}

/* A number beside its bar or in a cell: in the axis's unit, without its word; minutes and hours with a decimal below `fine`. */
export function short(t, unit, measure, value, fine = 10) {
  if (!there(value)) return '';
  const scaled = value * measure.by;
  if (unit === 'seconds') return String(scaled < fine && measure.by !== 1 ? Math.round(scaled * 10) / 10 : Math.round(scaled));
  if (unit === 'share') return String(Math.round(scaled * 10) / 10);
  return count(Math.round(scaled * 100) / 100);
}

/* `ink`: colours by token, `font`, `still`: no motion wanted, `room`: pixels kept free at the right for names. */
export function option({ t, kind, series, x, unit, flat, measure }, { ink, font, still, room }) {
  const text = { color: ink.quiet, fontFamily: font, fontSize: 13 };
  const places = { type: 'category', data: x, boundaryGap: kind === 'bar', axisTick: { show: false }, axisLine: { lineStyle: { color: ink.edge } },
    axisLabel: flat ? { ...text, width: 230, overflow: 'truncate', interval: 0 } : { ...text, hideOverlap: true }, inverse: flat };
  const numbers = { type: 'value', min: kind === 'bar' || unit === 'count' ? 0 : (range) => Math.min(0, range.min), minInterval: unit === 'count' ? 1 : 0, splitNumber: flat ? 5 : 4,
    axisLabel: { ...text, hideOverlap: true, formatter: (value) => count(value) }, splitLine: { lineStyle: { color: ink.line } }, axisLine: { show: false } };
  const one = kind === 'bar' ? bar : line;
  return {
    animation: !still, animationDuration: 0, animationDurationUpdate: MS, textStyle: { fontFamily: font },
    grid: { left: 2, right: flat ? 44 : room, top: 18, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: flat ? numbers : places, yAxis: flat ? places : numbers,
    series: series.map((each, n) => one(each, n, { kind, measure, ink, flat, series, t, unit })),
  };
}

/* Where names of lines stand: beside the last point each has; those side by side at least a line's height apart. */
export function ends(series, place, bottom, tall = 18) {
  const found = series.map((one, n) => {
    const last = one.values.reduce((best, value, at) => (there(value) ? at : best), -1);
    const [left, top] = last < 0 ? [0, 0] : place(n, last);
    return { name: one.name, n, past: !!one.past, shape: look(one, n).shape, left, top: Math.min(top, bottom), known: last >= 0 };
  }).filter((end) => end.known).sort((a, b) => b.top - a.top);
  found.forEach((end, i) => {
    const below = found.slice(0, i).filter((other) => Math.abs(other.left - end.left) < WIDE);
    end.top = Math.min(end.top, ...below.map((other) => other.top - tall));
  });
  return found;
}
