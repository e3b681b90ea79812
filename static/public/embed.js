/* Paihao: how long the wait is, on another site. The script's own address says which hub and hall.
   <script async src="https://HUB/public/HALL/embed.js" data-lang="zh"></script>
   It puts one small box where it stands, asks once a minute, sets no cookie and loads nothing else. */

(function (words) {
  const script = document.currentScript;
  if (!script) return;
  const address = new URL(script.src);
  const hall = address.pathname.split('/')[2];
  const lang = script.dataset.lang || (/^en/i.test(document.documentElement.lang) ? 'en' : 'zh');
  const w = words[lang] || words.zh;
  const say = (key, facts) => (facts.n === 1 && w[`${key}.one`] ? w[`${key}.one`] : w[key]).replace(/\{(\w+)\}/g, (all, name) => facts[name]);

  /* Styles are set one by one: a site's content policy may forbid style sheets, but not this. */
  function part(tag, style, text) {
    const element = document.createElement(tag);
    Object.assign(element.style, style);
    if (text) element.textContent = text;
    return element;
  }

  const box = part('section', {
    boxSizing: 'border-box', maxWidth: '22rem', padding: '14px 16px', border: '1px solid #d3dce7', borderRadius: '12px',
    background: '#ffffff', color: '#13233b', lineHeight: '1.45', fontSize: '16px', textAlign: 'start',
  });
  box.lang = lang === 'en' ? 'en' : 'zh-CN';
  script.parentNode.insertBefore(box, script.nextSibling);

  function range(wait) {
    const [low, high] = [Math.floor(wait.low / 60), Math.ceil(wait.high / 60)];
    return low < 90 ? say('minutes', { low, high }) : say('hours', { low: Math.floor(low / 30) / 2, high: Math.ceil(high / 30) / 2 });
  }

  function time(iso, zone) {
    return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(new Date(iso));
  }

  /* A time alone would be today's. */
  function moment(told) {
    const on = (iso, place, options) => new Intl.DateTimeFormat(place, { ...options, timeZone: told.timezone }).format(new Date(iso));
    const full = { month: 'long', day: 'numeric', weekday: 'long' };
    const today = on(told.resumes_at, 'en-GB', full) === on(told.at, 'en-GB', full);
    return `${today ? '' : `${on(told.resumes_at, lang === 'en' ? 'en-GB' : 'zh-CN', full)} `}${time(told.resumes_at, told.timezone)}`;
  }

  function lines(told) {
    if (!told.open) {
      const when = told.resumes_at && moment(told);
      const later = when && (told.reason === 'lunch' ? say('lunch', { time: when }) : say('opens', { time: when }));
      return [['', w.closed], ['', later]];
    }
    const known = told.wait && told.windows_open > 0;
    const counts = `${say('waiting', { n: told.waiting })} · ${say('windows', { n: told.windows_open })}`;
    const { today } = told.quiet;
    const quiet = today && say(today.until ? 'between' : 'after', today);
    return known ? [['', w.now], ['big', range(told.wait)], ['', counts], ['', quiet]] : [['', w.unsure], ['', counts], ['', quiet]];
  }

  function show(name, told, leads = true) {
    box.setAttribute('aria-label', name);
    const shown = [part('p', { margin: '0', fontWeight: '700' }, name)];
    for (const [kind, text] of told) {
      const big = kind === 'big' ? { fontSize: '28px', fontWeight: '700', lineHeight: '1.25' } : {};
      if (text) shown.push(part('p', { margin: '2px 0 0', ...big }, text));
    }
    const link = part('a', { display: 'inline-block', marginTop: '6px', padding: '4px 0', color: '#0b57a4' }, w.more);
    link.href = `${address.origin}/public/${hall}${lang === 'en' ? '?lang=en' : ''}`;
    if (leads) shown.push(link);
    refill(shown);
  }

  function refill(shown) {
    box.textContent = '';
    shown.forEach((element) => box.appendChild(element));
  }

  let name = '';
  async function ask() {
    try {
      const answer = await fetch(`${address.origin}/api/v1/halls/${hall}/public`, { credentials: 'omit' });
      if (answer.status === 404) return void show(name, [['', w.none]], false);
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      name = (lang === 'en' && told.name_en) || told.name;
      show(name, lines(told));
    } catch (_) {
      show(name, [['', w.fault]]);
    }
  }

  ask();
  setInterval(() => { if (document.visibilityState === 'visible') ask(); }, 60000);
})(__WORDS__);
