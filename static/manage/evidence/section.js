/* Audit: the journal by what it tells, in words, with the entry itself on demand; and whether it is as it was written. */

import { html, useState } from '/static/vendor/preact.js';
import { dayOf } from '/static/js/time.js';
import { Card, Download, Empty, Fault, Loading, useAnswer } from '/static/manage/parts.js';
import { Check } from '/static/manage/evidence/check.js';
import { Filters, query } from '/static/manage/evidence/filters.js';
import { Entries } from '/static/manage/evidence/entries.js';

const READERS = ['auditor', 'manager', 'admin'];

function Evidence({ t, hall, base, expired, today }) {
  const [asked, setAsked] = useState({ from: today, to: today });
  const [turn, setTurn] = useState(0);
  /* The same filters again are a new question: the journal goes on. */
  const ask = (wanted) => {
    setAsked(wanted);
    setTurn((n) => n + 1);
  };
  const exported = html`<${Download} path=${`${base}/journal.csv?${query(asked)}`}>${t('evidence.export')}<//>`;
  return html`<div class="evidence">
    <${Card} name="evidence-journal" title=${t('evidence.journal')} aside=${exported}>
      <${Filters} ...${{ t, hall, asked }} ask=${ask} />
      <${Entries} key=${turn} ...${{ t, hall, base, expired, asked }} />
    <//>
    <${Check} ...${{ t, hall, base, expired }} />
  </div>`;
}

/* It begins with the hall's last day, which the hub says: a business day may end after midnight. */
export function Section(props) {
  const { t, hall, me, base, expired } = props;
  const reads = READERS.includes(me.role);
  const { answer, error, again } = useAnswer(reads ? `${base}/replay` : null, expired);
  if (!reads) return html`<${Empty}>${t('evidence.role')}<//>`;
  if (!answer) return error ? html`<${Fault} ...${{ t, error, again }} />` : html`<${Loading} t=${t} />`;
  const [last] = answer.days;
  return html`<${Evidence} ...${props} today=${last ? last.day : dayOf(new Date(), hall.timezone)} />`;
}
