/** Path controls: the same questions asked where the answer is known (design.md §4), once a run, all at the same time. */
import type { Chance, Clock } from '../model/clock.ts';
import type { Control } from '../model/path.ts';
import type { ProbeSettings } from '../model/settings.ts';
import type { Endpoint, Steps } from '../model/step.ts';
import type { Scheme } from '../model/target.ts';
import type { FlowRequest } from './probe-flow.ts';

export interface UsedPort {
  readonly port: number;
  readonly scheme: Scheme;
}
export interface ControlParts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly settings: ProbeSettings;
  readonly probe: (request: FlowRequest) => Promise<Steps>;
}
/** One control to be asked; it may lead to another, or be of no use. */
type Plan = () => Promise<readonly Control[]>;

/** The must-be-denied name is asked on so many ports that speak TLS. */
const MUST_BE_DENIED_PORTS = 3;
/** A list of targets on thousands of ports must not turn the canaries into a scan. */
const CANARY_PORTS = 24;
const CANARY_MS = 3000;
const ODD_CANARY_MS = 1200;
const HTTPS = 443;
const HTTP = 80;

export async function askControls(
  parts: ControlParts,
  used: readonly UsedPort[],
  runId: string,
  pool: <T>(task: () => Promise<T>) => Promise<T>,
): Promise<readonly Control[]> {
  const plans = [
    ...mustBeDenied(parts, used),
    ...onDeadAddress(parts, runId),
    port80(parts),
    ...resolvedBeacon(parts, runId),
  ];
  const [canaries, ...others] = await Promise.all([askCanaries(parts, used, pool), ...plans.map(pool)]);
  return [...canaries, ...others.flat()];
}

/** The most controls that a run on these ports can come to: what the plan says before anything is asked. */
export function mostControls(settings: ProbeSettings, used: readonly UsedPort[]): number {
  const direct = settings.proxy === undefined;
  const canaries = direct ? new Set(settings.canaries).size : 0;
  const ports = Math.min(new Set(used.map(({ port }) => port)).size, CANARY_PORTS);
  const dead = canaries > 0 ? 1 : 0;
  const beacon = settings.beaconDomain === undefined ? 0 : 1;
  // The must-be-denied name twice where it has no address; .invalid and no SNI on the dead address; port 80; the beacon both ways.
  return canaries * (ports + 1) + tlsPorts(used).length * (1 + dead) + dead * (2 + beacon) + 1 + beacon;
}

/**
 * TCP connects to addresses where nothing is, on the used ports; where one connects, on a port that nobody uses too (where none does, that one
 * would say nothing). What answers for others stands near, so they do not wait as long as for a far end: a lost SYN is sent again after 1 s.
 */
async function askCanaries(
  parts: ControlParts,
  used: readonly UsedPort[],
  pool: <T>(task: () => Promise<T>) => Promise<T>,
): Promise<readonly Control[]> {
  const { settings } = parts;
  if (settings.proxy !== undefined) return [];
  const addresses = [...new Set(settings.canaries)];
  const ports = [...new Set(used.map(({ port }) => port))].slice(0, CANARY_PORTS);
  const longest = Math.min(settings.deadlines.tcpMs, CANARY_MS);
  const onUsed = await Promise.all(
    addresses.flatMap((address) => ports.map((port) => pool(() => canary(parts, { address, port }, longest, false)))),
  );
  const connected = onUsed.flatMap(({ dialled, steps }) =>
    dialled && steps.tcp.status === 'ok' ? [{ address: dialled.address, ms: steps.tcp.durationMs }] : [],
  );
  if (connected.length === 0 || ports.includes(settings.oddPort)) return onUsed;
  const patience = Math.min(longest, Math.max(ODD_CANARY_MS, 10 * Math.max(...connected.map(({ ms }) => ms))));
  const onOdd = [...new Set(connected.map(({ address }) => address))].map((address) =>
    pool(() => canary(parts, { address, port: settings.oddPort }, patience, true)),
  );
  return [...onUsed, ...(await Promise.all(onOdd))];
}

async function canary(
  { clock, probe }: ControlParts,
  dialled: Endpoint,
  tcpDeadlineMs: number,
  odd: boolean,
): Promise<Control> {
  const { address, port } = dialled;
  const probedAt = now(clock);
  const steps = await probe({
    host: address,
    port,
    scheme: 'tcp',
    path: '',
    dial: dialled,
    tcpOnly: true,
    tcpDeadlineMs,
  });
  return { kind: 'canary', host: '', dialled, port, ...(odd && { odd: true }), probedAt, steps };
}

/** The fingerprint of a denial. Without an address of its own, the name is said to a dead one: a name filter does not look where it goes. */
function mustBeDenied(parts: ControlParts, used: readonly UsedPort[]): readonly Plan[] {
  const { settings } = parts;
  return tlsPorts(used).map((port) => async () => {
    const asked = await ask(parts, 'must_be_denied', settings.mustBeDenied, port, 'https');
    const dead = deadAddress(settings, port);
    if (asked.steps.dns.status !== 'failed' || !dead) return [asked];
    return [asked, await ask(parts, 'must_be_denied', settings.mustBeDenied, port, 'https', dead)];
  });
}

/** Where the must-be-denied name is said: 443 first where it is used at all. */
function tlsPorts(used: readonly UsedPort[]): readonly number[] {
  const tls = [...new Set(used.filter(({ scheme }) => scheme === 'https').map(({ port }) => port))];
  const first = tls.length === 0 || tls.includes(HTTPS) ? [HTTPS] : [];
  return [...new Set([...first, ...tls])].slice(0, MUST_BE_DENIED_PORTS);
}

function onDeadAddress(parts: ControlParts, runId: string): readonly Plan[] {
  const { settings, chance } = parts;
  const dead = deadAddress(settings, HTTPS);
  if (!dead) return [];
  const unresolvable = `agentpath-${chance.id().slice(0, 8)}.invalid`;
  const beacon = settings.beaconDomain === undefined ? [] : [`${runId}.${settings.beaconDomain}`];
  return [
    async () => [await ask(parts, 'must_be_denied_invalid', unresolvable, HTTPS, 'https', dead)],
    async () => [await ask(parts, 'no_sni', '', HTTPS, 'https', dead)],
    ...beacon.map(
      (host): Plan =>
        async () => [await ask(parts, 'beacon', host, HTTPS, 'https', dead)],
    ),
  ];
}

function port80(parts: ControlParts): Plan {
  return async () => [await ask(parts, 'port_80', parts.settings.mustBeDenied, HTTP, 'http')];
}

/** Where the beacon's name resolves, its row in the log then carries a real address. Through a proxy the name is the proxy's to resolve. */
function resolvedBeacon(parts: ControlParts, runId: string): readonly Plan[] {
  const { beaconDomain } = parts.settings;
  if (beaconDomain === undefined) return [];
  return [
    async () => {
      const asked = await ask(parts, 'beacon', `${runId}.${beaconDomain}`, HTTPS, 'https');
      return asked.steps.dns.status === 'failed' ? [] : [asked];
    },
  ];
}

async function ask(
  { clock, settings, probe }: ControlParts,
  kind: Control['kind'],
  host: string,
  port: number,
  scheme: 'https' | 'http',
  dialled?: Endpoint,
): Promise<Control> {
  const probedAt = now(clock);
  const steps = await probe({
    // Without a name the address is the host: it is never sent as SNI.
    host: host === '' && dialled ? dialled.address : host,
    port,
    scheme,
    path: '/',
    ...(settings.proxy !== undefined && { proxy: settings.proxy }),
    ...(dialled && { dial: dialled }),
  });
  return { kind, host, ...(dialled && { dialled }), port, probedAt, steps };
}

/** Through an explicit proxy nothing can be dialled past it. */
function deadAddress({ canaries: [address], proxy }: ProbeSettings, port: number): Endpoint | undefined {
  return address === undefined || proxy !== undefined ? undefined : { address, port };
}

function now(clock: Clock): string {
  return new Date(clock.wallMs()).toISOString();
}
