/* All departments, when the first screen has no room for them. */

import { html } from '/static/vendor/preact.js';
import { departments } from '/kiosk/web/hall.js';
import { DEPARTMENT, departmentWidth } from '/kiosk/web/screens/start.js';
import { Pages } from '/kiosk/web/parts/pages.js';
import { DepartmentRow } from '/kiosk/web/parts/rows.js';

export function Departments(all) {
  const { profile, state, dispatch, sizes, t } = all;
  const open = (department) => dispatch({ type: 'open', to: { screen: 'services', department: department.id } });
  return html`
    <main class="services">
      <h1 tabindex="-1">${t('departments.title')}</h1>
      <${Pages} ...${all} name="all" items=${departments(profile)} cell=${departmentWidth(state, sizes)} tall=${DEPARTMENT}
        label=${t('departments.title')} draw=${(department) => html`<${DepartmentRow} department=${department} open=${open} t=${t} />`} />
    </main>`;
}
