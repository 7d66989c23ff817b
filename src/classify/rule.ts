/** The shape of one row of the rule table, and the words that rows share. */
import type { Phase } from '../model/phase.ts';
import type { Confidence, State } from '../model/verdict.ts';
import type { View } from './view.ts';

export interface Rule {
  /** Persisted; a public contract. */
  readonly id: string;
  readonly state: State;
  /** Dotted, persisted. */
  readonly cause: string;
  /** Held against the view after all rows before this one did not match. */
  readonly when: (view: View) => boolean;
  readonly confidence: (view: View) => Confidence;
  /** Twins as `state/cause`. Read only where the confidence is not `certain`; then never empty. */
  readonly alternatives: (view: View) => readonly string[];
  /** What would decide between the verdict and its twins. */
  readonly settle: readonly string[];
  /** One sentence for people. */
  readonly because: string;
  /** A few words for a table. */
  readonly truth: (view: View) => string;
  /** The phase that decided, where it is not the first that failed or the last that was proven. */
  readonly phase?: Phase;
}

export const certain = (): Confidence => 'certain';
export const likely = (): Confidence => 'likely';
export const possible = (): Confidence => 'possible';
export const none = (): readonly string[] => [];
export const twins =
  (...names: readonly string[]) =>
  (): readonly string[] =>
    names;

export const failed =
  (...names: readonly string[]) =>
  ({ failure }: View): boolean =>
    failure !== undefined && names.includes(failure.name);

export const SETTLE = {
  firewallLog:
    "the firewall's log for this name, the probe's subnet and this time (infra/queries/denied-with-firewall-log.kql): Deny settles it, Allow points beyond the firewall",
  networkLog: "the firewall's network-rule log, and the flow logs of the subnet, for this address and port",
  otherVantage: 'the same probe from a network that does not go through this path',
  again: 'more runs: several connections from fresh source ports, over ten minutes or longer',
  chain: 'the operator of the path: whether this CA is theirs; or the same name from outside',
  resolverLog: "the resolver's own log or configuration for this name",
  farEnd: "the far end's operator, or its service health",
} as const;
