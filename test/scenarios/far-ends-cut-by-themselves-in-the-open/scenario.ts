import type { Scenario } from '../support/scenario-shape.ts';
import { afterHello, inTheOpen } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'No firewall at all: one far end closes after ClientHello, one resets, one stays silent.',
  world: inTheOpen({
    'closes.example': afterHello(undefined),
    'resets.example': afterHello(undefined, 'reset'),
    'silent.example': afterHello(undefined, 'open'),
  }),
  targets: [{ host: 'closes.example' }, { host: 'resets.example' }, { host: 'silent.example' }],
  settings: { expectFirewall: false },
  expect: {
    'closes.example': {
      state: 'down',
      cause: 'tls.closed_by_far_end',
      confidence: 'likely',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
    'resets.example': {
      state: 'down',
      cause: 'tls.reset_by_far_end',
      confidence: 'likely',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
    'silent.example': {
      state: 'down',
      cause: 'tls.silent_far_end',
      confidence: 'possible',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
  },
  path: { filtered: 'no', intercepted: 'no' },
};
