/* The services of one department, or all that is collected: one touch chooses. */

import { html } from '/static/vendor/preact.js';
import { collecting, departmentOf, servicesOf } from '/kiosk/web/hall.js';
import { Pages } from '/kiosk/web/parts/pages.js';
import { ServiceRow } from '/kiosk/web/parts/rows.js';

export function Services(all) {
  const { profile, here, sizes, t } = all;
  const items = here.collect ? collecting(profile) : servicesOf(profile, here.department);
  const title = here.collect ? t('services.collect') : t.of(departmentOf(profile, here.department));
  return html`
    <main class="services">
      <p class="step">${t(here.collect ? 'services.collect.ask' : 'services.ask')}</p>
      <h1 tabindex="-1">${title}</h1>
      <${Pages} ...${all} name="services" items=${items} cell=${sizes.short ? 440 : 720} columns=${2} label=${title}
        draw=${(service) => html`<${ServiceRow} ...${all} service=${service} under=${here.collect} />`} />
    </main>`;
}
