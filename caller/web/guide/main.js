/* The guide's page starts here: words, hall, person; then the desk where anybody may ask. */

import { begin } from '/caller/web/begin.js';
import { Counter } from '/caller/web/guide/counter.js';

begin(['/caller/web/i18n/{lang}.json', '/caller/web/guide/i18n/{lang}.json'], Counter);
