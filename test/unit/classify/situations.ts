/** Named situations and the verdict that is right for each. Every rule decides at least one of them (rules.test.ts). */
import type { Evidence } from '../../../src/model/evidence.ts';
import type { Path } from '../../../src/model/path.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { CHAIN_SITUATIONS } from './situations-chain.ts';
import { CUT_SITUATIONS } from './situations-cut.ts';
import { EARLY_SITUATIONS } from './situations-early.ts';
import { HTTP_SITUATIONS } from './situations-http.ts';

export interface Situation {
  readonly name: string;
  readonly evidence: Evidence;
  readonly path: Path;
  readonly right: Pick<Verdict, 'state' | 'cause' | 'rule' | 'confidence'> & Partial<Verdict>;
  /** Twins that must be named, whichever others there are. */
  readonly twins?: readonly string[];
}

export const SITUATIONS: readonly Situation[] = [
  ...EARLY_SITUATIONS,
  ...CUT_SITUATIONS,
  ...CHAIN_SITUATIONS,
  ...HTTP_SITUATIONS,
];
