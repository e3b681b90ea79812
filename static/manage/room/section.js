/* The live room on one screen: who waits now, how today goes, what needs somebody, and every window. Places never move. */

import { html, useEffect } from '/static/vendor/preact.js';
import { Fault, Loading } from '/static/manage/parts.js';
import { useLive, useNow } from '/caller/web/hooks.js';
import { Attention } from '/static/manage/room/attention.js';
import { Now } from '/static/manage/room/now.js';
import { Strip } from '/static/manage/room/strip.js';
import { Today } from '/static/manage/room/today.js';
import { Windows } from '/static/manage/room/windows.js';

export function Section({ t, hall, renew, me, session, base, expired, said }) {
  const { states, link, skew } = useLive({ hall: hall.id, view: 'manage', as: 'staff' }, session, renew);
  const now = useNow(skew);
  const { room } = states;
  useEffect(() => { if (link.refused && link.refused.code === 'unauthenticated') expired(); }, [link.refused]);
  if (link.refused) return html`<${Fault} t=${t} error=${link.refused} />`;
  if (!room) return html`<${Loading} t=${t} />`;
  const given = { t, hall, room, now, base };
  return html`<div class=${`room ${link.connected ? '' : 'is-cut'}`}>
    <${Strip} ...${given} link=${link} hours=${states.hours} />
    <${Now} ...${given} />
    <${Today} ...${given} expired=${expired} />
    <${Windows} ...${given} />
    <${Attention} ...${given} me=${me} said=${said} expired=${expired} off=${!link.connected} />
  </div>`;
}
