/** What the template would deploy, as the compiler predicts it for every parameter file, against what it must be. */
import { afterAll, describe } from 'vitest';
import { alertTests } from './suites/alerts.ts';
import { appTests } from './suites/app.ts';
import { demoTests } from './suites/demo.ts';
import { everythingTests } from './suites/everything.ts';
import { firewallTests } from './suites/firewall.ts';
import { networkTests } from './suites/network.ts';
import { readingTests } from './suites/reading.ts';
import { refusalTests } from './suites/refusals.ts';
import { rolesTests } from './suites/roles.ts';
import { rowsTests } from './suites/rows.ts';
import { predictSet, stopBicep } from './support/bicep.ts';
import { skipsWithoutBicep } from './support/find-bicep.ts';
import { predictSets } from './support/sets.ts';

afterAll(stopBicep);
const skipped = await skipsWithoutBicep();

if (skipped) describe.skipIf(true)('the prediction: no Bicep CLI', () => undefined);
else {
  const sets = await predictSets();
  const rulesAlone = await predictSet('firewall-rules');
  everythingTests(sets);
  networkTests(sets);
  appTests(sets);
  rowsTests(sets);
  rolesTests(sets);
  firewallTests(sets, rulesAlone);
  readingTests(sets);
  alertTests(sets);
  demoTests(sets);
  refusalTests();
}
