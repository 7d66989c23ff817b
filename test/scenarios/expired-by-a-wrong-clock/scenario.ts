import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: "The certificate has expired by our clock, and the far end's Date says that the clock is wrong.",
  world: inTheOpen({
    'skewed.example': on443({
      kind: 'https',
      certificate: { validity: 'expired' },
      http: { clockSkewS: -300_000_000 },
    }),
  }),
  targets: [{ host: 'skewed.example' }],
  settings: NO_FIREWALL,
  expect: {
    'skewed.example': {
      state: 'down',
      cause: 'cert.expired',
      confidence: 'possible',
      twins: ['reachable/clock.wrong_here'],
      findings: ['http.clock_skew'],
      tcpTestSucceeded: true,
    },
  },
};
