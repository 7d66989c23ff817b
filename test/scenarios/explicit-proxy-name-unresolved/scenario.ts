import type { Scenario } from '../support/scenario-shape.ts';
import { throughProxy } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The name of the explicit proxy does not exist.',
  world: throughProxy({ 'gbl.his.arc.azure.com': {} }, ['gbl.his.arc.azure.com']),
  targets: [{ host: 'gbl.his.arc.azure.com' }],
  settings: { proxy: 'http://proxy.contoso.example:8080' },
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'unresolved',
      cause: 'proxy.name_unresolved',
      confidence: 'certain',
      tcpTestSucceeded: false,
    },
  },
};
