import { nameMatches, patternMatches } from './name-pattern.ts';
import type { Action, FirewallPolicy } from './world.ts';

export type Protocol = 'https' | 'http' | 'connect';

export interface Judgement {
  readonly action: Action;
  /** In the words of the firewall's log. */
  readonly reason: string;
}

export const NO_RULE = 'No rule matched. Proceeding with default action';
const NO_SNI = 'SNI TLS extension was missing';

/** Application rules: what is done with a name. Exact patterns before wildcards, longer wildcards before shorter. */
export function judgeName(
  policy: FirewallPolicy,
  name: string | undefined,
  port: number,
  protocol: Protocol,
): Judgement {
  const denial = { https: 'close', http: 'http_470', connect: 'http_470', ...policy.denial } as const;
  if (name === undefined) return { action: policy.withoutName ?? denial[protocol], reason: NO_SNI };
  const own = Object.entries(policy.names ?? {})
    .filter(([pattern]) => patternMatches(pattern, name, port))
    .sort(([one], [other]) => rank(other) - rank(one))[0];
  if (own) return { action: own[1], reason: `Rule: ${own[0]}` };
  const excepted = policy.except?.some((pattern) => patternMatches(pattern, name, port)) ?? false;
  const allowing = excepted ? undefined : policy.allow.find((pattern) => patternMatches(pattern, name, port));
  return allowing === undefined
    ? { action: denial[protocol], reason: NO_RULE }
    : { action: 'allow', reason: `Rule: ${allowing}` };
}

const rank = (pattern: string): number => (pattern.startsWith('*') ? 0 : 1000) + pattern.length;

/** The policy with a rule more: these names are allowed, whatever it said about them by name before. */
export function allowing(policy: FirewallPolicy, hosts: readonly string[]): FirewallPolicy {
  const isOne = (pattern: string): boolean => hosts.some((host) => nameMatches(host, pattern.split(':')[0] ?? ''));
  const others = Object.entries(policy.names ?? {}).filter(([pattern]) => !isOne(pattern));
  return {
    ...policy,
    allow: [...hosts, ...policy.allow],
    except: (policy.except ?? []).filter((pattern) => !isOne(pattern)),
    names: Object.fromEntries(others),
  };
}
