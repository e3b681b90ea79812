/* Words. A dictionary is a flat JSON object of key → sentence with {name} placeholders.
   A word missing in a language falls back to Chinese, then to its key. */

export const LANGUAGES = ['zh', 'en'];
const SHARED = '/static/i18n/{lang}.json';

function fill(sentence, vars) {
  if (!vars) return sentence;
  return sentence.replace(/\{(\w+)\}/g, (all, name) => (vars[name] === undefined || vars[name] === null ? all : vars[name]));
}

/* t(key, vars). With vars.n = 1 the word `key.one` is preferred where a language has it. `t.has(key)` asks. */
export function words(lang, ...dictionaries) {
  const all = Object.assign({}, ...dictionaries.map((d) => d || {}));
  const t = (key, vars) => {
    const one = vars && vars.n === 1 ? all[`${key}.one`] : undefined;
    const sentence = one !== undefined ? one : all[key];
    return fill(sentence !== undefined ? sentence : key, vars);
  };
  t.lang = lang;
  t.has = (key) => all[key] !== undefined;
  /* A name in this language of something that has `name` and perhaps `name_en` (or `sign`, `notice`, …). */
  t.of = (thing, field = 'name') => (thing ? (lang === 'en' && thing[`${field}_en`]) || thing[field] || '' : '');
  return t;
}

async function dictionary(url) {
  try {
    const answer = await fetch(url, { credentials: 'same-origin' });
    return answer.ok ? await answer.json() : {};
  } catch (_) {
    return {};
  }
}

/* Merges the shared words with a page's own. `urls` hold {lang} where the language stands;
   a concrete …/zh.json or …/en.json does as well. Waits for the hub: a page without words is no page. */
export async function loadWords(lang, urls = []) {
  const place = (url, code) => url.replace('{lang}', code).replace(/\/(zh|en)\.json$/, `/${code}.json`);
  const order = lang === 'zh' ? ['zh'] : ['zh', lang];
  const wanted = order.reduce((list, code) => list.concat([SHARED, ...urls].map((url) => place(url, code))), []);
  for (let wait = 500; ; wait = Math.min(wait * 2, 5000)) {
    const found = await Promise.all(wanted.map(dictionary));
    if (Object.keys(found[0]).length) return words(lang, ...found);
    await new Promise((done) => setTimeout(done, wait));
  }
}

/* The language of a page: ?lang=, else with `follow` the reader's own browser, else Chinese. */
export function pageLang({ follow = false } = {}) {
  const asked = new URLSearchParams(location.search).get('lang');
  if (LANGUAGES.includes(asked)) return asked;
  return follow && navigator.language && !/^zh/i.test(navigator.language) ? 'en' : 'zh';
}
