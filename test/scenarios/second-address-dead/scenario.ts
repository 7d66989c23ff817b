import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'All addresses are probed, and the second does not connect: reachable, with a finding.',
  world: inTheOpen(
    { 'two.example': { dns: { addresses: ['20.0.0.1', '20.0.0.2'] } } },
    { routes: [{ to: '20.0.0.2', action: 'drop' }] },
  ),
  targets: [{ host: 'two.example' }],
  settings: { ...NO_FIREWALL, allAddresses: true },
  expect: { 'two.example': { ...PROVEN, findings: ['tcp.addresses_differ'] } },
};
