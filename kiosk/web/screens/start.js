/* The first screen: frequent services one touch away, then search, collection and departments. */

import { html } from '/static/vendor/preact.js';
import { closed } from '/kiosk/web/hours.js';
import { opening } from '/kiosk/web/parts/opening.js';
import { collecting, departments, frequent, isSmall } from '/kiosk/web/hall.js';
import { Icon } from '/kiosk/web/parts/icons.js';
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

function Ways({ dispatch, profile, choose, t }) {
  const collect = collecting(profile);
  const toCollect = () => (collect.length === 1 ? choose(collect[0]) : dispatch({ type: 'open', to: { screen: 'services', collect: true } }));
  return html`
    <div class="ways">
      <button class="way" onClick=${() => dispatch({ type: 'open', to: { screen: 'search' } })}>
        <${Icon} name="search" /><span>${t('start.search')}<small>${t('start.search.how')}</small></span></button>
      ${collect.length > 0 && !isSmall(profile) && html`
        <button class="way collect" onClick=${toCollect}><${Icon} name="collect" /><span>${t('start.collect')}</span></button>`}
    </div>`;
}

/* Outside the hours: said before anybody chooses in vain. Choosing stays possible, for the hub decides. */
function Closed({ profile, t }) {
  const now = new Date();
  const shut = closed(profile, now);
  if (!shut) return null;
  return html`<p class="news warn">${opening(shut.opens, now, profile.timezone, t)}</p>`;
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
