import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: "The far end's Date is an hour ahead: our clock is behind, perhaps.",
  world: inTheOpen({ 'skewed.example': on443({ kind: 'https', http: { clockSkewS: 3600 } }) }),
  targets: [{ host: 'skewed.example' }],
  settings: NO_FIREWALL,
  expect: { 'skewed.example': { ...PROVEN, findings: ['http.clock_skew'] } },
};
