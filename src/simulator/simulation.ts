import type { Socket } from 'node:net';
import type { Chance, Clock } from '../model/clock.ts';
import type { Network } from '../model/network.ts';
import type { Endpoint } from '../model/step.ts';
import { addressJudge } from './address-rules.ts';
import { inspectionAuthority, publicAuthorities } from './certificates.ts';
import { directory } from './directory.ts';
import { dnsServer } from './dns-server.ts';
import { farEnds } from './far-ends.ts';
import { firewall } from './firewall.ts';
import type { JournalEntry } from './journal.ts';
import { lifetime } from './lifetime.ts';
import { type Fate, simulatedNetwork } from './simulated-network.ts';
import { systemLookup } from './system-lookup.ts';
import type { AddressRule, FirewallPolicy, SimulatedResolver, World } from './world.ts';

export interface Simulation {
  /** The simulated network over a given one, whose sockets it hands out. */
  network(real: Network<Socket>): Network<Socket>;
  /** PEM of the root that stands for the public ones: give it as `--trust`. */
  readonly trust: string;
  /** PEM of the CA with which the firewall inspects TLS. */
  readonly inspectionCa: string;
  /** Counts from the next flow on. */
  setPolicy(change: (policy: FirewallPolicy) => FirewallPolicy): void;
  /** What the firewall saw and did, in the order in which it did so. */
  readonly journal: readonly JournalEntry[];
  /** Ends every connection and leaves nothing open. */
  close(): Promise<void>;
}

const DEFAULT_PORTS: NonNullable<FirewallPolicy['ports']> = { 443: 'https', 80: 'http' };
const DEFAULT_RESOLVERS: readonly SimulatedResolver[] = [{ address: '10.10.0.4' }];
const DNS_PORT = 53;

/** Starts a simulated network on loopback. Servers come up when they are first dialled. */
export async function startSimulation(
  world: World,
  { clock, chance }: { readonly clock: Clock; readonly chance?: Chance },
): Promise<Simulation> {
  if (!chance && JSON.stringify(world.firewall).includes('"by_chance"')) {
    throw new Error('a policy that acts by chance needs a chance: startSimulation(world, { clock, chance })');
  }
  const life = lifetime(clock);
  const context = { life, wallMs: () => clock.wallMs() };
  const names = directory(world);
  const far = farEnds(names, context);
  const journal: JournalEntry[] = [];
  const log = (entry: JournalEntry): void => void journal.push(entry);
  const routes = addressJudge(world.routes);
  const filter = world.firewall === 'none' ? undefined : openFilter(world.firewall);
  const { root } = await publicAuthorities();
  const inspector = await inspectionAuthority(world.inspection);
  const resolvers = (world.resolvers ?? DEFAULT_RESOLVERS).map((one) => ({
    conduct: one.conduct ?? 'live',
    endpoint: { address: one.address, port: one.port ?? DNS_PORT },
    server: dnsServer(one, names, life),
  }));

  function openFilter(first: FirewallPolicy) {
    const state = { policy: first, networkRules: addressJudge(first.networkRules) };
    const policy = (): FirewallPolicy => state.policy;
    const device = firewall({ names, far, context, chance, inspection: world.inspection ?? {}, policy, log });
    const change = (next: FirewallPolicy): void => {
      state.policy = next;
      state.networkRules = addressJudge(next.networkRules);
    };
    return { device, policy, change, networkRule: (to: Endpoint) => state.networkRules(to) };
  }

  async function direct(to: Endpoint): Promise<Fate> {
    const presence = await far.at(to, 'client');
    switch (presence.kind) {
      case 'listens':
        return { kind: 'connects', loopbackPort: presence.port };
      case 'refused':
        return { kind: 'fails', code: 'ECONNREFUSED' };
      case 'dropped':
        return { kind: 'never_answers' };
    }
  }

  async function byRule({ action }: AddressRule, to: Endpoint): Promise<Fate> {
    if (typeof action === 'object') return { kind: 'fails', code: action.error };
    switch (action) {
      case 'allow':
        return direct(to);
      case 'drop':
        return { kind: 'never_answers' };
      case 'refuse':
        return { kind: 'fails', code: 'ECONNREFUSED' };
    }
  }

  function logNetwork(to: Endpoint, action: 'Allow' | 'Deny', reason: string): void {
    log({
      atMs: clock.wallMs(),
      table: 'network_rule',
      protocol: 'TCP',
      dialled: to,
      port: to.port,
      action,
      reason,
      tlsInspected: false,
      explicitProxy: false,
    });
  }

  async function fateOf(to: Endpoint): Promise<Fate> {
    life.assertOpen();
    const resolver = resolverAt(to);
    if (resolver) return dnsFate(resolver.conduct, () => resolver.server.tcpPort());
    const route = routes(to);
    const proxy = filter?.policy().proxy;
    if (filter && proxy?.address === to.address && proxy.port === to.port && (route?.action ?? 'allow') === 'allow') {
      return { kind: 'connects', loopbackPort: await filter.device.proxyPort(to) };
    }
    if (route) return byRule(route, to);
    if (!filter) return direct(to);
    const rule = filter.networkRule(to);
    if (rule) {
      logNetwork(to, rule.action === 'allow' ? 'Allow' : 'Deny', `Rule: ${rule.to}`);
      return byRule(rule, to);
    }
    const protocol = (filter.policy().ports ?? DEFAULT_PORTS)[to.port];
    if (protocol) return { kind: 'connects', loopbackPort: await filter.device.port(to, protocol) };
    logNetwork(to, 'Deny', 'Default Action');
    return { kind: 'never_answers' };
  }

  const resolverAt = (to: Endpoint) =>
    resolvers.find(({ endpoint }) => endpoint.address === to.address && endpoint.port === to.port);

  async function dnsFate(
    conduct: NonNullable<SimulatedResolver['conduct']>,
    port: () => Promise<number>,
  ): Promise<Fate> {
    if (conduct === 'silent') return { kind: 'never_answers' };
    if (conduct === 'unreachable') return { kind: 'fails', code: 'ECONNREFUSED' };
    return { kind: 'connects', loopbackPort: await port() };
  }

  return {
    trust: root.pem,
    inspectionCa: inspector.pem,
    journal,
    network: (real) =>
      simulatedNetwork(real, {
        fateOf,
        fateOfDatagram: async (to) => {
          const resolver = resolverAt(to);
          return resolver ? dnsFate(resolver.conduct, () => resolver.server.udpPort()) : { kind: 'never_answers' };
        },
        resolvers: () => resolvers.map(({ endpoint }) => endpoint),
        hostsFile: () => world.hostsFile ?? '',
        lookup: systemLookup(names, world.hostsFile ?? '', life),
      }),
    setPolicy(change) {
      if (!filter) throw new Error('this world has no firewall whose policy could change');
      filter.change(change(filter.policy()));
    },
    close: () => life.close(),
  };
}
