/** What is to be reached. Targets are known by a stable name, never by an address. */
export const AGENTS = ['ama', 'cma'] as const;
export type Agent = (typeof AGENTS)[number];

export const SCHEMES = ['https', 'http', 'tcp'] as const;
export type Scheme = (typeof SCHEMES)[number];

export const TIERS = ['required', 'recommended', 'feature', 'legacy'] as const;
export type Tier = (typeof TIERS)[number];

export const EFFECTS = ['broken', 'degraded', 'none', 'unknown'] as const;
export type Effect = (typeof EFFECTS)[number];

/** What TLS inspection means for a target, as its documentation says it. */
export const INSPECTION = ['forbidden', 'tolerated', 'skip', 'unknown'] as const;
export type Inspection = (typeof INSPECTION)[number];

/** What the service is known to answer. Missing it is a finding, never a change of a TLS verdict. */
export interface Expectation {
  readonly status?: readonly number[];
  /** Must occur in the first 4 KiB of the body, as written. */
  readonly body?: string;
}

/** What a service tells about further hosts: their names must be asked for, never built. */
export const DISCOVERIES = ['his', 'notifications', 'dce'] as const;
export type DiscoveryKind = (typeof DISCOVERIES)[number];

/** A host that belongs to one region, and the regions that were declared for what uses it. */
export interface Regional {
  /** Short name, as the host says it. */
  readonly region: string;
  readonly declared: readonly string[];
}

export interface Target {
  readonly name: string;
  /** A DNS name, or an IP literal (then no SNI is sent). */
  readonly host: string;
  readonly port: number;
  readonly scheme: Scheme;
  readonly path: string;
  readonly expect?: Expectation;
  readonly agents: readonly Agent[];
  readonly feature: string;
  readonly required: boolean;
  readonly tier: Tier;
  /** What happens to the agent while this target cannot be reached. */
  readonly effect: Effect;
  /** What stops then, in the agent's terms; empty where nothing is known. */
  readonly stops: string;
  readonly inspection: Inspection;
  /** The private DNS zone of the service where it can be reached by private link. */
  readonly privateLinkZone?: string;
  /** Private link is in use for it: its address must be private, and its packets do not go through the firewall. */
  readonly privateLinkExpected?: true;
  /** Its answer names further hosts, which become targets of the same run. */
  readonly discovers?: DiscoveryKind;
  readonly regional?: Regional;
  /** An explicit proxy for this target alone: `http://host:port`. */
  readonly proxy?: string;
}
