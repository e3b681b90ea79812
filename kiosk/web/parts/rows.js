/* Rows that lead somewhere: a service with the people waiting for it, a department. */

import { html } from '/static/vendor/preact.js';
import { departmentOf, waiting } from '/kiosk/web/hall.js';
import { Icon } from '/kiosk/web/parts/icons.js';

/* `under`: also say whose service it is. */
export function ServiceRow({ service, profile, board, choose, t, under }) {
  const people = waiting(board, service.queue);
  const department = under && departmentOf(profile, service.department);
  return html`
    <button class="row" onClick=${() => choose(service)}>
      <span class="what"><span class="name">${t.of(service)}</span>
        ${department && html`<span class="under">${t.of(department, t.lang === 'zh' ? 'short_name' : 'name')}</span>`}</span>
      ${people !== null && !under && html`<span class="people">${people ? t('row.waiting', { n: people }) : t('row.nobody')}</span>`}
      <${Icon} name="next" />
    </button>`;
}

export function DepartmentRow({ department, open, t }) {
  return html`<button class="row department" onClick=${() => open(department)}><span class="name">${
    t.lang === 'zh' ? department.short_name || department.name : t.of(department)}</span></button>`;
}
