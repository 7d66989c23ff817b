/** The rule table: ordered, first match wins, the last row always matches. */

import { possible, type Rule, SETTLE, twins } from './rule.ts';
import { ALERT_RULES } from './rules-alert.ts';
import { CHAIN_RULES } from './rules-chain.ts';
import { CUT_RULES, HELLO_RULES, OTHER_CUT_RULES } from './rules-cut.ts';
import { DNS_RULES } from './rules-dns.ts';
import { FIRST_RULES } from './rules-first.ts';
import { HTTP_RULES, TCP_SCHEME_RULES } from './rules-http.ts';
import { PROXY_RULES, TCP_RULES } from './rules-tcp.ts';

/** Moves with every change of what a row means: history is judged again by it. */
export const RULES_VERSION = 1;

const CATCH_ALL: Rule = {
  id: 'no-rule-matched',
  state: 'inconclusive',
  cause: 'evidence.insufficient',
  when: () => true,
  confidence: possible,
  alternatives: twins('inconclusive/evidence.not_understood'),
  settle: [SETTLE.again],
  because: 'the evidence does not suffice: no phase failed in a known way, and none proved the far end',
  truth: ({ phase }) => `nothing decided after ${phase}`,
};

export const RULES: readonly Rule[] = [
  ...FIRST_RULES,
  ...DNS_RULES,
  ...TCP_RULES,
  ...PROXY_RULES,
  ...HELLO_RULES,
  ...CUT_RULES,
  ...ALERT_RULES,
  ...OTHER_CUT_RULES,
  ...CHAIN_RULES,
  ...HTTP_RULES,
  ...TCP_SCHEME_RULES,
  CATCH_ALL,
];
