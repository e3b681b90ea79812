/* Businesses by table, and the hall as a file: what a file would change goes into the draft, to be looked at with the rest. */

import { html, useRef, useState } from '/static/vendor/preact.js';
import { Card, Download } from '/static/manage/parts.js';
import { problem } from '/caller/web/say.js';
import { send } from '/static/manage/setup/send.js';
import { Faults } from '/static/manage/setup/preview.js';

const BYTES = 'application/octet-stream';

function Taken({ t, label, accept, busy, take }) {
  const input = useRef(null);
  const chosen = () => {
    const file = input.current.files[0];
    if (file) take(file);
    input.current.value = '';
  };
  return html`<label class="small setup-file" aria-disabled=${busy}><input ref=${input} type="file" accept=${accept} disabled=${busy} onChange=${chosen} />${label}</label>`;
}

export function Files({ t, schema, document, base, version, off, expired, add, clean }) {
  const [busy, setBusy] = useState(false);
  const [replace, setReplace] = useState(false);
  const [faults, setFaults] = useState(null);
  const [wrong, setWrong] = useState('');
  async function take(path, file, type) {
    setBusy(true);
    setFaults(null);
    setWrong('');
    try {
      const told = await send('POST', `${base}/setup${path}preview=1&version=${version}`, file, type);
      if (told.faults.length) setFaults({ list: told.faults, name: file.name });
      else if (!Object.keys(told.parts).length) setWrong(t('setup.file.same', { name: file.name }));
      else add(told.parts);
    } catch (error) {
      if (error.status === 401) expired();
      setWrong(problem(t, error));
    }
    setBusy(false);
  }
  return html`<div class="setup-preview">
    ${wrong && html`<p class="note" role="alert">${wrong}</p>`}
    ${faults && html`<${Card} title=${t('setup.file.faults', { name: faults.name, n: faults.list.length })}><${Faults} ...${{ t, schema, document, list: faults.list }} /><//>`}
    <${Card} title=${t('setup.table')}>
      <p>${t('setup.table.says')}</p>
      <p class="setup-line"><${Download} path=${`${base}/setup/services/template.xlsx?language=${t.lang}`}>${t('setup.table.template')}<//>
        ${!off && clean && html`<${Taken} ...${{ t, busy, label: t('setup.table.take'), accept: '.xlsx,.csv', take: (file) => take(`/services/import?replace=${replace ? 1 : 0}&`, file, BYTES) }} />`}</p>
      ${!off && clean && html`<label class="setup-check"><input type="checkbox" checked=${replace} onChange=${(event) => setReplace(event.target.checked)} /><span>${t('setup.table.replace')}</span></label>`}<//>
    <${Card} title=${t('setup.whole')}>
      <p>${t('setup.whole.says')}</p>
      <p class="setup-line"><${Download} path=${`${base}/setup/export.toml`}>${t('setup.whole.export')}<//>
        ${!off && clean && html`<${Taken} ...${{ t, busy, label: t('setup.whole.take'), accept: '.toml', take: (file) => take('/import?', file, BYTES) }} />`}</p><//>
    ${!clean && html`<p class="note">${t('setup.file.first')}</p>`}
  </div>`;
}
