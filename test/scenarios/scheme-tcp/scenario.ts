import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Scheme tcp: one far end speaks first, one stays silent. A connect alone is no proof.',
  world: inTheOpen({
    'speaks.example': { services: { 22: { kind: 'bytes', says: { text: 'SSH-2.0-OpenSSH_9.6\r\n' } } } },
    'silent.example': { services: { 22: { kind: 'bytes' } } },
  }),
  targets: [
    { host: 'speaks.example', scheme: 'tcp', port: 22 },
    { host: 'silent.example', scheme: 'tcp', port: 22 },
  ],
  settings: NO_FIREWALL,
  expect: {
    'speaks.example': {
      state: 'reachable',
      cause: 'far_end.spoke',
      confidence: 'likely',
      twins: ['intercepted/tcp.somebody_else_answered'],
      tcpTestSucceeded: true,
    },
    'silent.example': {
      state: 'inconclusive',
      cause: 'tcp.connect_is_no_proof',
      confidence: 'possible',
      twins: ['denied/denied.by_name_filter'],
      tcpTestSucceeded: true,
    },
  },
};
