/* Instants and durations as people read them. Pure: `now` is an argument or a Date.
   Times as 14:30, dates as 11月22日 星期日, durations as 约 15–25 分钟. */

const formats = new Map();

/* Intl formatters are dear to make; a page needs three or four. */
function format(lang, tz, options) {
  const key = `${lang} ${tz} ${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(lang, { ...options, timeZone: tz || 'Asia/Shanghai' }));
  }
  return formats.get(key);
}

const asDate = (when) => (when instanceof Date ? when : new Date(when));

/* 14:30 in the hall's zone. */
export function clock(date, tz) {
  return format('en-GB', tz, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(asDate(date));
}

/* 2026-11-22: the date in the hall's zone, as the hub writes days. */
export function dayOf(date, tz) {
  const parts = format('en-GB', tz, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(asDate(date));
  return ['year', 'month', 'day'].map((type) => parts.find((part) => part.type === type).value).join('-');
}

/* 2026-11-22 → 11月22日 · 22 November */
export function dayLine(day, lang) {
  return format(lang === 'en' ? 'en-GB' : 'zh-CN', 'UTC', { month: 'long', day: 'numeric' }).format(asDate(`${day}T04:00:00Z`));
}

/* 11月22日 星期日 · Sunday 22 November */
export function dateLine(date, lang, tz) {
  const when = asDate(date);
  if (lang === 'en') return format('en-GB', tz, { weekday: 'long', day: 'numeric', month: 'long' }).format(when);
  const day = format('zh-CN', tz, { month: 'long', day: 'numeric' }).format(when);
  return `${day} ${format('zh-CN', tz, { weekday: 'long' }).format(when)}`;
}

/* Whole seconds from an instant (ISO text) to now (Date or ms), never negative. */
export function seconds(iso, now = Date.now()) {
  return Math.max(0, Math.floor((asDate(now) - Date.parse(iso)) / 1000)) || 0;
}

/* A running clock since an instant: 0:07, 12:30, 1:02:30. */
export function since(iso, now = Date.now()) {
  return stopwatch(seconds(iso, now));
}

export function stopwatch(total) {
  const two = (n) => String(n).padStart(2, '0');
  const h = Math.floor(total / 3600);
  const m = Math.floor(total / 60) % 60;
  const s = Math.floor(total) % 60;
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/* {low, high} seconds → «约 15–25 分钟», from 90 minutes on in half hours; null → «暂时无法估计». */
export function minutesRange(range, t) {
  if (!range || range.low === undefined || range.high === undefined) return t('wait.unknown');
  const low = Math.floor(range.low / 60);
  const high = Math.ceil(range.high / 60);
  if (high <= 2) return t('wait.soon');
  if (low >= 90) {
    const half = (n, round) => round(n / 30) / 2;
    return t('wait.hours', { low: half(low, Math.floor), high: Math.max(half(high, Math.ceil), half(low, Math.floor) + 0.5) });
  }
  if (low === high) return t('wait.about', { n: high });
  return low === 0 ? t('wait.under', { n: high }) : t('wait.range', { low, high });
}

/* How old data is, in words: «12 秒», «3 分钟», «2 小时». `age` in seconds. */
export function ageWords(age, t) {
  if (age < 60) return t('age.seconds', { n: Math.max(1, Math.round(age)) });
  if (age < 5400) return t('age.minutes', { n: Math.round(age / 60) });
  return t('age.hours', { n: Math.round(age / 3600) });
}
