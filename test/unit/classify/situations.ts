/** Named situations and the verdict that is right for each. Every rule decides at least one of them (rules.test.ts). */
import type { Evidence } from '../../../src/model/evidence.ts';
import type { Path } from '../../../src/model/path.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { ALERT_SITUATIONS } from './situations-alert.ts';
import { CHAIN_SITUATIONS } from './situations-chain.ts';
import { CUT_SITUATIONS } from './situations-cut.ts';
import { DNS_SITUATIONS } from './situations-dns.ts';
import { FIRST_SITUATIONS } from './situations-first.ts';
import { HTTP_SITUATIONS } from './situations-http.ts';
import { NOT_DENIED_SITUATIONS } from './situations-not-denied.ts';
import { PROXY_SITUATIONS } from './situations-proxy.ts';
import { TCP_SITUATIONS } from './situations-tcp.ts';

export interface Situation {
  readonly name: string;
  readonly evidence: Evidence;
  readonly path: Path;
  readonly right: Pick<Verdict, 'state' | 'cause' | 'rule' | 'confidence'> & Partial<Verdict>;
  /** Twins that must be named, whichever others there are. */
  readonly twins?: readonly string[];
}

export const SITUATIONS: readonly Situation[] = [
  ...FIRST_SITUATIONS,
  ...DNS_SITUATIONS,
  ...TCP_SITUATIONS,
  ...PROXY_SITUATIONS,
  ...CUT_SITUATIONS,
  ...NOT_DENIED_SITUATIONS,
  ...ALERT_SITUATIONS,
  ...CHAIN_SITUATIONS,
  ...HTTP_SITUATIONS,
];
