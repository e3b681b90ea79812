/* Which key means what. By `code`, not `key`: an input method or another layout changes nothing.
   No key fires while someone types, while a sheet is open, with Ctrl, Alt or Meta, or held down. */

export const KEYS = {
  primary: ['Space', 'Enter', 'NumpadEnter', 'F9'],
  first: ['Digit1', 'Numpad1'],
  second: ['Digit2', 'Numpad2'],
  third: ['Digit3', 'Numpad3'],
  recall: ['KeyR'],
  start: ['KeyS'],
  complete: ['KeyE'],
  no_show: ['KeyX'],
  hold: ['KeyH'],
  transfer: ['KeyT'],
  call: ['KeyC'],
  undo: ['KeyZ'],
  find: ['KeyF'],
  give: ['KeyN'],
  ready: ['KeyY'],
  acknowledge: ['KeyA'],
  pause: ['KeyP'],
  close: ['KeyL'],
  person: ['KeyU'],
  help: ['Slash', 'NumpadDivide'],
};

const BY_CODE = new Map();
for (const name of Object.keys(KEYS)) KEYS[name].forEach((code) => BY_CODE.set(code, name));

/* What to print beside a button. `primary` is a word of the language. */
export function keyLabel(name, t) {
  if (name === 'primary') return t('key.space');
  if (name === 'help') return '?';
  return KEYS[name] ? KEYS[name][0].replace(/^(Key|Digit)/, '') : '';
}

const PRESSABLE = 'button, a[href], summary, [role="button"]';
const TYPED = 'input, select, textarea, [contenteditable]';

/* The act a key asks for, or null. A focused button keeps Space and Enter for itself. */
export function asked(event) {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null;
  const target = event.target && event.target.closest ? event.target : null;
  if (target && (target.closest(TYPED) || target.closest('dialog'))) return null;
  const name = BY_CODE.get(event.code) || null;
  const native = event.code === 'Space' || event.code === 'Enter' || event.code === 'NumpadEnter';
  return native && target && target.closest(PRESSABLE) ? null : name;
}
