/** Of a stored run: the targets that a rule would let through, and why the others get none. */
import type { RunResult, TargetResult } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { State } from '../model/verdict.ts';
import type { NotAllowed } from './allowance.ts';

export interface DeniedTargets {
  readonly targets: readonly Target[];
  readonly notAllowed: readonly NotAllowed[];
}

/**
 * Denied targets, as the run judged them. Blocked ones only where they are asked for: a network security group, a route or a dead far end
 * swallows packets just as well, and no rule mends those. Reachable targets are in neither list.
 */
export function deniedTargets({ results }: RunResult, blockedToo: boolean): DeniedTargets {
  const wanted = results.filter((one) => isWanted(one, blockedToo));
  const others = results.filter((one) => !isWanted(one, blockedToo) && one.state !== 'reachable');
  return {
    targets: wanted.map(({ evidence }) => evidence.target),
    notAllowed: others.map(({ target, state, cause }) => ({ name: target.name, because: BECAUSE[state](cause) })),
  };
}

const isWanted = ({ state }: TargetResult, blockedToo: boolean): boolean =>
  state === 'denied' || (blockedToo && state === 'blocked');

const BECAUSE: Readonly<Record<State, (cause: string) => string>> = {
  reachable: () => 'it is reachable',
  denied: () => 'it is denied',
  blocked: (cause) =>
    `blocked (${cause}), its packets are swallowed: a rule may be lacking, or a security group or route stops them (--blocked adds it)`,
  intercepted: (cause) =>
    `intercepted (${cause}), it is let through and opened on the way: what it needs is an exemption from inspection`,
  incompatible: (cause) => `incompatible (${cause}), the far end answered: no rule mends TLS parameters`,
  rejected: (cause) =>
    `rejected (${cause}), the service itself turned the caller away: the name is let through already`,
  unresolved: (cause) => `unresolved (${cause}), the name has no address here: mend DNS first, then check again`,
  down: (cause) => `down (${cause}), it was let through and the far end is not well`,
  inconclusive: (cause) => `inconclusive (${cause}): check again before anything is allowed for it`,
};
