import type { Scenario } from '../support/scenario-shape.ts';
import { answering, inTheOpen, NO_FIREWALL, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The answer comes byte by byte, in seconds: reachable, and slow.',
  world: inTheOpen({ 'slow.example': answering({ status: 200, body: 'OK', pace: { bytes: 20, everyMs: 400 } }) }),
  targets: [{ host: 'slow.example' }],
  settings: { ...NO_FIREWALL, deadlines: { dnsMs: 1500, tcpMs: 1000, tlsMs: 3000, httpMs: 8000 } },
  expect: { 'slow.example': { ...PROVEN, findings: ['http.slow'] } },
};
