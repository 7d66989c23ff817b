/** Rows that come before any phase: our own exhaustion, mixed outcomes, and the firewall's own words. */
import { certain, none, type Rule, SETTLE, twins } from './rule.ts';
import { spokenTruth } from './truth.ts';

export const FIRST_RULES: readonly Rule[] = [
  {
    id: 'instrument-exhausted',
    state: 'inconclusive',
    cause: 'instrument.exhausted',
    when: ({ instrument }) => instrument !== undefined,
    confidence: certain,
    alternatives: none,
    settle: [],
    because: 'this machine ran out of its own means, which says nothing about the network',
    truth: ({ instrument }) => `our own ${instrument?.code ?? 'exhaustion'}`,
  },
  {
    id: 'mixed-outcomes',
    state: 'inconclusive',
    cause: 'intermittent',
    when: ({ tally }) => tally.mixed,
    // Six fresh source ports and the first: fewer may have met one bad moment.
    confidence: ({ tally }) => (tally.flows >= 7 ? 'likely' : 'possible'),
    alternatives: twins(
      'denied/denied.by_name_filter',
      'down/upstream.unreachable_from_firewall',
      'reachable/far_end.proven',
    ),
    settle: [SETTLE.again, "the firewall's health, its SNAT port use and its last configuration change"],
    because:
      'the same question had different answers on fresh source ports: some connections get through and some do not',
    truth: ({ tally }) => `${tally.passed} of ${tally.flows} connections got through`,
  },
  {
    id: 'firewall-said-so',
    state: 'denied',
    cause: 'denied.firewall_said_so',
    when: ({ firewallSaidSo }) => firewallSaidSo,
    confidence: certain,
    alternatives: none,
    settle: [],
    because: 'the firewall itself answered that it denies the request (HTTP 470 or its text)',
    truth: spokenTruth,
  },
];
