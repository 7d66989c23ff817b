/** What a firewall must let through, name by name, before it is put into rules. */
import type { Origin, Source } from '../model/origin.ts';
import type { Agent, DiscoveryKind, Inspection, Target, Tier } from '../model/target.ts';

/** `Http` and `Https` are for rules by name, which read Host or SNI; `Tcp` is for rules by address, which read neither. */
export type RuleProtocol = 'Http' | 'Https' | 'Tcp';
export type DestinationKind = 'fqdn' | 'wildcard' | 'address';

export interface Allowance {
  /** A DNS name in lower case, `*.` and a DNS name, or an IPv4 address. */
  readonly destination: string;
  readonly kind: DestinationKind;
  readonly protocol: RuleProtocol;
  readonly port: number;
  readonly agents: readonly Agent[];
  readonly feature: string;
  readonly tier: Tier;
  /** What stops without it; empty where nothing is known. */
  readonly why: string;
  readonly sources: readonly Source[];
  /** Where a target of one's own was given. */
  readonly places: readonly string[];
  readonly serviceTags: readonly string[];
  readonly inspection: Inspection;
  /** Names of the targets that need it; empty for a pattern that no target stands for. */
  readonly targets: readonly string[];
  /** What whoever reads the rule must know before allowing it. */
  readonly warnings: readonly string[];
}

/** Something that no rule was written for, and why. */
export interface NotAllowed {
  readonly name: string;
  readonly because: string;
}

export interface Allowances {
  readonly allowances: readonly Allowance[];
  readonly notAllowed: readonly NotAllowed[];
}

/** An entry of the catalogue that gave no target, with what a rule needs of it. */
export interface Unnamed
  extends Pick<Target, 'name' | 'host' | 'port' | 'scheme' | 'agents' | 'feature' | 'tier' | 'stops' | 'inspection'>,
    Pick<Target, 'privateLinkExpected'> {
  /** `discovery`: only the service itself tells the name. Anything else: a value that was not given. */
  readonly lacks: readonly string[];
  /** The discovery whose answer names the hosts. */
  readonly discoveredBy?: DiscoveryKind;
  readonly origin: Origin;
}
