/** The DNS phase: from a host to the addresses to dial, with what every resolver said on the way. */
import type { Chance, Clock } from '../model/clock.ts';
import type { Failure } from '../model/failure.ts';
import type { Alias, DnsFacts, DnsSeen, DnsStep, Endpoint, ResolverAnswer, SystemLookup } from '../model/step.ts';
import { toDnsFailure } from './dns-failure.ts';
import { formatEndpoint, inPrivateLinkZone, ipv4First, literalAddress, readName, resolvedAddress } from './dns-name.ts';
import type { DnsPorts } from './dns-question.ts';
import { askResolver, type NameTold } from './dns-resolver-answer.ts';
import { createResolverOrder, type ResolverOrder } from './dns-resolver-order.ts';
import { parseHostsFile } from './hosts-file.ts';
import type { NodeNetwork } from './node-network.ts';
import { createSystemResolver } from './system-lookup.ts';
import { failure } from './to-failure.ts';

export { parseResolver } from './dns-name.ts';

export interface NameResolver {
  /** Ends within the deadline. Answers are shared for the run, whatever the case of the name; `fresh` asks again. */
  resolve(host: string, options?: { readonly fresh?: boolean }): Promise<DnsStep>;
  systemLookup(host: string): Promise<SystemLookup>;
}

export interface ResolverOptions {
  readonly network: NodeNetwork;
  readonly clock: Clock;
  readonly chance: Chance;
  /** In the order to be asked. */
  readonly resolvers: readonly Endpoint[];
  /** For the whole phase. */
  readonly deadlineMs: number;
}

/** Of the deadline: a system lookup with less time than this is not begun. */
const FAIR_PART = 1 / 4;

export function createResolver(options: ResolverOptions): NameResolver {
  const { network, clock, resolvers, deadlineMs } = options;
  const order = createResolverOrder(resolvers, deadlineMs);
  const system = createSystemResolver(network, clock, deadlineMs * FAIR_PART);
  const steps = new Map<string, Promise<DnsStep>>();
  let hosts: Promise<ReadonlyMap<string, readonly string[]>> | undefined;

  function readHosts(): Promise<ReadonlyMap<string, readonly string[]>> {
    hosts ??= network.hostsFile().then(parseHostsFile);
    return hosts;
  }

  async function resolveName(name: string): Promise<DnsStep> {
    const startedAt = clock.monotonicMs();
    const elapsed = (): number => clock.monotonicMs() - startedAt;
    const fixed = await fromHostsFile(name, elapsed);
    if (fixed) return fixed;

    const ours = await askInOrder(options, order, name);
    const seen: DnsSeen = {
      answers: ours.answers,
      aliases: ours.aliases,
      privateLink: [name, ...ours.aliases.map(({ to }) => to)].some(inPrivateLinkZone),
    };
    if (!ours.failure) {
      const facts: DnsFacts = { ...seen, source: 'dns', resolver: ours.resolver, addresses: ours.addresses };
      return { status: 'ok', durationMs: elapsed(), facts };
    }
    const told: SystemLookup = ours.failure.instrument
      ? { outcome: 'not_asked', because: 'our own question failed for want of resources' }
      : await system.ask(name, deadlineMs - elapsed());
    return bySystem(ours.failure, { ...seen, system: told }, elapsed());
  }

  async function fromHostsFile(name: string, elapsed: () => number): Promise<DnsStep | undefined> {
    try {
      const addresses = (await readHosts()).get(name);
      return addresses && known('hosts_file', 'hosts file', name, addresses, elapsed());
    } catch (error) {
      hosts = undefined;
      return failed(toDnsFailure(error), { answers: [], aliases: [], privateLink: inPrivateLinkZone(name) }, elapsed());
    }
  }

  return {
    resolve: async (host, { fresh = false } = {}) => {
      const literal = literalAddress(host);
      if (literal !== undefined) return known('literal', 'none', host, [literal]);
      const reading = readName(host);
      if (!('name' in reading)) {
        const system: SystemLookup = { outcome: 'not_asked', because: reading.problem };
        return failed(failure('dns', 'dns.unknown', reading.problem), {
          answers: [],
          aliases: [],
          privateLink: false,
          system,
        });
      }
      const { name } = reading;
      const shared = fresh ? undefined : steps.get(name);
      const step = shared ?? resolveName(name);
      if (!shared) steps.set(name, step);
      const done = await step;
      // Our own exhaustion passes: the next one asks again.
      if (done.status === 'failed' && done.failure.instrument && steps.get(name) === step) steps.delete(name);
      return done;
    },
    systemLookup: async (host) => {
      const literal = literalAddress(host);
      if (literal !== undefined) return { outcome: 'addresses', addresses: [literal], durationMs: 0 };
      const reading = readName(host);
      return 'name' in reading
        ? system.ask(reading.name, deadlineMs)
        : { outcome: 'not_asked', because: reading.problem };
    },
  };
}

function known(
  source: 'literal' | 'hosts_file',
  resolver: string,
  name: string,
  addresses: readonly string[],
  durationMs = 0,
): DnsStep {
  const facts: DnsFacts = {
    source,
    resolver,
    addresses: ipv4First(addresses.map((address) => resolvedAddress(address))),
    answers: [],
    aliases: [],
    privateLink: inPrivateLinkZone(name.toLowerCase()),
  };
  return { status: 'ok', durationMs, facts };
}

function failed(why: Failure, seen: DnsSeen, durationMs = 0): DnsStep {
  return { status: 'failed', durationMs, failure: why, seen };
}

/** Where our own question failed and the system's resolver knows an address, it is dialled: the agents would have it from there. */
function bySystem(why: Failure, seen: DnsSeen & { readonly system: SystemLookup }, durationMs: number): DnsStep {
  const { system } = seen;
  if (system.outcome !== 'addresses') return failed(why, seen, durationMs);
  const addresses = ipv4First(system.addresses.map((address) => resolvedAddress(address)));
  // That there is IPv6 alone is then no surprise: both say so.
  if (why.name === 'dns.ipv6_only' && addresses[0]?.family === 6) return failed(why, seen, durationMs);
  return { status: 'ok', durationMs, facts: { ...seen, source: 'system', resolver: 'system', addresses } };
}

interface Ours extends Omit<NameTold, 'silent'> {
  readonly resolver: string;
}

/** Until one resolver gives addresses, or an answer that another could not better. */
async function askInOrder(ports: DnsPorts, order: ResolverOrder, name: string): Promise<Ours> {
  const endsAt = ports.clock.monotonicMs() + order.budgetMs();
  const answers: ResolverAnswer[] = [];
  const told: Ours[] = [];
  let allSilent = true;
  for (const { resolver, limitMs, because } of order.turns(() => endsAt - ports.clock.monotonicMs())) {
    const { silent, ...one } = await askResolver(ports, resolver, name, limitMs, because);
    answers.push(...one.answers);
    told.push({ ...one, resolver: formatEndpoint(resolver) });
    allSilent &&= silent;
    if (silent) order.silent(resolver);
    else order.heard(resolver);
    if (!one.failure || isFinal(one.failure)) return { ...one, answers, resolver: formatEndpoint(resolver) };
  }
  if (told.length > 0 && allSilent) order.nameUnheard();
  const [decides] = [...told].sort((one, other) => weight(one.failure) - weight(other.failure));
  if (!decides) return { answers, aliases: [], addresses: [], resolver: '', failure: noResolver() };
  const aliases: readonly Alias[] =
    decides.aliases.length > 0 ? decides.aliases : (told.find((one) => one.aliases.length > 0)?.aliases ?? []);
  return { ...decides, answers, aliases };
}

function noResolver(): Failure {
  return failure('dns', 'dns.no_resolver', 'no resolver is set on this machine, and none was given');
}

function isFinal({ name, instrument }: Failure): boolean {
  return instrument === true || name === 'dns.name_not_found' || name === 'dns.no_answer' || name === 'dns.ipv6_only';
}

/** Of several resolvers' failures the one is told that says most: an answer before bytes, bytes before an error, an error before silence. */
const SAYS_MOST = [
  'dns.server_failure',
  'dns.refused',
  'dns.other_rcode',
  'dns.malformed',
  'dns.unreachable',
  'dns.unknown',
];
function weight(why: Failure | undefined): number {
  const place = SAYS_MOST.indexOf(why?.name ?? '');
  return place < 0 ? SAYS_MOST.length : place;
}
