/* Audit: the journal by what it tells, in words, with the entry itself on demand; and whether it is as it was written. */

import { html, useState } from '/static/vendor/preact.js';
import { Card, Download, Empty } from '/static/manage/parts.js';
import { Check } from '/static/manage/evidence/check.js';
import { Filters, query } from '/static/manage/evidence/filters.js';
import { Entries } from '/static/manage/evidence/entries.js';

const READERS = ['auditor', 'manager', 'admin'];

/* Today as the hall's calendar has it. */
const today = (hall) => new Intl.DateTimeFormat('en-CA', { timeZone: hall.timezone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date());

export function Section({ t, hall, me, base, expired }) {
  const [asked, setAsked] = useState(() => ({ from: today(hall), to: today(hall) }));
  if (!READERS.includes(me.role)) return html`<${Empty}>${t('evidence.role')}<//>`;
  const exported = html`<${Download} path=${`${base}/journal.csv?${query(asked)}`}>${t('evidence.export')}<//>`;
  return html`<div class="evidence">
    <${Card} name="evidence-journal" title=${t('evidence.journal')} aside=${exported}>
      <${Filters} ...${{ t, hall, asked }} ask=${setAsked} />
      <${Entries} key=${query(asked)} ...${{ t, hall, base, expired, asked }} />
    <//>
    <${Check} ...${{ t, hall, base, expired }} />
  </div>`;
}
