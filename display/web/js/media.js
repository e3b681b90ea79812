/* What a wall shows and plays beside its calls: pictures and films in one quiet box, music without one (`[screens] media`).
   The number stays the hero: the box never moves, never covers a call, and everything in it is turned down while a call is said. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { LOW } from '/display/web/js/duck.js';

const PICTURE_MS = 12000;
const AGAIN_MS = 5000;
const FILM = /\.(mp4|webm)$/i;
const MUSIC = /\.(mp3|ogg|m4a|wav)$/i;

/* A name lies below the data directory's media folder; a path from / is taken as it is. */
export const urlOf = (name) => (name.startsWith('/') ? name : `/media/${name.split('/').map(encodeURIComponent).join('/')}`);

/* {shown, heard}: what has a picture, and what has none. */
export function sorted(names) {
  const all = names || [];
  return { shown: all.filter((name) => !MUSIC.test(name)), heard: all.filter((name) => MUSIC.test(name)) };
}

/* Plays with sound, or a film without it where the browser wants a touch first. `asks` is told of that. */
function play(element, mayMute, asks) {
  const going = element.play();
  if (going) {
    going.then(() => asks(false), (error) => {
      if (error.name !== 'NotAllowedError') return;
      asks(true);
      if (!mayMute) return;
      element.muted = true;
      element.play().catch(() => undefined);
    });
  }
}

/* Turned down at once and up again at once: what is faded is never quite quiet when the call begins. */
function useVolume(ref, ducked, name) {
  useEffect(() => {
    if (ref.current) ref.current.volume = ducked ? LOW : 1;
  }, [ducked, name]);
}

/* A touch anywhere is what the browser waited for. */
function useTouch(ref, asks) {
  useEffect(() => {
    const touched = () => {
      if (!ref.current) return;
      ref.current.muted = false;
      play(ref.current, false, asks);
    };
    addEventListener('pointerdown', touched);
    return () => removeEventListener('pointerdown', touched);
  }, []);
}

function Film({ name, next, only, ducked, asks }) {
  const ref = useRef(null);
  useVolume(ref, ducked, name);
  useTouch(ref, asks);
  useEffect(() => play(ref.current, true, asks), [name]);
  return html`<video ref=${ref} src=${urlOf(name)} playsinline loop=${only} onEnded=${next} onError=${next} aria-hidden="true"></video>`;
}

function Picture({ name, next, only }) {
  useEffect(() => {
    const timer = only ? 0 : setTimeout(next, PICTURE_MS);
    return () => clearTimeout(timer);
  }, [name, only]);
  return html`<img src=${urlOf(name)} alt="" onError=${next} />`;
}

/* The box: one after the other, for ever; what cannot be shown is passed over, and tried again in its turn. */
export function Box({ names, ducked, asks }) {
  const [at, set] = useState(0);
  const [missed, miss] = useState(0);
  const name = names[at % names.length];
  const next = (event) => {
    const failed = event && event.type === 'error';
    miss(failed ? missed + 1 : 0);
    if (!failed || missed + 1 < names.length) set(at + 1);
    else setTimeout(() => { miss(0); set(at + 1); }, AGAIN_MS);
  };
  const Kind = FILM.test(name) ? Film : Picture;
  return html`<figure class="media" data-media=${name}><${Kind} key=${`${at} ${name}`} ...${{ name, next, ducked, asks }} only=${names.length === 1} /></figure>`;
}

/* Music has no picture. */
export function Music({ names, ducked, asks }) {
  const ref = useRef(null);
  const [at, set] = useState(0);
  const name = names[at % names.length];
  useVolume(ref, ducked, name);
  useTouch(ref, asks);
  useEffect(() => play(ref.current, false, asks), [at]);
  const next = () => set(at + 1);
  return html`<audio ref=${ref} src=${urlOf(name)} loop=${names.length === 1} onEnded=${next} onError=${() => setTimeout(next, AGAIN_MS)}></audio>`;
}
