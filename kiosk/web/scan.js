/* What a scanner or card reader typed. `meaning` is pure; `useScanner` listens: such a device types faster than fingers
   and ends with Enter. */

import { useEffect, useRef } from '/static/vendor/preact.js';

const FAST_MS = 100;
const LEAST = 4;
const TRACK = /\/track\/([\w-]{6,64})(?:[?#]|$)/;
const CARD = /^([1-9]\d{16}[\dX]|[1-9]\d{14}|[A-Z]{3}\d{12})$/;
const NUMBER = /^([A-Z]+)(\d{1,5})$/;
const CODE = /^[0-9A-Z]{6,32}$/;

/* A booking platform's QR may be a bare code or an address that ends with it. */
function code(text) {
  const given = /[?&]code=([^&#]+)/i.exec(text);
  const last = given ? given[1] : text.split(/[?#]/)[0].replace(/\/+$/, '').split('/').pop();
  const plain = last.replace(/[\s-]/g, '').toUpperCase();
  return CODE.test(plain) ? plain : null;
}

/* {what: 'track' | 'id' | 'number' | 'code', text} or null: a slip's address, an ID number, a ticket's number, a reservation. */
export function meaning(scanned, profile) {
  const text = scanned.trim();
  const track = TRACK.exec(text);
  if (track) return { what: 'track', text: track[1] };
  const plain = text.replace(/[\s-]/g, '').toUpperCase();
  if (CARD.test(plain)) return { what: 'id', text: plain };
  const number = NUMBER.exec(plain);
  if (number && profile.queues.some((q) => q.prefix === number[1])) return { what: 'number', text: plain };
  const found = code(text);
  return found ? { what: 'code', text: found } : null;
}

/* Calls `heard` with each text typed at a machine's pace and ended with Enter; that Enter presses nothing. */
export function useScanner(heard) {
  const tell = useRef(heard);
  tell.current = heard;
  useEffect(() => {
    let text = '';
    let last = 0;
    const key = (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const fast = event.timeStamp - last < FAST_MS;
      last = event.timeStamp;
      if (event.key.length === 1) text = fast ? text + event.key : event.key;
      if (event.key !== 'Enter') return;
      if (fast && text.length >= LEAST) {
        event.preventDefault();
        event.stopImmediatePropagation();
        tell.current(text);
      }
      text = '';
    };
    addEventListener('keydown', key, true);
    return () => removeEventListener('keydown', key, true);
  }, []);
}
