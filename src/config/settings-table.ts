/** Every setting: its name, its default and what it says. The README's table is written from here. */
import {
  DEFAULT_CANARIES,
  DEFAULT_CONCURRENCY,
  DEFAULT_DEADLINES,
  DEFAULT_FOLLOW_UPS,
  DEFAULT_MUST_BE_DENIED,
  DEFAULT_ODD_PORT,
} from '../model/settings.ts';

export const DEFAULT_STREAM = 'Custom-AgentPathProbe_CL';

interface Setting {
  readonly name: string;
  /** Several values, with commas between them. */
  readonly list?: true;
  readonly default: string;
  readonly says: string;
}

/** By what the code calls them. */
const BY_KEY = {
  schedule: {
    name: 'PROBE_SCHEDULE',
    default: '`0 */5 * * * *` in the template',
    says: 'when the timer ticks: NCRONTAB, six fields, UTC',
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
  },
  cloud: { name: 'AGENTPATH_CLOUD', default: '`public`', says: '`public`, `usgov` or `china`' },
  regions: {
    name: 'AGENTPATH_REGION',
    list: true,
    default: 'none',
    says: 'short names of the regions of machines and data collection rules; regional hosts are left out without',
  },
  workspaces: {
    name: 'AGENTPATH_WORKSPACE_IDS',
    list: true,
    default: 'none',
    says: 'ids (GUIDs) of the Log Analytics workspaces; their ingestion hosts are left out without',
  },
  agents: {
    name: 'AGENTPATH_AGENTS',
    list: true,
    default: '`ama,cma`; none where `AGENTPATH_TARGETS` is set',
    says: 'whose endpoints the catalogue adds: `ama`, `cma`',
  },
  targets: {
    name: 'AGENTPATH_TARGETS',
    default: 'none',
    says: "one's own targets: the path of a YAML file, or the YAML itself",
  },
  canaries: {
    name: 'AGENTPATH_CANARIES',
    list: true,
    default: `\`${DEFAULT_CANARIES.join(',')}\``,
    says: 'addresses where nothing is; `none` asks none',
  },
  oddPort: {
    name: 'AGENTPATH_ODD_PORT',
    default: `\`${DEFAULT_ODD_PORT}\``,
    says: 'a port that nothing uses; where a canary answers there too, the canary is void',
  },
  mustBeDenied: {
    name: 'AGENTPATH_MUST_BE_DENIED',
    default: `\`${DEFAULT_MUST_BE_DENIED}\``,
    says: 'a resolvable name that no rule allows',
  },
  expectFirewall: {
    name: 'AGENTPATH_EXPECT_FIREWALL',
    default: '`true`; on the command line `false`',
    says: 'whether a run fails when the must-be-denied name passes',
  },
  beaconDomain: {
    name: 'AGENTPATH_BEACON_DOMAIN',
    default: 'none',
    says: "a domain that no rule allows; each run says a name of its own in it, to be found in the firewall's log",
  },
  proxy: { name: 'AGENTPATH_PROXY', default: 'none', says: 'an explicit proxy: `http://host:port`' },
  resolvers: {
    name: 'AGENTPATH_RESOLVERS',
    list: true,
    default: "the machine's",
    says: 'DNS servers: `address` or `address:port`',
  },
  allAddresses: {
    name: 'AGENTPATH_ALL_ADDRESSES',
    default: '`false`',
    says: 'whether every address of a name is probed, not only the first',
  },
  trust: {
    name: 'AGENTPATH_TRUST',
    default: 'none',
    says: 'roots that count as public, for laboratories: PEM files (commas between), or PEM text',
  },
  inspectionCas: {
    name: 'AGENTPATH_INSPECTION_CA',
    default: 'none',
    says: 'known inspection CAs, which stay `intercepted`: PEM files (commas between), or PEM text',
  },
  concurrency: {
    name: 'AGENTPATH_CONCURRENCY',
    default: `\`${DEFAULT_CONCURRENCY}\``,
    says: 'targets probed at once',
  },
  dnsMs: {
    name: 'AGENTPATH_DNS_TIMEOUT_MS',
    default: `\`${DEFAULT_DEADLINES.dnsMs}\``,
    says: 'deadline of the DNS phase',
  },
  tcpMs: {
    name: 'AGENTPATH_TCP_TIMEOUT_MS',
    default: `\`${DEFAULT_DEADLINES.tcpMs}\``,
    says: 'deadline of the TCP phase',
  },
  tlsMs: {
    name: 'AGENTPATH_TLS_TIMEOUT_MS',
    default: `\`${DEFAULT_DEADLINES.tlsMs}\``,
    says: 'deadline of the TLS phase',
  },
  httpMs: {
    name: 'AGENTPATH_HTTP_TIMEOUT_MS',
    default: `\`${DEFAULT_DEADLINES.httpMs}\``,
    says: 'deadline of the HTTP phase',
  },
  followUps: {
    name: 'AGENTPATH_FOLLOW_UPS',
    default: `\`${DEFAULT_FOLLOW_UPS.connections}\``,
    says: 'extra connections a run may spend on questions about failures; `0` asks none',
  },
  ingestionEndpoint: {
    name: 'AGENTPATH_INGESTION_ENDPOINT',
    default: 'none: nothing is delivered',
    says: 'logs ingestion URI of the data collection endpoint or rule',
  },
  ruleId: {
    name: 'AGENTPATH_DCR_ID',
    default: 'none: nothing is delivered',
    says: 'immutable id of the data collection rule: `dcr-…`',
  },
  stream: { name: 'AGENTPATH_STREAM', default: `\`${DEFAULT_STREAM}\``, says: 'stream of the data collection rule' },
  store: {
    name: 'AGENTPATH_STORE',
    default: 'none: reports are not kept',
    says: "a blob container's URL, or a folder",
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
    ...SETTINGS.map(({ name, default: value, says }) => `| \`${name}\` | ${value} | ${says} |`),
  ].join('\n');
}
