/** Given settings, checked and completed. Used for the environment and for flags alike, so both are judged by the same rules. */
import { hostname } from 'node:os';
import {
  DEFAULT_CANARIES,
  DEFAULT_CONCURRENCY,
  DEFAULT_DEADLINES,
  DEFAULT_FOLLOW_UPS,
  DEFAULT_MUST_BE_DENIED,
  DEFAULT_ODD_PORT,
  type IngestionSettings,
  type ProbeSettings,
  type Settings,
  type TargetSettings,
} from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import { cloudProblems } from './cloud-fit.ts';
import type { Environment } from './environment.ts';
import { Collector, type Given, type GivenSettings, partsOf, problemAt } from './given.ts';
import { unknownHosts } from './known-hosts.ts';
import type { Layered } from './layers.ts';
import { inFileOrder, type Problem, SettingsError } from './problems.ts';
import { readAddress, readDnsName, readProxy, readResolver, readSubnet } from './read-host.ts';
import { isPem, type ReadFile, readPem } from './read-pem.ts';
import {
  readBoolean,
  readGuid,
  readIngestionEndpoint,
  readInteger,
  readLabel,
  readRuleId,
  readStore,
  readStream,
} from './read-text.ts';
import { quoted, type Reader, refuse } from './read-value.ts';
import { DEFAULT_STREAM, type SettingKey, settingOf } from './settings-table.ts';
import { spoolSettings } from './spool-settings.ts';
import { targetSettings } from './target-settings.ts';

export interface Defaults {
  readonly expectFirewall: boolean;
  /** The vantage where none is given; absent: the machine's name. */
  readonly vantage?: string;
}

/** Settings do not know the catalogue: whoever reads them for a run hands this in. */
export type CatalogueProblems = (targets: TargetSettings) => readonly Problem[];

export interface Origin {
  readonly readFile: ReadFile;
  readonly defaults: Defaults;
  /** The process's: some of it decides what a setting may be. */
  readonly env: Environment;
  /** What only the catalogue knows to be wrong. */
  readonly catalogue?: CatalogueProblems;
  /** Problems already known. */
  readonly problems?: readonly Problem[];
}

/** A beacon's name is `<run id>.<domain>`, and names end at 253 characters. */
const BEACON_LONGEST = 200;

export function toSettings(layered: Layered, origin: Origin): Settings {
  const { env, problems = [] } = origin;
  const { given } = layered;
  const collector = new Collector();
  const targets = targetSettings(layered, collector, origin);
  const probe = probeSettings(given, targets.own, collector, origin);
  const ingestion = ingestionSettings(given, collector);
  const store = collector.one(given.store, readStore);
  const clientId = collector.one(given.clientId, readGuid);
  const settings: Settings = {
    vantage: {
      name: collector.one(given.vantage, readLabel(128)) ?? origin.defaults.vantage ?? hostname(),
      subnet: collector.one(given.subnet, readSubnet) ?? '',
    },
    targets,
    probe,
    ...(ingestion && { ingestion }),
    ...(store !== undefined && { store }),
    spool: spoolSettings(given, store, collector, numberOf),
    ...(clientId !== undefined && { clientId }),
  };
  const all = [
    ...problems,
    ...collector.problems,
    ...clashes(given, settings),
    ...cloudProblems(given, settings),
    ...unknownHosts(given, settings, env),
  ];
  if (all.length > 0) throw new SettingsError(inFileOrder(all));
  return settings;
}

function probeSettings(
  given: GivenSettings,
  own: readonly Target[],
  collector: Collector,
  { readFile, defaults }: Origin,
): ProbeSettings {
  const proxy = collector.one(given.proxy, readProxy);
  const beaconDomain = collector.one(given.beaconDomain, readBeaconDomain);
  return {
    deadlines: {
      dnsMs: collector.one(given.dnsMs, numberOf('dnsMs')) ?? DEFAULT_DEADLINES.dnsMs,
      tcpMs: collector.one(given.tcpMs, numberOf('tcpMs')) ?? DEFAULT_DEADLINES.tcpMs,
      tlsMs: collector.one(given.tlsMs, numberOf('tlsMs')) ?? DEFAULT_DEADLINES.tlsMs,
      httpMs: collector.one(given.httpMs, numberOf('httpMs')) ?? DEFAULT_DEADLINES.httpMs,
    },
    concurrency: collector.one(given.concurrency, numberOf('concurrency')) ?? DEFAULT_CONCURRENCY,
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
      connections: collector.one(given.followUps, numberOf('followUps')) ?? DEFAULT_FOLLOW_UPS.connections,
    },
  };
}

function numberOf(key: SettingKey): Reader<number> {
  const { range = [0, Number.MAX_SAFE_INTEGER], unit } = settingOf(key);
  return readInteger(range[0], range[1], unit);
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
  const each = (given ?? []).flatMap((one) =>
    (isPem(one.text) ? [one.text] : partsOf(one.text)).map((text) => ({ ...one, text })),
  );
  return [...new Set(collector.list(each, (text) => readPem(text, readFile)).flat())];
}

function ingestionSettings(given: GivenSettings, collector: Collector): IngestionSettings | undefined {
  const endpoint = collector.one(given.ingestionEndpoint, readIngestionEndpoint);
  const ruleId = collector.one(given.ruleId, readRuleId);
  const stream = collector.one(given.stream, readStream) ?? DEFAULT_STREAM;
  if (given.ingestionEndpoint && !given.ruleId) {
    collector.keep(
      { place: 'AGENTPATH_DCR_ID' },
      refuse(
        'an ingestion endpoint is set, and no rule',
        'Set the immutable id of the data collection rule (in a file: dcrId)',
      ),
    );
  }
  if (given.ruleId && !given.ingestionEndpoint) {
    collector.keep(
      { place: 'AGENTPATH_INGESTION_ENDPOINT' },
      refuse(
        'a data collection rule is set, and no endpoint',
        'Set the logs ingestion URI (in a file: ingestionEndpoint)',
      ),
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
  const port = numberOf('oddPort')(text);
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
    problemAt(
      oddPort,
      `the target ${quoted(odd.name)} uses port ${probe.oddPort}, so it cannot be the port that nothing uses`,
      'Name another port',
    ),
  ];
}

/** The default, or the next port that none of the targets uses. */
function unusedPort(targets: readonly Target[]): number {
  const used = new Set(targets.map(({ port }) => port));
  let port = DEFAULT_ODD_PORT;
  while (used.has(port) && port < 65_535) port += 1;
  return port;
}
