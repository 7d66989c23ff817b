import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, DENIED_BY_NAME, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'No rule allows the name, and this firewall resets what it denies: must-be-denied ends so too.',
  world: behindFirewall(
    { 'global.handler.control.monitor.azure.com': {}, 'westeurope.handler.control.monitor.azure.com': {} },
    ['westeurope.handler.control.monitor.azure.com'],
    { denial: { https: 'reset' } },
  ),
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': {
      ...DENIED_BY_NAME,
      twins: ['down/upstream.unreachable_from_firewall', 'down/tls.closed_by_far_end'],
      findings: ['tls.cut_like_must_be_denied', 'path.name_decides'],
    },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'yes', intercepted: 'yes' },
  rootCauses: ['denied.by_name_filter'],
};
