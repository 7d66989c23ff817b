import type { Agent, Target } from './target.ts';

export const CLOUDS = ['public', 'usgov', 'china'] as const;
export type Cloud = (typeof CLOUDS)[number];

export interface Deadlines {
  readonly dnsMs: number;
  readonly tcpMs: number;
  readonly tlsMs: number;
  readonly httpMs: number;
}
export const DEFAULT_DEADLINES: Deadlines = { dnsMs: 4000, tcpMs: 5000, tlsMs: 8000, httpMs: 8000 };

/** RFC 5737: addresses that nobody has. */
export const DEFAULT_CANARIES: readonly string[] = ['192.0.2.1', '198.51.100.1', '203.0.113.1'];
export const DEFAULT_MUST_BE_DENIED = 'example.com';
/** A port that neither agents nor application rules use; where it answers too, the canary is void. */
export const DEFAULT_ODD_PORT = 47613;
export const DEFAULT_CONCURRENCY = 64;

/** What is to be probed, before the catalogue is expanded. */
export interface TargetSettings {
  readonly cloud: Cloud;
  readonly regions: readonly string[];
  readonly workspaceIds: readonly string[];
  /** Empty: none from the catalogue. */
  readonly agents: readonly Agent[];
  /** One's own targets, already read and checked. */
  readonly own: readonly Target[];
}

/** How it is probed. */
export interface ProbeSettings {
  readonly deadlines: Deadlines;
  readonly concurrency: number;
  readonly allAddresses: boolean;
  /** `address` or `address:port`; empty: the machine's own. */
  readonly resolvers: readonly string[];
  /** `http://host:port`; absent: direct. */
  readonly proxy?: string;
  readonly canaries: readonly string[];
  readonly oddPort: number;
  readonly mustBeDenied: string;
  readonly beaconDomain?: string;
  readonly expectFirewall: boolean;
  /** PEM texts. */
  readonly trust: readonly string[];
  readonly inspectionCas: readonly string[];
  readonly followUps: FollowUpSettings;
}
export interface FollowUpSettings {
  /** Extra connections a run. 0: none are asked. */
  readonly connections: number;
  readonly seconds: number;
  /** Targets of one group of like failures that get the full set. */
  readonly perGroup: number;
}
export const DEFAULT_FOLLOW_UPS: FollowUpSettings = { connections: 200, seconds: 60, perGroup: 5 };

export interface VantageSettings {
  readonly name: string;
  /** CIDR; empty where not told. */
  readonly subnet: string;
}

/** Where rows go. */
export interface IngestionSettings {
  /** `https://…ingest.monitor.azure.com`. */
  readonly endpoint: string;
  /** Immutable id: `dcr-…`. */
  readonly ruleId: string;
  readonly stream: string;
}

export interface Settings {
  readonly vantage: VantageSettings;
  readonly targets: TargetSettings;
  readonly probe: ProbeSettings;
  /** Absent: rows are not delivered. */
  readonly ingestion?: IngestionSettings;
  /** Blob container URL or folder; absent: reports are not kept. */
  readonly store?: string;
  /** Client id of the user-assigned identity. */
  readonly clientId?: string;
}
