import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'ICMP says that the network, or the host, cannot be reached (or is prohibited): no route, or a router that rejects.',
  world: inTheOpen(
    { 'network.example': { dns: { addresses: ['20.0.0.1'] } }, 'host.example': { dns: { addresses: ['20.0.0.2'] } } },
    {
      routes: [
        { to: '20.0.0.1', action: { error: 'ENETUNREACH' } },
        { to: '20.0.0.2', action: { error: 'EHOSTUNREACH' } },
      ],
    },
  ),
  targets: [{ host: 'network.example' }, { host: 'host.example' }],
  settings: NO_FIREWALL,
  expect: {
    'network.example': {
      state: 'blocked',
      cause: 'tcp.network_unreachable',
      confidence: 'likely',
      twins: ['down/tcp.far_end_off'],
      tcpTestSucceeded: false,
    },
    'host.example': {
      state: 'blocked',
      cause: 'tcp.host_unreachable',
      confidence: 'likely',
      twins: ['down/tcp.far_end_off'],
      tcpTestSucceeded: false,
    },
  },
};
