/* Words of a wall about its hall: names of classes, refusals. */

/* The names of the classes a hall lets its screens show; the hub leaves out all others. */
export function classNames(ids, profile, t) {
  const known = (profile && profile.classes) || [];
  return (ids || []).filter((id) => id !== 'ordinary').map((id) => t.of(known.find((c) => c.id === id)) || id);
}

/* The sentence for a refusal: a display's own words for its code, the shared ones, else what the hub said. */
export function refusalWords(refused, t) {
  const key = [`refusal.${refused.code}`, `error.${refused.code}`].find(t.has);
  return key ? t(key) : refused.detail || refused.code;
}
