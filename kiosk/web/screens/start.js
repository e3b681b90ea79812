/* The first screen: frequent services one touch away, then the other ways in, then departments. */

import { html } from '/static/vendor/preact.js';
import { closed } from '/kiosk/web/hours.js';
import { opening } from '/kiosk/web/parts/opening.js';
import { collecting, departments, frequent, isSmall, restores, throughLunch } from '/kiosk/web/hall.js';
import { Icon } from '/kiosk/web/parts/icons.js';
import { Known } from '/kiosk/web/parts/known.js';
import { Pages } from '/kiosk/web/parts/pages.js';
import { DepartmentRow, ServiceRow } from '/kiosk/web/parts/rows.js';

const OFTEN = { normal: 132, large: 168, short: 92, shortLarge: 124 };
export const DEPARTMENT = { normal: 88, large: 108, short: 84, shortLarge: 100 };

/* Six Hanzi, or two lines of English. */
export const departmentWidth = ({ lang, large }, { short }) => {
  if (short) return lang === 'zh' && !large ? 180 : 300;
  return lang === 'zh' ? (large ? 310 : 230) : large ? 420 : 320;
};

const AllDepartments = ({ dispatch, t }) => html`
  <button class="row department all" onClick=${() => dispatch({ type: 'open', to: { screen: 'departments' } })}>
    <span class="name">${t('start.departments.all')}</span></button>`;

const Way = ({ icon, name, how, press }) => html`
  <button class=${`way to-${icon}`} onClick=${press}><${Icon} name=${icon} /><span>${name}${how && html`<small>${how}</small>`}</span></button>`;

/* The ways in beside choosing a service; which there are depends on the hall. */
function Ways({ dispatch, profile, choose, t }) {
  const collect = collecting(profile);
  const go = (screen, more) => () => dispatch({ type: 'open', to: { screen, ...more } });
  const toCollect = collect.length === 1 ? () => choose(collect[0]) : go('services', { collect: true });
  const ways = [
    ['search', t('start.search'), t('start.search.how'), go('search')],
    profile.reservations.taken && ['booking', t('start.checkin'), t('start.checkin.how'), go('arrive')],
    collect.length > 0 && !isSmall(profile) && ['collect', t('start.collect'), t('start.collect.how'), toCollect],
    ['slip', t('start.number'), t(restores(profile) ? 'start.number.how' : 'start.number.how.void'), go('enter', { what: 'number', why: 'look' })],
  ].filter(Boolean);
  return html`<div class=${`ways ways${ways.length}`}>
    ${ways.map(([icon, name, how, press]) => html`<${Way} key=${icon} icon=${icon} name=${name} how=${how} press=${press} />`)}</div>`;
}

/* Whether numbers are given now: the hub's word, before its first one the profile's. */
function shutNow(board, profile, now) {
  if (!board.hours) return closed(profile, now);
  if (board.hours.open) return null;
  return { reason: board.hours.reason, opens: board.hours.resumes_at ? new Date(board.hours.resumes_at) : null };
}

/* Outside the hours: said before anybody chooses in vain. Choosing stays possible, for the hub decides. */
function Closed({ profile, board, dispatch, t }) {
  const now = new Date();
  const shut = shutNow(board, profile, now);
  if (!shut) return null;
  const still = shut.reason === 'lunch' && throughLunch(profile).length > 0;
  return html`<div class="shut"><p class="news warn"><${Icon} name="clock" /><span>${opening(shut.opens, now, profile.timezone, t, shut.reason)}</span></p>
    ${still && html`<button class="plain" onClick=${() => dispatch({ type: 'open', to: { screen: 'services', lunch: true } })}>${t('start.lunch')}</button>`}</div>`;
}

export function Start(all) {
  const { profile, state, dispatch, sizes, t } = all;
  const open = (department) => dispatch({ type: 'open', to: { screen: 'services', department: department.id } });
  const small = isSmall(profile);
  const often = frequent(profile);
  return html`
    <main class=${`start ${small || !often.length ? 'single' : ''}`}>
      <h1 tabindex="-1">${t('start.title')}</h1>
      <${Closed} ...${all} />
      <${Known} ...${all} and=${t('read.choose')} />
      ${often.length > 0 && html`<section class="often">
        ${!small && html`<h2>${t('start.frequent')}</h2>`}
        <${Pages} ...${all} name="often" items=${often} cell=${sizes.short ? 250 : 400} columns=${2} label=${t('start.frequent')}
          tall=${OFTEN} snug=${!small && !sizes.wide} cut=${!small} draw=${(service) => html`<${ServiceRow} ...${all} service=${service} under=${!sizes.short} />`} />
      </section>`}
      <${Ways} ...${all} />
      ${!small && html`<section class="departments">
        <h2>${t('start.departments')}</h2>
        <${Pages} ...${all} name="departments" items=${departments(profile)} last=${() => html`<${AllDepartments} ...${all} />`} cell=${departmentWidth(state, sizes)}
          label=${t('start.departments')} tall=${DEPARTMENT}
          draw=${(department) => html`<${DepartmentRow} department=${department} open=${open} t=${t} />`} />
      </section>`}
    </main>`;
}
