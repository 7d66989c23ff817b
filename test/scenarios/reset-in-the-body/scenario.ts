import type { Scenario } from '../support/scenario-shape.ts';
import { answering, inTheOpen, NO_FIREWALL, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The body breaks off with an RST after the headers: the far end was reached.',
  world: inTheOpen({
    'cut.example': answering({ status: 200, body: 'a body of some length', cut: { afterBytes: 5, how: 'reset' } }),
  }),
  targets: [{ host: 'cut.example' }],
  settings: NO_FIREWALL,
  expect: { 'cut.example': PROVEN },
};
