import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'ICMP errors that are seldom met: protocol unreachable, source route failed, packet too large.',
  world: inTheOpen(
    {
      'protocol.example': { dns: { addresses: ['20.0.0.1'] } },
      'source-route.example': { dns: { addresses: ['20.0.0.2'] } },
      'too-big.example': { dns: { addresses: ['20.0.0.3'] } },
    },
    {
      routes: [
        { to: '20.0.0.1', action: { error: 'ENOPROTOOPT' } },
        { to: '20.0.0.2', action: { error: 'EOPNOTSUPP' } },
        { to: '20.0.0.3', action: { error: 'EMSGSIZE' } },
      ],
    },
  ),
  targets: [{ host: 'protocol.example' }, { host: 'source-route.example' }, { host: 'too-big.example' }],
  settings: NO_FIREWALL,
  expect: {
    'protocol.example': {
      state: 'blocked',
      cause: 'tcp.protocol_unreachable',
      confidence: 'likely',
      twins: ['down/tcp.far_end_off'],
      tcpTestSucceeded: false,
    },
    'source-route.example': {
      state: 'blocked',
      cause: 'tcp.source_route_failed',
      confidence: 'likely',
      twins: ['down/tcp.far_end_off'],
      tcpTestSucceeded: false,
    },
    'too-big.example': {
      state: 'blocked',
      cause: 'tcp.message_too_long',
      confidence: 'likely',
      twins: ['down/tcp.far_end_off'],
      tcpTestSucceeded: false,
    },
  },
};
