import type { Scenario } from '../support/scenario-shape.ts';
import { answering, inTheOpen, NO_FIREWALL, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title:
    'The words of a denial, without their status, inside a genuine TLS session: the far end said them, and is reached.',
  world: inTheOpen({ 'odd.example': answering({ status: 403, body: 'Action: Deny. Reason: No rule matched.' }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: { 'odd.example': { ...PROVEN, findings: ['http.firewall_text_in_genuine_session'] } },
  path: { product: 'unnamed' },
};
