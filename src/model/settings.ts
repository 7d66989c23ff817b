import { AGENTS, type Agent, type Target, TIERS, type Tier } from './target.ts';

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

/** A Log Analytics workspace, and its region where that is told: ingestion follows it, the handlers follow the machines. */
export interface Workspace {
  /** GUID. */
  readonly id: string;
  readonly region?: string;
}
/** `monitor`: an Azure Monitor private link scope, `arc`: an Azure Arc private link scope. */
export const PRIVATE_LINK_SCOPES = ['monitor', 'arc'] as const;
export type PrivateLinkScope = (typeof PRIVATE_LINK_SCOPES)[number];

/** Changes a target of the catalogue, found by its name or by its entry's id. */
export interface Override {
  readonly name: string;
  /** `false`: not probed, and no rule is made for it. */
  readonly enabled?: boolean;
  readonly change: Partial<Pick<Target, 'path' | 'expect' | 'feature' | 'required' | 'tier' | 'inspection' | 'proxy'>>;
  /** `file:line:column` or the setting. */
  readonly place: string;
}

/** What is to be probed, before the catalogue is expanded. */
export interface TargetSettings {
  readonly cloud: Cloud;
  /** Of the machines. */
  readonly regions: readonly string[];
  readonly workspaces: readonly Workspace[];
  /** Empty: none from the catalogue. */
  readonly agents: readonly Agent[];
  /** Tiers of the catalogue that are wanted. */
  readonly tiers: readonly Tier[];
  /** Hosts of data collection endpoints and rules: `<name>-<4 characters>.<region>-<n>.{ingest|handler.control|metrics.ingest}.monitor.azure.com`. */
  readonly dceHosts: readonly string[];
  /** Resource ids of data collection endpoints and rules, whose hosts are read from Azure Resource Manager with the identity. */
  readonly dceIds: readonly string[];
  /** Names of key vaults, for SQL Server's Entra authentication and certificate sync. */
  readonly keyVaults: readonly string[];
  /** Host of the Arc gateway; absent: the Connected Machine agent goes without one. */
  readonly gateway?: string;
  readonly privateLink: readonly PrivateLinkScope[];
  /** Whether names that only a service can tell are asked for, over the probed path. */
  readonly discover: boolean;
  /** Whether the revocation hosts that the certificates just seen name become targets. */
  readonly deriveRevocation: boolean;
  /** One's own targets, already read and checked. */
  readonly own: readonly Target[];
  readonly overrides: readonly Override[];
  /** Where each of one's own targets was given, by its name: `file:line:column`. */
  readonly places: Readonly<Record<string, string>>;
}

/** What holds where nothing is said: both agents, nothing that needs a value. */
export const DEFAULT_TARGET_SETTINGS: TargetSettings = {
  cloud: 'public',
  regions: [],
  workspaces: [],
  agents: AGENTS,
  tiers: TIERS,
  dceHosts: [],
  dceIds: [],
  keyVaults: [],
  privateLink: [],
  discover: true,
  deriveRevocation: true,
  own: [],
  overrides: [],
  places: {},
};

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

/** Rows that could not be delivered wait here. What passes a bound is given up, the oldest first, and counted. */
export interface SpoolSettings {
  /** Blob container URL or folder; absent: in this process's memory alone. */
  readonly place?: string;
  readonly maxAgeHours: number;
  /** As kept, which is compressed. */
  readonly maxMegabytes: number;
  readonly maxRows: number;
}
/** A week of 500 targets every five minutes: a million rows, about 130 MB. */
export const DEFAULT_SPOOL: SpoolSettings = { maxAgeHours: 168, maxMegabytes: 256, maxRows: 1_000_000 };

export interface Settings {
  readonly vantage: VantageSettings;
  readonly targets: TargetSettings;
  readonly probe: ProbeSettings;
  /** Absent: rows are not delivered. */
  readonly ingestion?: IngestionSettings;
  /** Blob container URL or folder; absent: reports are not kept. */
  readonly store?: string;
  readonly spool: SpoolSettings;
  /** Client id of the user-assigned identity. */
  readonly clientId?: string;
}
