/** The paths of the laboratory: one agent and one firewall each, all in front of the same internet. */
import type { PathReading } from '../../src/model/path.ts';
import { DEAD_RESOLVER, DNS_SERVER, REFUSING_RESOLVER } from './addresses.ts';

/** How the name filter denies what no rule allows. The alerts: 40 handshake_failure, 112 unrecognized_name. */
export type Manner = 'close' | 'reset' | 'silence' | 'alert-40' | 'alert-112';

/** Squid refuses with a page of its own and 403; HAProxy in front of it says what Azure Firewall says to plain HTTP, 470. */
export type ExplicitProxy = 'squid' | 'haproxy';

export interface Configuration {
  /** Destination ports that the firewall answers itself, to judge by name (what "application rules" name). */
  readonly filteredPorts: readonly number[];
  readonly manner: Manner;
  /** What becomes of names that no rule names. */
  readonly otherNames: 'deny' | 'allow';
  /** What becomes of packets that neither the name filter takes nor a rule by address names. */
  readonly otherPackets: 'drop' | 'accept';
  /** Between agent and firewall: milliseconds for each direction, and the percentage of packets that each direction loses. */
  readonly way?: { readonly delayMs: number; readonly lossPercent: number };
  /** Who reads names; HAProxy where nothing is said. */
  readonly nameFilter?: 'squid';
  /** The path is an explicit proxy alone: nothing else is let out. */
  readonly proxy?: ExplicitProxy;
  /** What becomes of questions to resolvers. */
  readonly questions: 'accept' | 'drop';
  /** The agents' resolvers, in their order. */
  readonly resolvers: readonly string[];
  /** Whether the inspector sends its own root along, or only its intermediate CA. */
  readonly inspectorSendsRoot: boolean;
  readonly truth: PathTruth;
}
/** What is true of the path, from how it is built, and can be known from inside it. */
export interface PathTruth extends Pick<PathReading, 'intercepted' | 'filtered'> {
  /** The one reason behind all verdicts, where there is one. */
  readonly rootCause?: string;
}

const BY_NAME: Configuration = {
  filteredPorts: [80, 443, 8443],
  manner: 'close',
  otherNames: 'deny',
  otherPackets: 'drop',
  questions: 'accept',
  resolvers: [DNS_SERVER],
  inspectorSendsRoot: false,
  truth: { intercepted: 'yes', filtered: 'yes' },
};
const NOT_BY_NAME: Configuration = { ...BY_NAME, filteredPorts: [] };
const DIRECT: Configuration = {
  ...NOT_BY_NAME,
  otherPackets: 'accept',
  truth: { intercepted: 'no', filtered: 'no' },
};

export const CONFIGURATIONS = {
  'app-rules': BY_NAME,
  'app-rules-reset': { ...BY_NAME, manner: 'reset' },
  'app-rules-silence': { ...BY_NAME, manner: 'silence' },
  'app-rules-alert-112': { ...BY_NAME, manner: 'alert-112' },
  /** A denial that says the very words of a far end whose cipher suites do not meet ours. */
  'app-rules-alert-40': { ...BY_NAME, manner: 'alert-40' },
  /** By name, and rules by address that come first: what an Azure Firewall with network rules does. */
  mixed: BY_NAME,
  'tls-inspection': BY_NAME,
  'tls-inspection-root-sent': { ...BY_NAME, inspectorSendsRoot: true },
  /** Squid denies by closing, opens what it is told to, and unlike Azure Firewall goes where the agent dialled. */
  'tls-inspection-squid': { ...BY_NAME, filteredPorts: [80, 443], nameFilter: 'squid' },
  /** No rule has this agent among its sources. */
  'source-not-covered': { ...BY_NAME, truth: { ...BY_NAME.truth, rootCause: 'denied.source_not_covered' } },
  /** The firewall reads every name and lets all of them through. */
  'allow-all': { ...BY_NAME, otherNames: 'allow', truth: { intercepted: 'yes', filtered: 'no' } },
  /**
   * A packet filter alone. A name that must be denied does not connect, so how names are denied is never seen; and that nothing answers for a
   * dead address says little, for a rule may swallow those too.
   */
  'network-rules': { ...NOT_BY_NAME, truth: { intercepted: 'unknown', filtered: 'unknown' } },
  /** For some flows one of three instances answers that is not as the others. */
  intermittent: BY_NAME,
  'long-way': { ...BY_NAME, way: { delayMs: 25, lossPercent: 1 } },
  'explicit-proxy': { ...NOT_BY_NAME, proxy: 'squid', truth: { intercepted: 'unknown', filtered: 'yes' } },
  'explicit-proxy-470': { ...NOT_BY_NAME, proxy: 'haproxy', truth: { intercepted: 'unknown', filtered: 'yes' } },
  'far-ends': DIRECT,
  /** The same far ends, all allowed by name: HAProxy stands in between, and hands on what they do. */
  'far-ends-by-name': BY_NAME,
  'dns-faults': DIRECT,
  'dns-first-resolvers-no-good': { ...DIRECT, resolvers: [DEAD_RESOLVER, REFUSING_RESOLVER, DNS_SERVER] },
  /** The name that must be denied has no address either, so nothing is known of names. */
  'dns-dropped': {
    ...DIRECT,
    questions: 'drop',
    truth: { intercepted: 'unknown', filtered: 'unknown', rootCause: 'dns.dead' },
  },
  'no-firewall': DIRECT,
} as const satisfies Record<string, Configuration>;

export type ConfigurationName = keyof typeof CONFIGURATIONS;
export const CONFIGURATION_NAMES = Object.keys(CONFIGURATIONS) as readonly ConfigurationName[];
export function configurationOf(name: ConfigurationName): Configuration {
  return CONFIGURATIONS[name];
}
