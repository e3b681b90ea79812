/* While a zone's calls are being said, whatever else sounds on its screens is turned down. Pure: times in milliseconds.
   The hub does not tell when a loudspeaker begins, so a screen reckons: from the call on, for as long as the hall's announcement
   lasts, one after the other as the announcer says them. A screen that speaks itself knows exactly and need not reckon. */

export const LOW = 0.2;
const CALLS = ['ticket.called', 'ticket.recalled'];
const SYLLABLES = 18; /* «qing A ling ling yi hao dao san hao chuang kou ban li», and a place of several words */
const START_MS = 1500;
const CHIME_MS = 900;
const BREATH_MS = 800;
const LONGEST_MS = 120000;

/* How long one call takes to be said in a zone, as its profile has it now; 0 where nothing is said. */
export function announcementMs(profile, zone) {
  const own = ((profile && profile.zones) || []).find((z) => z.id === zone);
  const voice = { languages: ['zh'], times: 2, chime: true, syllables_a_minute: 170, volume: 100, ...(profile && profile.voice), ...(own && own.voice) };
  if (!voice.volume) return 0;
  const once = voice.languages.length * ((60000 * SYLLABLES) / voice.syllables_a_minute) + BREATH_MS;
  return (voice.chime ? CHIME_MS : 0) + voice.times * once;
}

/* Until when voices may be speaking, after the events of an update came at `now`. */
export function speakingUntil(until, update, ms, now) {
  const calls = ((update && update.events) || []).filter((event) => CALLS.includes(event.kind)).length;
  if (!calls || !ms) return until;
  return Math.min(Math.max(until, now + START_MS) + calls * ms, now + LONGEST_MS);
}
