import type { Scenario } from '../support/scenario-shape.ts';
import { answering, inTheOpen, NO_FIREWALL } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: '403 with the words of a private link scope: the service takes this caller only by private link.',
  world: inTheOpen({
    'scope.example': answering({
      status: 403,
      body: 'Data collection endpoint must be used to access configuration over private link.',
    }),
  }),
  targets: [{ host: 'scope.example' }],
  settings: NO_FIREWALL,
  expect: {
    'scope.example': {
      state: 'rejected',
      cause: 'http.private_link_required',
      confidence: 'certain',
      findings: ['http.private_link_text'],
      tcpTestSucceeded: true,
    },
  },
};
