/* All departments: when the first screen has no room for them, or to add a service to a visit. */

import { html } from '/static/vendor/preact.js';
import { departments } from '/kiosk/web/hall.js';
import { DEPARTMENT, departmentWidth } from '/kiosk/web/screens/start.js';
import { Icon } from '/kiosk/web/parts/icons.js';
import { Known } from '/kiosk/web/parts/known.js';
import { Pages } from '/kiosk/web/parts/pages.js';
import { DepartmentRow } from '/kiosk/web/parts/rows.js';

export function Departments(all) {
  const { profile, here, state, dispatch, sizes, t } = all;
  const open = (department) => dispatch({ type: 'open', to: { screen: 'services', department: department.id } });
  return html`
    <main class="services">
      ${here.adding && html`<p class="step">${t('confirm.add')}</p>`}
      <h1 tabindex="-1">${t('departments.title')}</h1>
      <${Known} ...${all} />
      ${here.adding && html`<button class="way wide-way" onClick=${() => dispatch({ type: 'open', to: { screen: 'search' } })}>
        <${Icon} name="search" /><span>${t('start.search')}<small>${t('start.search.how')}</small></span></button>`}
      <${Pages} ...${all} name="all" items=${departments(profile)} cell=${departmentWidth(state, sizes)} tall=${DEPARTMENT}
        label=${t('departments.title')} draw=${(department) => html`<${DepartmentRow} department=${department} open=${open} t=${t} />`} />
    </main>`;
}
