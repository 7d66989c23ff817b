import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'ICMP says that the host is not known, or its source isolated.',
  world: inTheOpen(
    {
      'unknown.example': { dns: { addresses: ['20.0.0.1'] } },
      'isolated.example': { dns: { addresses: ['20.0.0.2'] } },
    },
    {
      routes: [
        { to: '20.0.0.1', action: { error: 'EHOSTDOWN' } },
        { to: '20.0.0.2', action: { error: 'ENONET' } },
      ],
    },
  ),
  targets: [{ host: 'unknown.example' }, { host: 'isolated.example' }],
  settings: NO_FIREWALL,
  expect: {
    'unknown.example': {
      state: 'blocked',
      cause: 'tcp.host_unknown',
      confidence: 'likely',
      twins: ['down/tcp.far_end_off'],
      tcpTestSucceeded: false,
    },
    'isolated.example': {
      state: 'blocked',
      cause: 'tcp.host_isolated',
      confidence: 'likely',
      twins: ['down/tcp.far_end_off'],
      tcpTestSucceeded: false,
    },
  },
};
