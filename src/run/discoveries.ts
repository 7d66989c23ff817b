/** What the services told about further hosts, and where nothing was told, what an earlier run was told. */
import type { Evidence } from '../model/evidence.ts';
import { PHASES } from '../model/phase.ts';
import type { Discovery } from '../model/run.ts';
import type { DiscoveryKind } from '../model/target.ts';

/** One entry for each target that discovers. A kept answer is never too old: the names change rarely, and its age is shown. */
export function discoveriesOf(evidences: readonly Evidence[], previous: readonly Discovery[]): readonly Discovery[] {
  return evidences.flatMap((evidence) => {
    const { name, discovers } = evidence.target;
    if (discovers === undefined) return [];
    const hosts = hostsTold(evidence);
    if (hosts.length > 0) {
      return [{ kind: discovers, asked: name, outcome: 'fresh' as const, hosts, toldAt: evidence.probedAt }];
    }
    return [keptOrFailed(discovers, name, whyNothing(evidence), previous)];
  });
}

/** What is left where nothing was told now. */
export function keptOrFailed(
  kind: DiscoveryKind,
  asked: string,
  why: string,
  previous: readonly Discovery[],
): Discovery {
  const before = previous.find((one) => one.kind === kind && one.asked === asked && one.hosts.length > 0);
  if (before?.toldAt === undefined) return { kind, asked, outcome: 'failed', hosts: [], why };
  return { kind, asked, outcome: 'kept', hosts: before.hosts, toldAt: before.toldAt, why };
}

function hostsTold({ steps: { http } }: Evidence): readonly string[] {
  return http.status === 'ok' ? (http.facts.discovered ?? []) : [];
}

function whyNothing({ steps }: Evidence): string {
  const { http } = steps;
  if (http.status === 'ok') {
    return http.facts.status === 200 ? 'the answer names no host' : `the answer has status ${http.facts.status}`;
  }
  for (const phase of PHASES) {
    const step = steps[phase];
    if (step.status === 'failed') return step.failure.name;
  }
  return 'no answer';
}
