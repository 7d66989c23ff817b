import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'The must-be-denied name does not connect, so how a denial looks is not known; the canary answers, and the name is cut.',
  world: {
    ...behindFirewall({ 'global.handler.control.monitor.azure.com': {} }, []),
    routes: [{ to: '93.184.215.14', action: 'drop' }],
  },
  targets: [{ host: 'global.handler.control.monitor.azure.com' }],
  expect: {
    'global.handler.control.monitor.azure.com': {
      state: 'denied',
      cause: 'denied.by_name_filter',
      confidence: 'possible',
      twins: ['down/tls.closed_by_far_end'],
      tcpTestSucceeded: true,
    },
  },
  path: { intercepted: 'yes' },
};
