/* Physical sizes. One unit `u` is a quarter of a millimetre, a pixel of the usual 21.5-inch kiosk; all lengths are
   multiples of it, so 80u is 20 mm on every screen whose width in millimetres is known. `unit` and `fit` are pure. */

import { useEffect, useLayoutEffect, useState } from '/static/vendor/preact.js';

const PITCH = 0.25;
const FINEST = 0.16;
const SHORT = 900;

/* CSS pixels in one u. The hall's setting is the width of an upright kiosk; a lying one of the same make would come
   out finer than screens are made, and is then measured by its short side. */
export function unit(width, height, mm) {
  const pitch = mm / width;
  return PITCH / (pitch < FINEST && width > height ? mm / height : pitch);
}

/* How many rows and columns of a list fit a box, and on how many pages; lengths in one measure. */
export function fit(count, box, { cell, tall, gap, pager, columns = 9 }) {
  const across = Math.max(1, Math.min(columns, Math.floor((box.width + gap) / (cell + gap))));
  const rows = Math.floor((box.height + gap + 1) / (tall + gap));
  if (across * rows >= count) return { across, perPage: Math.max(count, 1), pages: 1 };
  const fewer = Math.max(1, Math.floor((box.height - pager + gap + 1) / (tall + gap)));
  const perPage = across * fewer;
  return { across, perPage, pages: Math.ceil(count / perPage) };
}

function measure(mm) {
  const { innerWidth: width, innerHeight: height } = window;
  const u = unit(width, height, mm);
  return { u, wide: width > height, short: height / u < SHORT };
}

/* The page's sizes now; also told to the stylesheet. A single kiosk may say its own width: ?width_mm=476. */
export function useSizes(profileMm) {
  const mm = Number(new URLSearchParams(location.search).get('width_mm')) || profileMm;
  const [sizes, set] = useState(() => measure(mm));
  useEffect(() => {
    const again = () => set(measure(mm));
    again();
    addEventListener('resize', again);
    return () => removeEventListener('resize', again);
  }, [mm]);
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.style.setProperty('--u', `${sizes.u}px`);
    root.classList.toggle('wide', sizes.wide);
    root.classList.toggle('short', sizes.short);
  }, [sizes.u, sizes.wide, sizes.short]);
  return sizes;
}

/* The inner size of an element in pixels, kept up to date. */
export function useBox(ref) {
  const [box, set] = useState(null);
  useLayoutEffect(() => {
    const look = () => {
      const { width, height } = ref.current.getBoundingClientRect();
      set((old) => (old && old.width === width && old.height === height ? old : { width, height }));
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(ref.current);
    return () => watch.disconnect();
  }, []);
  return box;
}
