import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall } from '../support/worlds.ts';

const POSSIBLE = {
  state: 'intercepted',
  cause: 'tls.inspection',
  confidence: 'possible',
  twins: ['down/cert.incomplete_chain', 'down/cert.private_ca'],
  tcpTestSucceeded: true,
} as const;

export const scenario: Scenario = {
  title:
    "Two names of one owner come with a leaf alone, by an issuer that nobody knows: inspection, or that owner's own CA.",
  world: {
    ...behindFirewall(
      { 'global.handler.control.monitor.azure.com': {}, 'westeurope.handler.control.monitor.azure.com': {} },
      [],
      { names: { '*.handler.control.monitor.azure.com': { do: 'inspect' } } },
    ),
    inspection: { sends: 'leaf' },
  },
  targets: [
    { host: 'global.handler.control.monitor.azure.com' },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  expect: {
    'global.handler.control.monitor.azure.com': POSSIBLE,
    'westeurope.handler.control.monitor.azure.com': POSSIBLE,
  },
};
