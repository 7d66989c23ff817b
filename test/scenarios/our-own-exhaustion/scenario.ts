import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'This machine ran out of file descriptors: nothing is said about the network, and the run is ill.',
  world: inTheOpen(
    { 'any.example': { dns: { addresses: ['20.0.0.1'] } } },
    { routes: [{ to: '20.0.0.1', action: { error: 'EMFILE' } }] },
  ),
  targets: [{ host: 'any.example' }],
  settings: NO_FIREWALL,
  expect: {
    'any.example': {
      state: 'inconclusive',
      cause: 'instrument.exhausted',
      confidence: 'certain',
      findings: ['path.ill'],
      effect: 'unknown',
      tcpTestSucceeded: false,
    },
  },
};
