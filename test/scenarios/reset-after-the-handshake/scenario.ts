import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The firewall resets what it denies; this far end resets after a completed handshake, which is no denial.',
  world: behindFirewall(
    { 'global.handler.control.monitor.azure.com': on443({ kind: 'https', afterHandshake: 'reset' }) },
    ['global.handler.control.monitor.azure.com'],
    { denial: { https: 'reset' } },
  ),
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'down',
      cause: 'http.reset',
      confidence: 'likely',
      twins: ['blocked/path.cut_after_handshake'],
      findings: ['http.failed_after_proof'],
      tcpTestSucceeded: true,
    },
  },
  path: { filtered: 'yes', intercepted: 'yes' },
};
