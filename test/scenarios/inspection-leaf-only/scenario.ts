import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall } from '../support/worlds.ts';

const LIKELY = {
  state: 'intercepted',
  cause: 'tls.inspection',
  confidence: 'likely',
  twins: ['down/cert.incomplete_chain'],
  findings: ['tls.incomplete_chain'],
  tcpTestSucceeded: true,
} as const;

export const scenario: Scenario = {
  title: 'The inspecting firewall sends its leaf alone: one unknown issuer signs for two unrelated names.',
  world: {
    ...behindFirewall({ 'global.handler.control.monitor.azure.com': {}, 'login.microsoftonline.com': {} }, [], {
      names: {
        'global.handler.control.monitor.azure.com': { do: 'inspect' },
        'login.microsoftonline.com': { do: 'inspect' },
      },
    }),
    inspection: { sends: 'leaf' },
  },
  targets: [{ host: 'global.handler.control.monitor.azure.com' }, { host: 'login.microsoftonline.com' }],
  expect: { 'global.handler.control.monitor.azure.com': LIKELY, 'login.microsoftonline.com': LIKELY },
};
