import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Sixty certificates are sent along: reachable, and what is kept is bounded.',
  world: inTheOpen({ 'odd.example': on443({ kind: 'https', certificate: { sends: 60 } }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: { 'odd.example': PROVEN },
};
