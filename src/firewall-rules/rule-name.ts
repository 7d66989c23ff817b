/** What a written rule lets through, as it can be asked for on the path: a name or a wildcard, and a port. */
import type { RuleProtocol } from './allowance.ts';
import { covers } from './wildcards.ts';

export interface RuleName {
  /** A DNS name in lower case, a wildcard (`*.` and a name), or an IPv4 address. */
  readonly destination: string;
  readonly protocol: RuleProtocol;
  readonly port: number;
}

export function isWildcard({ destination }: RuleName): boolean {
  return destination.startsWith('*.');
}

/** Whether the rule is there for a flow to this host and port; which protocol it names is no matter of the path. */
export function isFor(
  { destination, port }: RuleName,
  target: { readonly host: string; readonly port: number },
): boolean {
  return port === target.port && covers(destination, target.host.toLowerCase());
}

/** `host:port`. */
export function ruleNameLabel({ destination, port }: RuleName): string {
  return `${destination}:${port}`;
}

/** Each once, in the order in which they first occur. */
export function eachOnce(names: readonly RuleName[]): readonly RuleName[] {
  return [...new Map(names.map((one) => [`${one.protocol} ${ruleNameLabel(one)}`, one])).values()];
}
