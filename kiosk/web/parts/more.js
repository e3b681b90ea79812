/* Text that may be longer than its place: what does not fit is one big button away, never cut off and never by a swipe. */

import { html, useEffect, useRef, useState } from '/static/vendor/preact.js';
import { Icon } from '/kiosk/web/parts/icons.js';

const STEP = 0.8;

export function More({ t, children }) {
  const frame = useRef(null);
  const view = useRef(null);
  const text = useRef(null);
  const [over, setOver] = useState(false);
  const [end, setEnd] = useState(false);
  useEffect(() => {
    const look = () => setOver(text.current.offsetHeight > frame.current.clientHeight + 1);
    const watch = new ResizeObserver(look);
    watch.observe(frame.current);
    watch.observe(text.current);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    view.current.scrollTop = 0;
    setEnd(false);
  }, [over]);
  const turn = () => {
    const box = view.current;
    box.scrollTop = end ? 0 : box.scrollTop + box.clientHeight * STEP;
    setEnd(box.scrollTop + box.clientHeight >= box.scrollHeight - 2);
  };
  return html`
    <div class="more" ref=${frame}>
      <div class="view" ref=${view}><div class="text" ref=${text}>${children}</div></div>
      ${over && html`<button class="plain on" onClick=${turn}>
        <${Icon} name=${end ? 'up' : 'down'} /><span>${t(end ? 'more.up' : 'more.down')}</span></button>`}
    </div>`;
}
