import { helloRequestRecord } from '../../../src/simulator/tls-bytes.ts';
import type { Scenario } from '../support/scenario-shape.ts';
import { afterHello, inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'TLS records with nonsense in them, and handshake messages without an end.',
  world: inTheOpen({
    'nonsense.example': afterHello({ hex: '16030300080200000400000000' }, 'open'),
    'endless.example': on443({ kind: 'bytes', when: 'after_first_bytes', says: helloRequestRecord(), endless: true }),
  }),
  targets: [{ host: 'nonsense.example' }, { host: 'endless.example' }],
  settings: NO_FIREWALL,
  expect: {
    'nonsense.example': {
      state: 'inconclusive',
      cause: 'tls.unreadable',
      confidence: 'possible',
      tcpTestSucceeded: true,
    },
    'endless.example': {
      state: 'inconclusive',
      cause: 'tls.unreadable',
      confidence: 'possible',
      tcpTestSucceeded: true,
    },
  },
};
