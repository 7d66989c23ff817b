/** Many verdicts → root causes: what many targets share is said once, the most damaging first. */
import type { Evidence } from '../model/evidence.ts';
import type { Path } from '../model/path.ts';
import { type RootCause, STATES, type State, type Summary, type Verdict } from '../model/verdict.ts';
import { counted, listed } from './figures.ts';
import { commonName } from './truth.ts';

export interface JudgedTarget {
  readonly evidence: Evidence;
  readonly verdict: Verdict;
}
type Group = readonly JudgedTarget[];

export function summarize(judged: Group, path: Path): Summary {
  const failed = judged.filter(({ verdict }) => verdict.state !== 'reachable');
  const byState = Object.fromEntries(
    STATES.map((state) => [state, judged.filter(({ verdict }) => verdict.state === state).length]),
  ) as Record<State, number>;
  return {
    targets: judged.length,
    byState,
    misleading: failed.filter(({ verdict }) => verdict.tcpTestSucceeded).length,
    rootCauses: [...filterMissing(judged, path), ...rootCausesOf(judged, failed, path)],
  };
}

/** Nothing below speaks about the firewall's rules: said before everything else. */
function filterMissing(judged: Group, path: Path): readonly RootCause[] {
  if (!path.firewallExpected || path.reading.filtered !== 'no' || judged.length === 0) return [];
  return [
    {
      id: 'path.filter_missing',
      state: 'inconclusive',
      says: 'A firewall is expected on this path, and a name that must be denied passes: everything is allowed to this source, or the path goes around the firewall.',
      stops: [],
      remedy:
        "Check the default route of the probe's subnet, and the firewall's rules for one that allows every name to this source; then run again.",
      targets: namesOf(judged),
    },
  ];
}

function rootCausesOf(judged: Group, failed: Group, path: Path): readonly RootCause[] {
  const shared = [dnsDead, sourceNotCovered, portEighty];
  const causes: RootCause[] = [];
  let left = failed;
  for (const find of shared) {
    const cause = find(judged, left, path);
    if (!cause) continue;
    causes.push(cause);
    left = left.filter(({ evidence }) => !cause.targets.includes(evidence.target.name));
  }
  const groups = [...Map.groupBy(left, keyOf).values()].toSorted((a, b) => damage(b) - damage(a));
  return [...causes, ...groups.map(causeOf)];
}

// causes of their own ----------------------------------------------------------------------------------------------

const RESOLVER_CAUSES = [
  'dns.timed_out',
  'dns.resolver_unreachable',
  'dns.no_resolver',
  'dns.server_failure',
  'dns.refused',
  'dns.unreadable',
];

/** No name at all was resolved, and none because it does not exist. */
function dnsDead(judged: Group, failed: Group): RootCause | undefined {
  const dead = failed.filter(({ verdict }) => RESOLVER_CAUSES.includes(verdict.cause));
  const resolved = judged.some(
    ({ evidence: { steps } }) => steps.dns.status === 'ok' && steps.dns.facts.source === 'dns',
  );
  const answered = failed.some(
    ({ verdict }) => verdict.state === 'unresolved' && !dead.some((one) => one.verdict === verdict),
  );
  if (dead.length < 2 || resolved || answered) return undefined;
  const [first] = dead;
  return {
    id: 'dns.dead',
    state: 'unresolved',
    says: `DNS is dead from here: none of ${counted(dead.length, 'name')} was resolved.`,
    stops: stopsOf(dead),
    remedy: first?.verdict.remedy ?? '',
    targets: namesOf(dead),
  };
}

/** Everything that was judged by name was refused, and nothing at all was proven: our source is in no rule. */
function sourceNotCovered(judged: Group, failed: Group, path: Path): RootCause | undefined {
  const denied = failed.filter(isDeniedByName);
  const connected = judged.filter(({ verdict }) => verdict.tcpTestSucceeded);
  const others = connected.filter(({ verdict }) => !isDeniedByName({ verdict }));
  if (denied.length < 2 || path.across.proven > 0 || others.length > 0) return undefined;
  return {
    id: 'denied.source_not_covered',
    state: 'denied',
    says: `Everything is refused as a name that must be denied is (${counted(denied.length, 'target')}), and nothing gets through: this subnet is in the sources of no rule.`,
    stops: stopsOf(denied),
    remedy: `Add the probe's and the agents' subnets to the sources of the rules that allow these names${
      path.reading.product
        ? ' in Azure Firewall (rule sources or their IP group)'
        : ', on the device that filters names'
    }. An earlier deny wins.`,
    targets: namesOf(denied),
  };
}

/** Port 80 was forgotten: names pass on other ports, and none does there. */
function portEighty(judged: Group, failed: Group): RootCause | undefined {
  const onEighty = judged.filter(({ evidence }) => evidence.target.port === 80);
  const stopped = failed.filter(
    ({ evidence, verdict }) =>
      evidence.target.port === 80 && (verdict.state === 'denied' || verdict.state === 'blocked'),
  );
  const elsewhere = judged.filter(({ evidence }) => evidence.target.port !== 80);
  const passes = elsewhere.some(({ verdict }) => verdict.state === 'reachable');
  const onlyHere = elsewhere.every(({ verdict }) => verdict.state !== 'denied' && verdict.state !== 'blocked');
  if (stopped.length < 2 || stopped.length < onEighty.length || !passes || !onlyHere) return undefined;
  const states = new Set(stopped.map(({ verdict }) => verdict.state));
  return {
    id: 'port_80.closed',
    state: states.has('denied') ? 'denied' : 'blocked',
    says: `Only port 80 fails (${counted(stopped.length, 'target')}), where certificates are checked for revocation: names are allowed on other ports only.`,
    stops: stopsOf(stopped),
    remedy: `Allow Http:80 to ${listed(hostsOf(stopped))}, beside Https:443. An earlier deny wins.`,
    targets: namesOf(stopped),
  };
}

// the rest, by cause -----------------------------------------------------------------------------------------------

function isDeniedByName({ verdict: { cause } }: Pick<JudgedTarget, 'verdict'>): boolean {
  return cause === 'denied.by_name_filter' || cause === 'denied.firewall_said_so';
}

/** One for each inspecting CA; names refused by a filter are one cause, whether it said so or not. */
function keyOf({ evidence: { steps }, verdict }: JudgedTarget): string {
  if (isDeniedByName({ verdict })) return 'denied.by_name';
  const anchor = verdict.cause === 'tls.inspection' && steps.tls.status === 'ok' ? steps.tls.facts.anchor : '';
  return `${verdict.state} ${verdict.cause} ${anchor}`;
}

function causeOf(group: Group): RootCause {
  const lead = group.find(({ verdict }) => verdict.cause === 'denied.by_name_filter') ?? worstOf(group);
  const { verdict } = lead;
  return {
    id: verdict.cause,
    state: verdict.state,
    says: saysOf(group, verdict),
    stops: stopsOf(group),
    remedy: group.length === 1 ? verdict.remedy : remedyForAll(group, lead),
    targets: namesOf(group),
  };
}

function worstOf(group: Group): JudgedTarget {
  const worst = group.toSorted((a, b) => weight(b) - weight(a))[0];
  if (!worst) throw new Error('a group of verdicts has at least one');
  return worst;
}

function saysOf(group: Group, { cause, because }: Verdict): string {
  const who = counted(group.length, 'target');
  if (cause === 'denied.by_name_filter') {
    return `${who}: TCP connects, and then a name filter refuses ${group.length === 1 ? 'the name' : 'the names'}.`;
  }
  if (cause === 'tls.inspection') return `${who}: TLS inspection by "${inspectorOf(group)}".`;
  return `${who}: ${because}.`;
}

function inspectorOf(group: Group): string {
  const tls = group[0]?.evidence.steps.tls;
  return tls?.status === 'ok' ? commonName(tls.facts.anchor) : 'an unknown CA';
}

function remedyForAll(group: Group, lead: JudgedTarget): string {
  const hosts = hostsOf(group);
  const { cause, remedy } = lead.verdict;
  switch (cause) {
    case 'denied.by_name_filter':
      return `Allow ${listed(hosts)} for the subnets of the probe and the agents, on the device that filters names. An earlier deny wins.`;
    case 'denied.firewall_said_so':
      return `Azure Firewall: allow ${listed(hosts)} by application rules for the subnets of the probe and the agents. An earlier deny wins.`;
    case 'tls.inspection':
      return `Exempt ${listed(hosts)} from TLS inspection by "${inspectorOf(group)}".`;
    default: {
      const others = hosts.filter((host) => host !== lead.evidence.target.host);
      return others.length > 0 && remedy !== '' ? `${remedy} The same for ${listed(others)}.` : remedy;
    }
  }
}

const WEIGHT = { broken: 100, degraded: 10, unknown: 2, none: 1 } as const;
function weight({ evidence: { target }, verdict: { effect } }: JudgedTarget): number {
  return WEIGHT[effect] * (target.required ? 10 : 1);
}
function damage(group: Group): number {
  return group.reduce((sum, one) => sum + weight(one), 0);
}
function namesOf(group: Group): readonly string[] {
  return group.map(({ evidence }) => evidence.target.name);
}
function hostsOf(group: Group): readonly string[] {
  return [...new Set(group.map(({ evidence }) => evidence.target.host))];
}
function stopsOf(group: Group): readonly string[] {
  return [...new Set(group.map(({ evidence }) => evidence.target.stops).filter((stops) => stops !== ''))];
}
