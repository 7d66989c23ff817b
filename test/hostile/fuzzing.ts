/** Mutated exchanges against the real prober over real sockets, and what must hold of every one of them. */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { parseResult } from '../../src/record/result-schema.ts';
import { toRecords } from '../../src/record/to-record.ts';
import { listening, type Peer } from '../support/probing.ts';
import { FUZZ_KINDS, type FuzzCase, type FuzzKind, fuzzMakers } from './fuzz-kinds.ts';
import { outputsOf, unsafeIn, unsafeValues } from './outputs.ts';
import { type Probed, proberFor } from './probed.ts';
import { seeded } from './seeded.ts';

/** A case is a kind and a number: from these two it can be made again. */
export interface Find {
  readonly kind: FuzzKind;
  readonly seed: number;
  readonly problems: readonly string[];
}

const DEADLINES = { dnsMs: 400, tcpMs: 2_000, tlsMs: 400, httpMs: 400 };
/** The deadlines twice over (a proxy asks once more), and what a busy machine takes. */
const HANG_MS = 20_000;
const MOST_EVIDENCE_BYTES = 24_000;
const MOST_ROW_BYTES = 64_000;

export interface Outcome {
  /** `http 200`, or the name of the failure; empty where there is no result. */
  readonly ended: string;
  readonly problems: readonly string[];
}

/** Where the cases' far ends listen; made once, for the prober's contexts are dear. */
export interface Fuzzer {
  run(kind: FuzzKind, seed: number): Promise<Outcome>;
  close(): Promise<void>;
}

export async function createFuzzer(): Promise<Fuzzer> {
  const makers = await fuzzMakers();
  let current: FuzzCase | undefined;
  const far = await listening(
    createServer({ noDelay: true }, (socket) => {
      if (current) current.serve(socket);
      else socket.destroy();
    }),
  );
  const udp = await udpAt(far, () => current);
  const settings = { deadlines: DEADLINES };
  const here = { address: '127.0.0.1', port: far.port };
  const only = (to: { readonly port: number }): typeof here | undefined => (to.port === far.port ? here : undefined);
  const direct = proberFor(far, settings);
  const proxied = proberFor(far, { ...settings, proxy: `http://target.test:${far.port}` });
  const asking = (): ReturnType<typeof proberFor> =>
    proberFor({ port: 1 }, { ...settings, resolvers: [`127.0.0.1:${far.port}`] }, only, {});

  return {
    async run(kind, seed) {
      current = await makers[kind](seeded(seed));
      const probe = kind === 'dns' ? asking() : current.proxied ? proxied : direct;
      const cpu = process.cpuUsage();
      const seen = await settled(probe(current.about));
      if (seen === undefined) return { ended: '', problems: [`not over after ${HANG_MS} ms`] };
      if (seen instanceof Error) return { ended: '', problems: [`thrown: ${seen.stack}`] };
      const { user, system } = process.cpuUsage(cpu);
      const problems = [
        ...(user + system > 3_000_000 ? [`${Math.round((user + system) / 1000)} ms of processor time`] : []),
        ...(await problemsOf(seen, current)),
      ];
      return { ended: seen.ended, problems };
    },
    close: async () => {
      udp.close();
      await Promise.all([far.close(), makers.close()]);
    },
  };
}

async function udpAt(far: Peer, current: () => FuzzCase | undefined): Promise<UdpSocket> {
  const udp = createSocket('udp4');
  udp.bind(far.port, '127.0.0.1');
  await once(udp, 'listening');
  udp.on('message', (question, from) => {
    for (const bytes of current()?.answer?.(question) ?? []) udp.send(bytes, from.port, from.address);
  });
  const { port } = udp.address() as AddressInfo;
  if (port !== far.port) throw new Error('UDP and TCP of the resolver have one port');
  return udp;
}

/** Undefined where it hangs. */
async function settled(probing: Promise<Probed>): Promise<Probed | Error | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), HANG_MS);
  try {
    return await Promise.race([probing, promise]);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    clearTimeout(timer);
  }
}

async function problemsOf(seen: Probed, { mayBeReachable }: FuzzCase): Promise<readonly string[]> {
  const { result, only, pending } = seen;
  const bytes = JSON.stringify(only.evidence).length;
  const row = Math.max(...toRecords(result).map((one) => JSON.stringify(one).length));
  const parsed = parseResult(JSON.parse(JSON.stringify(result)));
  return [
    ...(pending > 0 ? [`${pending} timers left behind`] : []),
    ...(bytes > MOST_EVIDENCE_BYTES ? [`${bytes} bytes of evidence`] : []),
    ...(row > MOST_ROW_BYTES ? [`a row of ${row} bytes`] : []),
    ...(parsed.ok ? [] : parsed.problems.map((problem) => `not read again: ${problem}`)),
    ...(only.state === 'reachable' && !mayBeReachable ? [`reachable by rule ${only.rule}`] : []),
    ...unsafeValues(result),
    ...(await outputsOf({ result })).flatMap((output) => unsafeIn(output) ?? []),
  ];
}

export interface FuzzPlan {
  readonly seed: number;
  readonly kinds?: readonly FuzzKind[];
  /** Whether one more case is wanted, after so many were begun. */
  readonly more: (cases: number) => boolean;
  readonly onFind?: (find: Find) => void;
  /** Names of the cases that are not through: what to look at after a crash. */
  readonly underWay?: Set<string>;
}
export interface FuzzReport {
  readonly cases: Readonly<Record<FuzzKind, number>>;
  /** How flows ended, by kind: few of them would mean that mutations do not get anywhere. */
  readonly ends: ReadonlySet<string>;
  readonly finds: readonly Find[];
}

/** @param fuzzers Each goes on with the next case when it is through with one: most of the time is waiting for deadlines. */
export async function fuzz(
  fuzzers: readonly Fuzzer[],
  { seed, kinds = FUZZ_KINDS, more, onFind, underWay = new Set() }: FuzzPlan,
): Promise<FuzzReport> {
  const random = seeded(seed);
  const cases = Object.fromEntries(FUZZ_KINDS.map((kind) => [kind, 0])) as Record<FuzzKind, number>;
  const finds: Find[] = [];
  const ends = new Set<string>();
  let begun = 0;
  const lane = async (fuzzer: Fuzzer): Promise<void> => {
    while (more(begun)) {
      const kind = kinds[begun % kinds.length] ?? 'http';
      const one = random.below(2 ** 31);
      const name = `${kind} ${one}`;
      begun += 1;
      cases[kind] += 1;
      underWay.add(name);
      const { ended, problems } = await fuzzer.run(kind, one);
      ends.add(`${kind}: ${ended}`);
      underWay.delete(name);
      if (problems.length === 0) continue;
      const find = { kind, seed: one, problems };
      finds.push(find);
      onFind?.(find);
    }
  };
  await Promise.all(fuzzers.map(lane));
  return { cases, ends, finds };
}
