/* What the browser's voice says: a speech job's payload in, sentences out, the same as the announcer's (display/voice/phrase.py).
   Pure; the words are in i18n/, one dictionary a language, and only those spoken: {zh: t, en: t}. */

const HAN = /[\u3400-\u9fff]/;
const FLOOR = /^([Bb\u8d1f\u5730\u4e0b-]*)(\d{1,2})(?:[FfLl\u697c\u5c42]|)$/;
const LATIN_SIGN = /[A-Za-z]{0,3}[- ]?\d+[A-Za-z]?|[A-Za-z]+(?: [A-Za-z0-9]+)*/;
/* A sign that ends so is a place already; another is a window's number. */
const A_PLACE = /(\u7a97\u53e3|\u7a97|\u53f0|\u5ba4|\u533a)$/;

/* Digit by digit: A001 → A零零一; `one` is how 1 is said. */
function spell(text, one, zh) {
  return [...text].filter((sign) => sign !== '-' && !/\s/.test(sign))
    .map((sign) => (sign === '1' ? one : /\d/.test(sign) ? zh('say.digits')[Number(sign)] : sign)).join('');
}

/* 0–99 as one counts: 12 → 十二. */
function counted(number, zh) {
  const tens = Math.floor(number / 10);
  const ones = number % 10;
  const digit = (n) => zh('say.digits')[n];
  if (!tens) return digit(ones);
  return `${tens > 1 ? digit(tens) : ''}${zh('say.ten')}${ones ? digit(ones) : ''}`;
}

/* Digits inside a name: two of them are counted, more are spelt. */
const worded = (text, one, zh) => text.replace(/[0-9]+/g, (run) => (run.length > 2 || run[0] === '0' ? spell(run, one, zh) : counted(Number(run), zh)));

function floorOf(text, zh) {
  const found = FLOOR.exec(text.trim());
  if (!found) return worded(text.trim(), zh('say.digits')[1], zh);
  return `${found[1] ? zh('say.below') : ''}${zh('say.floor', { n: counted(Number(found[2]), zh) })}`;
}

function placeOf(payload, one, zh, withFloor = true) {
  let said = worded((payload.spoken || '').trim(), one, zh);
  if (!said) {
    const sign = worded((payload.sign || '').trim(), one, zh);
    said = !sign || A_PLACE.test(sign) ? sign : zh('say.window', { n: sign });
  }
  const level = withFloor ? floorOf(payload.floor || '', zh) : '';
  return said.startsWith(level) ? said : level + said;
}

const separate = (number) => [...number].filter((sign) => /[\p{L}\p{N}]/u.test(sign)).join(' ');

/* `sign_en`, else what of the sign is not Chinese; a bare number or code is a window's. */
function englishPlace(payload, en) {
  const sign = (payload.sign_en || '').trim() || (LATIN_SIGN.exec(payload.sign || '') || [''])[0];
  if (!sign) return en('say.nowhere');
  if (!/[A-Za-z]{4,}/.test(sign)) return en('say.window', { n: sign });
  return /^[A-Z]{2}/.test(sign) ? sign : sign[0].toLowerCase() + sign.slice(1);
}

const fill = (template, facts) => template.replace(/\{(\w+)\}/g, (all, name) => (facts[name] === undefined ? all : facts[name]));

/* A call in the hall's own words: with Hanzi as one says it in Mandarin, else as number and window are read. */
function templated(template, payload, one, zh) {
  if (HAN.test(template)) {
    const window = placeOf(payload, one, zh, !template.includes('{floor}'));
    return fill(template, { number: spell(payload.number, one, zh), floor: floorOf(payload.floor || '', zh), window });
  }
  const window = (LATIN_SIGN.exec(payload.sign || '') || [payload.sign_en || payload.sign || ''])[0];
  return fill(template, { number: separate(payload.number), window, floor: payload.floor || '' }).split(/\s+/).filter(Boolean).join(' ');
}

function call(language, payload, { zh, en }) {
  const one = payload.one || zh('say.digits')[1];
  const own = (payload.templates || {})[language];
  const t = { zh, en }[language];
  if (own) {
    const said = templated(own, payload, one, zh);
    return payload.last && t ? t('say.last.own', { call: said }) : said;
  }
  if (!t) return null;
  const facts = language === 'zh' ? { number: spell(payload.number, one, zh), place: placeOf(payload, one, zh) }
    : { number: separate(payload.number), place: englishPlace(payload, en) };
  return t(payload.last ? 'say.last' : 'say.call', facts);
}

function timeOf(language, text, { zh, en }) {
  const [hour, minute] = text.split(':').map(Number);
  if (language === 'en') return en('say.time', { h: hour, m: text.split(':')[1] });
  const minutes = minute >= 10 ? counted(minute, zh) : `${zh('say.digits')[0]}${zh('say.digits')[minute]}`;
  return minute ? zh('say.time', { h: counted(hour, zh), m: minutes }) : zh('say.hour', { h: counted(hour, zh) });
}

/* To everybody: lunch, or what becomes of those who wait for a business. */
function notice(language, payload, spoken) {
  const t = spoken[language];
  if (!t) return null;
  const end = language === 'en' ? '_en' : '';
  const named = (name, other) => (language === 'zh' ? worded(name || '', spoken.zh('say.digits')[1], spoken.zh) : name || t(other));
  return t(`say.notice.${payload.notice}`, {
    time: payload.resumes_at ? timeOf(language, payload.resumes_at, spoken) : '',
    name: named(payload[`service_name${end}`], 'say.notice.this'), to: named(payload[`to_name${end}`], 'say.notice.other'),
  });
}

/* [[language, sentence]] in the hall's order; a language without words for this is left out, never all of them. */
export function sentences(payload, spoken) {
  const one = (language) => (payload.notice ? notice : call)(language, payload, spoken);
  const wanted = Array.from(new Set((payload.languages || []).length ? payload.languages : ['zh']));
  const said = wanted.map((language) => [language, one(language)]).filter(([, text]) => text);
  return said.length ? said : [['zh', one('zh')]];
}
