/* A list of services, one touch chooses: a department's, all that is collected, all that is to be had at lunch, or every one. */

import { html } from '/static/vendor/preact.js';
import { collecting, departmentOf, servicesOf, throughLunch } from '/kiosk/web/hall.js';
import { Known } from '/kiosk/web/parts/known.js';
import { Pages } from '/kiosk/web/parts/pages.js';
import { ServiceRow } from '/kiosk/web/parts/rows.js';

/* [question, title, services, whether to say whose they are] */
function list({ here, profile, t }) {
  if (here.collect) return [t('services.collect.ask'), t('services.collect'), collecting(profile), true];
  if (here.lunch) return [t('services.ask'), t('services.lunch'), throughLunch(profile), true];
  if (here.all) return [t('services.ask'), t('confirm.add'), profile.services, true];
  return [t('services.ask'), t.of(departmentOf(profile, here.department)), servicesOf(profile, here.department), false];
}

export function Services(all) {
  const { sizes, t } = all;
  const [question, title, items, under] = list(all);
  return html`
    <main class="services">
      <p class="step">${question}</p>
      <h1 tabindex="-1">${title}</h1>
      <${Known} ...${all} />
      <${Pages} ...${all} name="services" items=${items} cell=${sizes.short ? 440 : 720} columns=${2} label=${title}
        draw=${(service) => html`<${ServiceRow} ...${all} service=${service} under=${under} />`} />
    </main>`;
}
