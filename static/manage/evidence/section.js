/* Audit: the journal by what it tells, in words, with the entry itself on demand; and whether it is as it was written. */

import { html, useState } from '/static/vendor/preact.js';
import { dayOf } from '/static/js/time.js';
import { Card, Download, Empty } from '/static/manage/parts.js';
import { Check } from '/static/manage/evidence/check.js';
import { Filters, query } from '/static/manage/evidence/filters.js';
import { Entries } from '/static/manage/evidence/entries.js';

const READERS = ['auditor', 'manager', 'admin'];

export function Section({ t, hall, me, base, expired }) {
  const [asked, setAsked] = useState(() => {
    const today = dayOf(new Date(), hall.timezone);
    return { from: today, to: today };
  });
  const [turn, setTurn] = useState(0);
  /* The same filters again are a new question: the journal goes on. */
  const ask = (wanted) => {
    setAsked(wanted);
    setTurn((n) => n + 1);
  };
  if (!READERS.includes(me.role)) return html`<${Empty}>${t('evidence.role')}<//>`;
  const exported = html`<${Download} path=${`${base}/journal.csv?${query(asked)}`}>${t('evidence.export')}<//>`;
  return html`<div class="evidence">
    <${Card} name="evidence-journal" title=${t('evidence.journal')} aside=${exported}>
      <${Filters} ...${{ t, hall, asked }} ask=${ask} />
      <${Entries} key=${turn} ...${{ t, hall, base, expired, asked }} />
    <//>
    <${Check} ...${{ t, hall, base, expired }} />
  </div>`;
}
