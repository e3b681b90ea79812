/* Films, pictures and music of the walls: uploaded at once, played once the list is put into effect. */

import { html, useRef, useState } from '/static/vendor/preact.js';
import { api } from '/static/js/hub.js';
import { problem } from '/caller/web/say.js';
import { Fault, Loading, Table, useAnswer } from '/static/manage/parts.js';
import { placed } from '/static/manage/setup/draft.js';
import { send } from '/static/manage/setup/send.js';

const ACCEPT = '.mp4,.webm,.jpg,.jpeg,.png,.webp,.gif,.mp3,.ogg,.m4a,.wav';
const PICTURE = /\.(jpe?g|png|webp|gif)$/i;
const part = encodeURIComponent;
const mebibytes = (bytes) => (bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0);

export function Media({ t, document, base, off, expired, said, change }) {
  const { answer, error, again } = useAnswer(`${base}/setup/media`, expired);
  const [busy, setBusy] = useState(false);
  const input = useRef(null);
  if (error) return html`<${Fault} ...${{ t, error, again }} />`;
  if (!answer) return html`<${Loading} t=${t} />`;
  const screens = document.screens || {};
  const list = screens.media || [];
  const played = (entry) => list.includes(entry);
  const flip = (entry) => {
    const next = { ...screens, media: played(entry) ? list.filter((one) => one !== entry) : [...list, entry] };
    if (!next.media.length) delete next.media;
    change(placed(document, 'screens', next));
  };
  async function act(work) {
    setBusy(true);
    try {
      await work();
    } catch (wrong) {
      if (wrong.status === 401) expired();
      said.tell(problem(t, wrong), 'problem');
    }
    setBusy(false);
    again();
  }
  const upload = () => {
    const files = Array.from(input.current.files);
    input.current.value = '';
    act(async () => {
      for (const file of files) await send('PUT', `${base}/setup/media/${part(file.name)}`, file, 'application/octet-stream');
    });
  };
  const remove = (name) => act(() => api('DELETE', `${base}/setup/media/${part(name)}`, null, { as: 'staff' }));
  const url = (entry) => `/media/${entry.split('/').map(part).join('/')}`;
  const columns = [
    { key: 'name', label: t('setup.media.name'), of: (one) => html`<span class="setup-thing">${PICTURE.test(one.name) && html`<img src=${url(one.entry)} alt="" />`}<a href=${url(one.entry)} target="_blank" rel="noopener">${one.name}</a></span>` },
    { key: 'size', label: t('setup.media.size'), right: true, of: (one) => `${mebibytes(one.size)} MiB` },
    { key: 'played', label: t('setup.media.played'), of: (one) => html`<label class="setup-check"><input type="checkbox" checked=${played(one.entry)} disabled=${off} onChange=${() => flip(one.entry)} /><span>${t(played(one.entry) ? 'setup.media.in' : 'setup.media.out', { n: list.indexOf(one.entry) + 1 })}</span></label>` },
    { key: '-', label: html`<span class="aside">${t('setup.acts')}</span>`, right: true, of: (one) => !off && !played(one.entry) && html`<button class="small" aria-label=${t('setup.remove_row', { row: one.name })} onClick=${() => remove(one.name)}>${t('setup.remove')}</button>` },
  ];
  return html`<p class="setup-lead">${t('setup.media.says', { film: mebibytes(answer.most), picture: mebibytes(answer.most_picture) })}</p>
    ${!off && html`<div class="setup-tools"><label class="small setup-file" aria-disabled=${busy}><input ref=${input} type="file" multiple accept=${ACCEPT} disabled=${busy} onChange=${upload} />${t(busy ? 'setup.media.busy' : 'setup.media.upload')}</label></div>`}
    <${Table} ...${{ t, columns, caption: t('setup.media'), rows: answer.media, keyOf: (one) => one.name, empty: t('setup.media.none') }} />`;
}
