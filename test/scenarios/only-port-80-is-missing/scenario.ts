import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, FIREWALL_SAID_SO, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The names are allowed on 443 only: what checks certificates for revocation on port 80 is denied.',
  world: behindFirewall(
    { 'oneocsp.microsoft.com': {}, 'crl3.digicert.com': {}, 'gbl.his.arc.azure.com': {} },
    ['*:443'],
    { except: ['example.com'] },
  ),
  targets: [
    { host: 'oneocsp.microsoft.com', scheme: 'http' },
    { host: 'crl3.digicert.com', scheme: 'http' },
    { host: 'gbl.his.arc.azure.com' },
  ],
  expect: {
    'oneocsp.microsoft.com': FIREWALL_SAID_SO,
    'crl3.digicert.com': FIREWALL_SAID_SO,
    'gbl.his.arc.azure.com': PROVEN,
  },
  rootCauses: ['port_80.closed'],
};
