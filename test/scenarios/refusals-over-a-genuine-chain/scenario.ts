import type { Scenario } from '../support/scenario-shape.ts';
import { answering, inTheOpen, NO_FIREWALL, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: '401, 403 and 404 over a genuine chain: proof that the far end is reached.',
  world: inTheOpen({
    'unauthorized.example': answering({ status: 401 }),
    'forbidden.example': answering({ status: 403 }),
    'missing.example': answering({ status: 404 }),
  }),
  targets: [{ host: 'unauthorized.example' }, { host: 'forbidden.example' }, { host: 'missing.example' }],
  settings: NO_FIREWALL,
  expect: { 'unauthorized.example': PROVEN, 'forbidden.example': PROVEN, 'missing.example': PROVEN },
};
