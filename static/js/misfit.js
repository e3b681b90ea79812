/* What is not right about an entry the hub refused, in the reader's language: one of the `errors` of a problem. Pure. */

/* `form` names the sentence, the other facts fill it; of a document the hub itself says it in both languages. */
export function misfit(t, one) {
  if (!one) return '';
  if (one.wrong_zh) return t.lang === 'en' ? one.wrong : one.wrong_zh;
  const key = `form.${one.form}`;
  return t.has(key) ? t(key, { ...one, allowed: (one.allowed || []).join(t.lang === 'en' ? ', ' : '、') }) : '';
}

/* The first of a refusal's entries that is not right, as a sentence; '' where there is none. */
export const firstMisfit = (t, error) => misfit(t, error.code === 'invalid' && ((error.facts || {}).errors || [])[0]);
