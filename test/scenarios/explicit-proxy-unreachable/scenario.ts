import type { Scenario } from '../support/scenario-shape.ts';
import { BY_PROXY, PROXY, throughProxy } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Packets to the explicit proxy vanish: no target was ever asked for.',
  world: {
    ...throughProxy({ 'gbl.his.arc.azure.com': {} }, ['gbl.his.arc.azure.com']),
    routes: [{ to: PROXY.address, action: 'drop' }],
  },
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: BY_PROXY,
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'blocked',
      cause: 'proxy.unreachable',
      confidence: 'likely',
      tcpTestSucceeded: false,
    },
  },
};
