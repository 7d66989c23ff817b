import type { Scenario } from '../support/scenario-shape.ts';
import { answering, inTheOpen, NO_FIREWALL, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Another status and another body than documented: findings, and no change of the verdict.',
  world: inTheOpen({
    'status.example': answering({ status: 204 }),
    'body.example': answering({ status: 200, body: 'Welcome' }),
  }),
  targets: [
    { host: 'status.example', expect: { status: [200] } },
    { host: 'body.example', expect: { status: [200], body: 'Healthy' } },
  ],
  settings: NO_FIREWALL,
  expect: {
    'status.example': { ...PROVEN, findings: ['http.unexpected_status'] },
    'body.example': { ...PROVEN, findings: ['http.unexpected_body'] },
  },
};
