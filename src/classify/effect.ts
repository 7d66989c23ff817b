/** What a verdict means for the agent: the second axis beside the state. */
import type { Effect, Target } from '../model/target.ts';
import type { Verdict } from '../model/verdict.ts';

export function effectOf(target: Target, { state, cause }: Pick<Verdict, 'state' | 'cause'>): Effect {
  switch (state) {
    case 'reachable':
      return 'none';
    case 'inconclusive':
      return 'unknown';
    case 'intercepted':
      // Tolerated only when the machine trusts the CA, which a probe cannot see; a portal is tolerated by nobody.
      return cause === 'tls.inspection' && target.inspection === 'tolerated' ? lesser(target.effect) : target.effect;
    case 'rejected':
      // An agent brings the certificate that a probe lacks.
      return cause === 'tls.client_certificate_wanted' ? 'unknown' : target.effect;
    default:
      return target.effect;
  }
}

function lesser(effect: Effect): Effect {
  return effect === 'none' ? 'none' : 'degraded';
}
