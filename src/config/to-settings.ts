/** Given settings, checked and completed. Used for the environment and for flags alike, so both are judged by the same rules. */
import { hostname } from 'node:os';
import {
  CLOUDS,
  DEFAULT_CANARIES,
  DEFAULT_CONCURRENCY,
  DEFAULT_DEADLINES,
  DEFAULT_FOLLOW_UPS,
  DEFAULT_MUST_BE_DENIED,
  DEFAULT_ODD_PORT,
  DEFAULT_TARGET_SETTINGS,
  type IngestionSettings,
  type ProbeSettings,
  type Settings,
  type TargetSettings,
} from '../model/settings.ts';
import { AGENTS, type Target } from '../model/target.ts';
import { Collector, type Given, type GivenSettings, partsOf } from './given.ts';
import { type Problem, SettingsError } from './problems.ts';
import { readAddress, readDnsName, readProxy, readResolver, readSubnet } from './read-host.ts';
import { isPem, type ReadFile, readPem, readTextFile } from './read-pem.ts';
import {
  readBoolean,
  readGuid,
  readIngestionEndpoint,
  readInteger,
  readLabel,
  readOneOf,
  readRegion,
  readRuleId,
  readStore,
  readStream,
  readWorkspaceId,
} from './read-text.ts';
import { quoted, type Reader, refuse } from './read-value.ts';
import { DEFAULT_STREAM } from './settings-table.ts';
import { parseTargets } from './targets-file.ts';

export interface Defaults {
  readonly expectFirewall: boolean;
  /** The vantage where none is given; absent: the machine's name. */
  readonly vantage?: string;
}

export interface Origin {
  readonly readFile: ReadFile;
  readonly defaults: Defaults;
  /** Problems already known. */
  readonly problems?: readonly Problem[];
}

/** A beacon's name is `<run id>.<domain>`, and names end at 253 characters. */
const BEACON_LONGEST = 200;

export function toSettings(given: GivenSettings, { readFile, defaults, problems = [] }: Origin): Settings {
  const collector = new Collector();
  const targets = targetSettings(given, collector, readFile);
  const probe = probeSettings(given, targets.own, collector, { readFile, defaults });
  const ingestion = ingestionSettings(given, collector);
  const store = collector.one(given.store, readStore);
  const clientId = collector.one(given.clientId, readGuid);
  const settings: Settings = {
    vantage: {
      name: collector.one(given.vantage, readLabel(128)) ?? defaults.vantage ?? hostname(),
      subnet: collector.one(given.subnet, readSubnet) ?? '',
    },
    targets,
    probe,
    ...(ingestion && { ingestion }),
    ...(store !== undefined && { store }),
    ...(clientId !== undefined && { clientId }),
  };
  const all = [...problems, ...collector.problems, ...clashes(given, settings)];
  if (all.length > 0) throw new SettingsError(all);
  return settings;
}

/** One's own targets replace the catalogue, unless agents are named too. With neither, both agents are meant. */
function targetSettings(given: GivenSettings, collector: Collector, readFile: ReadFile): TargetSettings {
  const agents = collector.list(given.agents, readOneOf(AGENTS));
  return {
    ...DEFAULT_TARGET_SETTINGS,
    cloud: collector.one(given.cloud, readOneOf(CLOUDS)) ?? 'public',
    regions: collector.list(given.regions, readRegion),
    workspaces: collector.list(given.workspaces, readWorkspaceId).map((id) => ({ id })),
    agents: given.agents || given.targets ? agents : AGENTS,
    own: (given.targets ?? []).flatMap((one) => ownTargets(one, collector, readFile)),
  };
}

/** `text` is a file's path, or the document itself. */
function ownTargets({ place, text }: Given, collector: Collector, readFile: ReadFile): readonly Target[] {
  const inline = text.includes('\n') || /^(?:[{[#]|---|"?targets"?\s*:)/.test(text);
  const document = inline ? text : collector.keep(place, readTextFile(text, readFile));
  if (document === undefined) return [];
  try {
    return parseTargets(document, inline ? place : text);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    collector.problems.push(...error.problems);
    return [];
  }
}

function probeSettings(
  given: GivenSettings,
  own: readonly Target[],
  collector: Collector,
  { readFile, defaults }: Origin,
): ProbeSettings {
  const milliseconds = readInteger(50, 120_000, 'milliseconds');
  const proxy = collector.one(given.proxy, readProxy);
  const beaconDomain = collector.one(given.beaconDomain, readBeaconDomain);
  return {
    deadlines: {
      dnsMs: collector.one(given.dnsMs, milliseconds) ?? DEFAULT_DEADLINES.dnsMs,
      tcpMs: collector.one(given.tcpMs, milliseconds) ?? DEFAULT_DEADLINES.tcpMs,
      tlsMs: collector.one(given.tlsMs, milliseconds) ?? DEFAULT_DEADLINES.tlsMs,
      httpMs: collector.one(given.httpMs, milliseconds) ?? DEFAULT_DEADLINES.httpMs,
    },
    concurrency: collector.one(given.concurrency, readInteger(1, 1024)) ?? DEFAULT_CONCURRENCY,
    allAddresses: collector.one(given.allAddresses, readBoolean) ?? false,
    resolvers: collector.list(given.resolvers, readResolver),
    ...(proxy !== undefined && { proxy }),
    canaries: canaries(given.canaries, collector),
    oddPort: collector.one(given.oddPort, readOddPort) ?? unusedPort(own),
    mustBeDenied: collector.one(given.mustBeDenied, readMustBeDenied) ?? DEFAULT_MUST_BE_DENIED,
    ...(beaconDomain !== undefined && { beaconDomain }),
    expectFirewall: collector.one(given.expectFirewall, readBoolean) ?? defaults.expectFirewall,
    trust: certificates(given.trust, collector, readFile),
    inspectionCas: certificates(given.inspectionCas, collector, readFile),
    followUps: {
      ...DEFAULT_FOLLOW_UPS,
      connections: collector.one(given.followUps, readInteger(0, 10_000)) ?? DEFAULT_FOLLOW_UPS.connections,
    },
  };
}

function canaries(given: readonly Given[] | undefined, collector: Collector): readonly string[] {
  if (!given) return DEFAULT_CANARIES;
  if (given.length === 1 && given[0]?.text.toLowerCase() === 'none') return [];
  return collector.list(given, readAddress);
}

function certificates(
  given: readonly Given[] | undefined,
  collector: Collector,
  readFile: ReadFile,
): readonly string[] {
  const each = (given ?? []).flatMap(({ place, text }) =>
    (isPem(text) ? [text] : partsOf(text)).map((part) => ({ place, text: part })),
  );
  return [...new Set(collector.list(each, (text) => readPem(text, readFile)).flat())];
}

function ingestionSettings(given: GivenSettings, collector: Collector): IngestionSettings | undefined {
  const endpoint = collector.one(given.ingestionEndpoint, readIngestionEndpoint);
  const ruleId = collector.one(given.ruleId, readRuleId);
  const stream = collector.one(given.stream, readStream) ?? DEFAULT_STREAM;
  if (given.ingestionEndpoint && !given.ruleId) {
    collector.keep(
      'AGENTPATH_DCR_ID',
      refuse('an ingestion endpoint is set, and no rule', 'Set the immutable id of the data collection rule'),
    );
  }
  if (given.ruleId && !given.ingestionEndpoint) {
    collector.keep(
      'AGENTPATH_INGESTION_ENDPOINT',
      refuse('a data collection rule is set, and no endpoint', 'Set the logs ingestion URI'),
    );
  }
  return endpoint === undefined || ruleId === undefined ? undefined : { endpoint, ruleId, stream };
}

const readMustBeDenied: Reader<string> = (text) => {
  const name = readDnsName(text);
  if (!name.ok || !/(?:^|\.)invalid$/.test(name.value)) return name;
  return refuse(
    `${quoted(text)} can never be resolved`,
    'Write a name that exists and that no rule allows, for example example.com',
  );
};

const readBeaconDomain: Reader<string> = (text) => {
  const name = readDnsName(text);
  if (!name.ok || name.value.length <= BEACON_LONGEST) return name;
  return refuse(
    `${quoted(text)} is too long to take a run's id in front`,
    `Write at most ${BEACON_LONGEST} characters`,
  );
};

const readOddPort: Reader<number> = (text) => {
  const port = readInteger(1, 65_535)(text);
  if (!port.ok || (port.value !== 80 && port.value !== 443)) return port;
  return refuse(
    `${port.value} is a port that targets use`,
    `Write a port that nothing uses, for example ${DEFAULT_ODD_PORT}`,
  );
};

/** An odd port that a target uses is not odd. (The must-be-denied name may be a target too: then its row shows what a denial looks like.) */
function clashes(given: GivenSettings, { targets, probe }: Settings): readonly Problem[] {
  const [oddPort] = given.oddPort ?? [];
  const odd = oddPort && targets.own.find(({ port }) => port === probe.oddPort);
  if (!odd) return [];
  return [
    {
      place: oddPort.place,
      says: `the target ${quoted(odd.name)} uses port ${probe.oddPort}, so it cannot be the port that nothing uses`,
      wayOut: 'Name another port',
    },
  ];
}

/** The default, or the next port that none of the targets uses. */
function unusedPort(targets: readonly Target[]): number {
  const used = new Set(targets.map(({ port }) => port));
  let port = DEFAULT_ODD_PORT;
  while (used.has(port) && port < 65_535) port += 1;
  return port;
}
