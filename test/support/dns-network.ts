/** The real network, with the machine's own resolver, hosts file and settings replaced by the test's. */
import type { Chance, Clock } from '../../src/model/clock.ts';
import type { DnsFacts, DnsSeen, DnsStep, Endpoint } from '../../src/model/step.ts';
import { createResolver, type NameResolver } from '../../src/probe/dns.ts';
import { type NodeNetwork, nodeNetwork } from '../../src/probe/node-network.ts';

export const realClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** The same numbers on every run. */
export function countingChance(): Chance {
  let at = 4_711;
  return {
    id: () => `id-${at++}`,
    integer: (below) => {
      at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
      return at % below;
    },
  };
}

export function testNetwork(replaced: Partial<NodeNetwork> = {}): NodeNetwork {
  return {
    ...nodeNetwork(),
    hostsFile: async () => '',
    lookup: async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
    },
    ...replaced,
  };
}

export interface TestResolverOptions {
  readonly resolvers: readonly Endpoint[];
  readonly deadlineMs?: number;
  readonly network?: Partial<NodeNetwork>;
}

export function testResolver({ resolvers, deadlineMs = 2_000, network = {} }: TestResolverOptions): NameResolver {
  return createResolver({
    network: testNetwork(network),
    clock: realClock,
    chance: countingChance(),
    resolvers: resolvers.map(({ address, port }) => ({ address, port })),
    deadlineMs,
  });
}

export function facts(step: DnsStep): DnsFacts {
  if (step.status !== 'ok') throw new Error(`not ok: ${JSON.stringify(step)}`);
  return step.facts;
}
export const addresses = (step: DnsStep): readonly string[] => facts(step).addresses.map(({ address }) => address);

export interface FailedDns {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly instrument: boolean;
  readonly seen: DnsSeen;
  readonly durationMs: number;
}
export function failed(step: DnsStep): FailedDns {
  if (step.status !== 'failed') throw new Error(`not failed: ${JSON.stringify(step)}`);
  const { name, message = '', code, instrument = false } = step.failure;
  return { name, message, code, instrument, seen: step.seen, durationMs: step.durationMs };
}
