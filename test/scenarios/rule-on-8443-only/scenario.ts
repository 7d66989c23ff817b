import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, DENIED_BY_NAME, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A rule names 8443 for one host: the firewall answers there too, with the same logic as on 443.',
  world: behindFirewall(
    {
      'global.handler.control.monitor.azure.com': { services: { 8443: { kind: 'https' } } },
      'westeurope.handler.control.monitor.azure.com': { services: { 8443: { kind: 'https' } } },
    },
    ['westeurope.handler.control.monitor.azure.com:8443'],
    { ports: { 443: 'https', 80: 'http', 8443: 'https' } },
  ),
  targets: [
    { host: 'global.handler.control.monitor.azure.com', port: 8443 },
    { host: 'westeurope.handler.control.monitor.azure.com', port: 8443 },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': {
      ...DENIED_BY_NAME,
      findings: ['tcp.canary_answered', 'tls.cut_like_must_be_denied'],
    },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'yes', intercepted: 'yes' },
  rootCauses: ['denied.by_name_filter'],
};
