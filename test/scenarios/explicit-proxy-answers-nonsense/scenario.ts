import type { Scenario } from '../support/scenario-shape.ts';
import { BY_PROXY, throughProxy } from '../support/worlds.ts';

const UNWELL = { state: 'inconclusive', cause: 'proxy.failed', tcpTestSucceeded: false } as const;

export const scenario: Scenario = {
  title: 'What answers CONNECT speaks no HTTP, or never comes to the end of its headers.',
  world: throughProxy({ 'nonsense.example': {}, 'endless.example': {} }, [], {
    names: {
      'nonsense.example': { do: 'say', bytes: { text: 'SSH-2.0-OpenSSH_9.6\r\n' } },
      'endless.example': {
        do: 'say',
        bytes: { text: `HTTP/1.1 200 OK\r\n${'X-Filler: aaaaaaaaaaaaaaaa\r\n'.repeat(1000)}` },
      },
    },
  }),
  targets: [{ host: 'nonsense.example' }, { host: 'endless.example' }],
  settings: BY_PROXY,
  expect: { 'nonsense.example': UNWELL, 'endless.example': UNWELL },
};
