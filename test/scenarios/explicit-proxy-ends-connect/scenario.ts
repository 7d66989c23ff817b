import type { Scenario } from '../support/scenario-shape.ts';
import { BY_PROXY, throughProxy } from '../support/worlds.ts';

const UNWELL = {
  state: 'inconclusive',
  cause: 'proxy.failed',
  twins: ['denied/proxy.refused_connect'],
  tcpTestSucceeded: false,
} as const;

export const scenario: Scenario = {
  title: 'The explicit proxy closes, resets, or never answers CONNECT: not a denial in so many words.',
  world: throughProxy({ 'closes.example': {}, 'resets.example': {}, 'silent.example': {} }, [], {
    names: { 'closes.example': 'close', 'resets.example': 'reset', 'silent.example': 'silent' },
  }),
  targets: [{ host: 'closes.example' }, { host: 'resets.example' }, { host: 'silent.example' }],
  settings: BY_PROXY,
  expect: { 'closes.example': UNWELL, 'resets.example': UNWELL, 'silent.example': UNWELL },
};
