/* When numbers are given, as the profile says it. Pure: the moment is an argument. The hub alone decides;
   this only tells people beforehand. */

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MINUTE = 60000;
const DAY = 24 * 60 * MINUTE;

/* A moment's date and minute of the day in the hall's zone. */
function local(date, zone) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone || 'Asia/Shanghai', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  });
  const part = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const iso = `${part.year}-${part.month}-${part.day}`;
  return { iso, day: DAYS[new Date(`${iso}T00:00:00Z`).getUTCDay()], minute: Number(part.hour) * 60 + Number(part.minute) };
}

const minutes = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/* A date's spans as texts, «08:30-12:00». */
function spans(hours, { iso, day }) {
  if ((hours.closed_on || []).includes(iso)) return [];
  const own = hours[day] || [];
  return own.length || !(hours.open_on || []).includes(iso) ? own : hours.mon || [];
}

const never = (profile) => profile.always_open || !profile.hours || DAYS.every((day) => !(profile.hours[day] || []).length);

/* null while numbers are given, else {opens: Date | null}: the next opening within two weeks. */
export function closed(profile, now) {
  if (never(profile)) return null;
  const here = local(now, profile.timezone);
  const within = (span) => minutes(span.split('-')[0]) <= here.minute && here.minute < minutes(span.split('-')[1]);
  if (spans(profile.hours, here).some(within)) return null;
  for (let ahead = 0; ahead < 15; ahead += 1) {
    const date = local(new Date(now.getTime() + ahead * DAY), profile.timezone);
    const next = spans(profile.hours, date).map((span) => minutes(span.split('-')[0])).find((start) => ahead || start > here.minute);
    if (next !== undefined) return { opens: new Date(now.getTime() + ahead * DAY + (next - here.minute) * MINUTE) };
  }
  return { opens: null };
}
