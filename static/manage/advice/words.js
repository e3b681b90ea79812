/* Sentences of the staffing advice. Pure: an answer and a translator in, words out. */

export const nameOf = (t, group) => (t.lang === 'en' ? group.names_en : group.names).join(t('advice.comma'));

/* A wait in whole minutes; below one minute it is none. */
export const minutes = (seconds) => Math.round(seconds / 60);

/* «14 分钟（10–18）»: likeliest, and from–to where they differ. */
export function ranged(t, range) {
  const [low, mid, high] = [range.low, range.mid, range.high].map(minutes);
  return low === high ? t('advice.minutes', { n: mid }) : t('advice.minutes.range', { n: mid, low, high });
}

const percent = (value) => Math.round(value * 100);
export function shared(t, range) {
  const [low, mid, high] = [range.low, range.mid, range.high].map(percent);
  return low === high ? t('advice.percent', { n: mid }) : t('advice.percent.range', { n: mid, low, high });
}

/* What a piece of advice says, what else there is to know of it. */
export function sentence(t, answer, more, group) {
  return t('advice.more', { from: said(t, answer, more.from), until: more.until, n: more.count, group: nameOf(t, group) });
}

/* A time of day; the odd minute at which the rest of today begins is «now». */
export const said = (t, answer, time) => (answer.now && !/:[03]0$/.test(time) ? t('advice.at_once') : time);

export function beside(t, answer, more) {
  const soon = answer.now && more.from === firstOf(answer, more.group);
  const found = [t(soon ? 'advice.manned.now' : 'advice.manned', { n: more.manned })];
  if (more.most > more.count) found.push(t('advice.most', { n: more.most }));
  if (more.short) found.push(t('advice.short', { n: more.short }));
  return found.join(t('advice.semicolon'));
}

const firstOf = (answer, id) => answer.groups.find((g) => g.id === id).halves[0].from;

/* What a form begins with when somebody wants to try a piece of advice. */
export const opening = (more) => ({ group: more.group, count: Math.max(1, more.count - more.short), from: more.from, until: more.until });

/* Whether there is no day to go by at all: then nothing can be foreseen but reservations. */
export const blind = (answer) => !answer.basis.days.length && !answer.basis.others.length;

/* What the days a forecast rests on are, in words. */
export function basisWords(t, answer) {
  const { basis } = answer;
  if (blind(answer)) return t('advice.basis.none');
  const { low, mid, high } = basis.people;
  const found = [];
  if (basis.days.length) found.push(t('advice.basis.days', { n: basis.days.length }));
  if (basis.others.length) found.push(t('advice.basis.others', { n: basis.others.length }));
  const days = found.join(t('advice.and'));
  const people = t(answer.now ? 'advice.people.now' : 'advice.people', { n: Math.round(mid), low: Math.round(low), high: Math.round(high) });
  const booked = basis.booked ? t('advice.booked', { n: basis.booked }) : '';
  return `${days}${people}${booked}${t('advice.stop')}`;
}

/* The answer of a what-if in one sentence. */
export function outcome(t, told, name) {
  const better = told.change.p90.mid < -30;
  const words = {
    from: told.from, until: told.until, group: name, n: told.opened.length,
    before: ranged(t, told.before.p90), after: ranged(t, told.after.p90),
  };
  if (!told.opened.length) return t('advice.tried.none', words);
  return t(better ? 'advice.tried' : 'advice.tried.same', words);
}
