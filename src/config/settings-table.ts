/** Every setting: its name, its shape, its default and what it says. The README's table and the configuration file's keys and schema come from here. */
import {
  CLOUDS,
  DEFAULT_CANARIES,
  DEFAULT_CONCURRENCY,
  DEFAULT_DEADLINES,
  DEFAULT_FOLLOW_UPS,
  DEFAULT_MUST_BE_DENIED,
  DEFAULT_ODD_PORT,
  DEFAULT_SPOOL,
  PRIVATE_LINK_SCOPES,
} from '../model/settings.ts';
import { AGENTS, TIERS } from '../model/target.ts';
import { defaultOf, type Setting } from './setting.ts';

export const DEFAULT_STREAM = 'Custom-AgentPathProbe_CL';

const DEADLINE = { kind: 'number', range: [50, 120_000], unit: 'milliseconds' } as const;

/** By what the code calls them. */
const BY_KEY = {
  config: {
    name: 'AGENTPATH_CONFIG',
    default: 'none',
    says: 'the path of a configuration file (YAML or JSON), or its text; a setting of the environment beats it',
    notInFile: 'one file is read, and it names no other',
  },
  schedule: {
    name: 'PROBE_SCHEDULE',
    default: '`0 */5 * * * *` in the template',
    says: 'when the timer ticks: NCRONTAB, six fields, UTC',
    notInFile: 'the host of the Function reads it, before the app runs',
  },
  vantage: {
    name: 'AGENTPATH_VANTAGE',
    default: "the app's or the machine's name",
    says: 'where the probe runs; every row carries it',
  },
  subnet: {
    name: 'AGENTPATH_VANTAGE_SUBNET',
    default: 'none',
    says: "the probe's subnet as CIDR: what the firewall's log is joined on",
    example: '10.10.94.0/24',
  },
  cloud: { name: 'AGENTPATH_CLOUD', oneOf: CLOUDS, preset: 'public', says: '`public`, `usgov` or `china`' },
  regions: {
    name: 'AGENTPATH_REGION',
    list: true,
    default: 'none',
    pattern: '^[a-z]+[a-z0-9]*!?$',
    example: 'westeurope',
    says: 'short names of the regions of machines and data collection rules; regional hosts are left out without; a `!` behind one that is newer than agentpath',
  },
  workspaces: {
    name: 'AGENTPATH_WORKSPACE_IDS',
    list: true,
    default: 'none',
    pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(@[a-z]+[a-z0-9]*!?)?$',
    example: '11111111-2222-3333-4444-555555555555@northeurope',
    says: 'Log Analytics workspaces: `GUID`, or `GUID@region` where the region is not that of the machines; their ingestion hosts are left out without',
  },
  agents: {
    name: 'AGENTPATH_AGENTS',
    list: true,
    oneOf: AGENTS,
    default: '`ama,cma`; none where `AGENTPATH_TARGETS` is set',
    says: 'whose endpoints the catalogue adds: `ama`, `cma`',
  },
  tiers: {
    name: 'AGENTPATH_TIERS',
    list: true,
    oneOf: TIERS,
    preset: TIERS,
    says: `tiers of the catalogue that are wanted: ${TIERS.map((tier) => `\`${tier}\``).join(', ')}`,
  },
  dceHosts: {
    name: 'AGENTPATH_DCE_HOSTS',
    list: true,
    default: 'none',
    example: 'dce-hub-a1b2.westeurope-1.ingest.monitor.azure.com',
    says: 'hosts of data collection endpoints and rules: `NAME-a1b2.REGION-1.ingest.monitor.azure.com`, also `handler.control` and `metrics.ingest`',
  },
  dceIds: {
    name: 'AGENTPATH_DCE_IDS',
    list: true,
    default: 'none',
    pattern: '^/subscriptions/',
    example:
      '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-hub/providers/Microsoft.Insights/dataCollectionEndpoints/dce-hub',
    says: 'resource ids of data collection endpoints and rules, whose hosts are read from Azure Resource Manager with the identity',
  },
  keyVaults: {
    name: 'AGENTPATH_KEY_VAULTS',
    list: true,
    default: 'none',
    pattern: '^[A-Za-z][A-Za-z0-9-]{2,23}$',
    example: 'kv-hub',
    says: "names of key vaults, for SQL Server's Entra authentication and certificate sync",
  },
  gateway: {
    name: 'AGENTPATH_ARC_GATEWAY',
    default: 'none: the agents go without one',
    pattern: '\\.gw\\.arc\\.azure\\.com$',
    example: 'hub.gw.arc.azure.com',
    says: 'host of the Arc gateway: most hosts then ride inside it and are left out',
  },
  privateLink: {
    name: 'AGENTPATH_PRIVATE_LINK',
    list: true,
    oneOf: PRIVATE_LINK_SCOPES,
    default: 'none',
    says: 'private link scopes in use: `monitor`, `arc`; their hosts must then have private addresses',
  },
  discover: {
    name: 'AGENTPATH_DISCOVER',
    kind: 'boolean',
    preset: true,
    says: 'whether names that only a service can tell are asked for, over the probed path',
  },
  deriveRevocation: {
    name: 'AGENTPATH_DERIVE_REVOCATION',
    kind: 'boolean',
    preset: true,
    says: 'whether the revocation hosts named by the certificates just seen are probed too',
  },
  targets: {
    name: 'AGENTPATH_TARGETS',
    path: true,
    default: 'none',
    example: 'own-targets.yaml',
    says: "one's own targets: the path of a YAML file, or the YAML itself",
  },
  canaries: {
    name: 'AGENTPATH_CANARIES',
    list: true,
    preset: DEFAULT_CANARIES,
    says: 'addresses where nothing is; `none` asks none',
  },
  oddPort: {
    name: 'AGENTPATH_ODD_PORT',
    kind: 'number',
    range: [1, 65_535],
    preset: DEFAULT_ODD_PORT,
    says: 'a port that nothing uses; where a canary answers there too, the canary is void',
  },
  mustBeDenied: {
    name: 'AGENTPATH_MUST_BE_DENIED',
    preset: DEFAULT_MUST_BE_DENIED,
    says: 'a resolvable name that no rule allows',
  },
  expectFirewall: {
    name: 'AGENTPATH_EXPECT_FIREWALL',
    kind: 'boolean',
    default: '`true`; on the command line `false`',
    says: 'whether a run fails when the must-be-denied name passes',
  },
  beaconDomain: {
    name: 'AGENTPATH_BEACON_DOMAIN',
    default: 'none',
    example: 'beacon.contoso.com',
    says: "a domain that no rule allows; each run says a name of its own in it, to be found in the firewall's log",
  },
  proxy: {
    name: 'AGENTPATH_PROXY',
    default: 'none',
    pattern: '^[Hh][Tt][Tt][Pp]://.+:[0-9]+/?$',
    example: 'http://proxy.contoso.com:8080',
    says: 'an explicit proxy: `http://host:port`',
  },
  resolvers: {
    name: 'AGENTPATH_RESOLVERS',
    list: true,
    default: "the machine's",
    example: '10.0.0.4:5353',
    says: 'DNS servers: `address` or `address:port`',
  },
  allAddresses: {
    name: 'AGENTPATH_ALL_ADDRESSES',
    kind: 'boolean',
    preset: false,
    says: 'whether every address of a name is probed, not only the first',
  },
  trust: {
    name: 'AGENTPATH_TRUST',
    files: true,
    default: 'none',
    says: 'roots that count as public, for laboratories: PEM files (commas between), or PEM text',
  },
  inspectionCas: {
    name: 'AGENTPATH_INSPECTION_CA',
    files: true,
    default: 'none',
    says: 'known inspection CAs, which stay `intercepted`: PEM files (commas between), or PEM text',
  },
  concurrency: {
    name: 'AGENTPATH_CONCURRENCY',
    kind: 'number',
    range: [1, 1024],
    preset: DEFAULT_CONCURRENCY,
    says: 'targets probed at once',
  },
  dnsMs: {
    name: 'AGENTPATH_DNS_TIMEOUT_MS',
    ...DEADLINE,
    preset: DEFAULT_DEADLINES.dnsMs,
    says: 'deadline of the DNS phase',
  },
  tcpMs: {
    name: 'AGENTPATH_TCP_TIMEOUT_MS',
    ...DEADLINE,
    preset: DEFAULT_DEADLINES.tcpMs,
    says: 'deadline of the TCP phase',
  },
  tlsMs: {
    name: 'AGENTPATH_TLS_TIMEOUT_MS',
    ...DEADLINE,
    preset: DEFAULT_DEADLINES.tlsMs,
    says: 'deadline of the TLS phase',
  },
  httpMs: {
    name: 'AGENTPATH_HTTP_TIMEOUT_MS',
    ...DEADLINE,
    preset: DEFAULT_DEADLINES.httpMs,
    says: 'deadline of the HTTP phase',
  },
  followUps: {
    name: 'AGENTPATH_FOLLOW_UPS',
    kind: 'number',
    range: [0, 10_000],
    preset: DEFAULT_FOLLOW_UPS.connections,
    says: 'extra connections a run may spend on questions about failures; `0` asks none',
  },
  ingestionEndpoint: {
    name: 'AGENTPATH_INGESTION_ENDPOINT',
    default: 'none: nothing is delivered',
    pattern: '^[Hh][Tt][Tt][Pp][Ss]://',
    example: 'https://dce-hub-a1b2.westeurope-1.ingest.monitor.azure.com',
    says: 'logs ingestion URI of the data collection endpoint or rule',
  },
  ruleId: {
    name: 'AGENTPATH_DCR_ID',
    default: 'none: nothing is delivered',
    pattern: '^[Dd][Cc][Rr]-',
    example: 'dcr-00000000000000000000000000000000',
    says: 'immutable id of the data collection rule: `dcr-…`',
  },
  stream: { name: 'AGENTPATH_STREAM', preset: DEFAULT_STREAM, says: 'stream of the data collection rule' },
  store: {
    name: 'AGENTPATH_STORE',
    path: true,
    example: 'https://account.blob.core.windows.net/reports',
    default: 'none: reports are not kept',
    says: "a blob container's URL, or a folder",
  },
  spool: {
    name: 'AGENTPATH_SPOOL',
    path: true,
    example: 'https://account.blob.core.windows.net/spool',
    default: 'beside `AGENTPATH_STORE`: the container `spool` of its account, or the folder `spool` in it',
    says: "where rows wait that could not be delivered: a blob container's URL, or a folder",
  },
  spoolMaxAge: {
    name: 'AGENTPATH_SPOOL_MAX_AGE_HOURS',
    kind: 'number',
    range: [1, 8760],
    unit: 'hours',
    preset: DEFAULT_SPOOL.maxAgeHours,
    says: 'rows that wait for longer are given up, and counted',
  },
  spoolMaxMegabytes: {
    name: 'AGENTPATH_SPOOL_MAX_MB',
    kind: 'number',
    range: [1, 100_000],
    unit: 'MB',
    preset: DEFAULT_SPOOL.maxMegabytes,
    says: 'where more waits (compressed), the oldest rows are given up, and counted',
  },
  spoolMaxRows: {
    name: 'AGENTPATH_SPOOL_MAX_ROWS',
    kind: 'number',
    range: [1000, 100_000_000],
    unit: 'rows',
    preset: DEFAULT_SPOOL.maxRows,
    says: 'where more rows wait, the oldest are given up, and counted',
  },
  clientId: {
    name: 'AGENTPATH_CLIENT_ID',
    default: "none: the developer's credentials",
    says: 'client id of the user-assigned identity',
  },
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof BY_KEY;
export const SETTING_KEYS = Object.keys(BY_KEY) as readonly SettingKey[];

export function settingOf(key: SettingKey): Setting {
  return BY_KEY[key];
}

export const SETTINGS: readonly Setting[] = SETTING_KEYS.map(settingOf);

/** A Markdown table of all settings. */
export function settingsTable(): string {
  return [
    '| Setting | Default | What it says |',
    '|---|---|---|',
    ...SETTINGS.map((setting) => `| \`${setting.name}\` | ${defaultOf(setting)} | ${setting.says} |`),
  ].join('\n');
}
