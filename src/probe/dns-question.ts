/** One question to one resolver: over UDP, sent again once, over TCP where the answer does not fit. */
import type { Chance, Clock } from '../model/clock.ts';
import type { Failure } from '../model/failure.ts';
import type { Endpoint, ResolverAnswer } from '../model/step.ts';
import { DeadlinePassed } from './deadline.ts';
import { fromRcode, toDnsFailure } from './dns-failure.ts';
import {
  type Answered,
  type AnswerReading,
  type DnsQuestion,
  encodeQuestion,
  type QuestionType,
  readAnswer,
  type TimedAddress,
} from './dns-message.ts';
import { formatEndpoint } from './dns-name.ts';
import type { NodeNetwork } from './node-network.ts';
import { failure } from './to-failure.ts';

export interface DnsPorts {
  readonly network: NodeNetwork;
  readonly clock: Clock;
  readonly chance: Chance;
}

/** What one resolver told. */
export interface Told {
  /** For the record. */
  readonly answer: ResolverAnswer;
  /** Absent where the answer is NOERROR, with or without addresses. */
  readonly failure?: Failure;
  readonly addresses: readonly TimedAddress[];
  /** Where the aliases end, with nothing said about that name: it has to be asked for. */
  readonly tail?: string;
  /** No answer came within the limit; what was no answer does not count. */
  readonly silent: boolean;
}

/** The part of the limit after which the question is sent again. */
const RESEND_AFTER = 1 / 3;

export interface QuestionOptions {
  readonly resolver: Endpoint;
  readonly name: string;
  readonly type: QuestionType;
  /** Aborts, with `DeadlinePassed`, when this time is over; with any other reason the answer is no longer worth waiting for. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** The question was sent again: from now on one sending may still wait when the other is answered, until the signal aborts. */
  readonly onResend: () => void;
  /** Why the limit is shorter than usual; said where no answer came. */
  readonly because?: string;
}

/** Settles at the latest when the signal aborts. */
export function askQuestion(ports: DnsPorts, options: QuestionOptions): Promise<Told> {
  return ask({ ...ports, ...options, strays: [] }, options);
}

async function ask(asking: Asking, options: QuestionOptions): Promise<Told> {
  const { clock, signal } = asking;
  const { resolver, type, limitMs } = options;
  const startedAt = clock.monotonicMs();
  let transport: 'udp' | 'tcp' = 'udp';

  const record = (rcode: string, told: Partial<ResolverAnswer> = {}): ResolverAnswer => ({
    resolver: formatEndpoint(resolver),
    question: type,
    transport,
    rcode,
    addresses: [],
    aliases: [],
    durationMs: clock.monotonicMs() - startedAt,
    ...told,
  });
  const noAnswer = (why: Failure, silent = false): Told => ({
    answer: record('none', { trouble: why.message ?? why.name }),
    failure: why,
    addresses: [],
    silent,
  });

  try {
    let reading = await overUdp(asking, limitMs * RESEND_AFTER);
    if (reading.kind === 'answer' && reading.truncated) {
      transport = 'tcp';
      reading = await overTcp(asking);
    }
    if (reading.kind !== 'answer') return noAnswer(failure('dns', 'dns.malformed', reading.why));
    return answered(reading, record);
  } catch (error) {
    if (!signal.aborted) return noAnswer(toDnsFailure(error));
    if (!(signal.reason instanceof DeadlinePassed))
      return noAnswer(failure('dns', 'dns.timed_out', 'not waited for any longer'));
    return noAnswer(unanswered(options, transport, asking.strays), true);
  }
}

interface Asking extends DnsPorts, Omit<QuestionOptions, 'limitMs' | 'because'> {
  /** Why datagrams were not taken for the answer; each reason once. */
  readonly strays: string[];
}

function answered(reading: Answered, record: (rcode: string, told?: Partial<ResolverAnswer>) => ResolverAnswer): Told {
  const { rcode, addresses, aliases, end, loops, settled, unread } = reading;
  const trouble = loops
    ? 'the aliases go in a circle, or on without an end'
    : unread > 0
      ? `${unread} records of the answer were not read`
      : undefined;
  const asksOn = rcode === 'NOERROR' && addresses.length === 0 && aliases.length > 0 && !loops && !settled;
  return {
    answer: record(rcode, {
      addresses: addresses.map(({ address }) => address),
      aliases,
      ...(trouble !== undefined && { trouble }),
    }),
    ...(rcode !== 'NOERROR' && { failure: fromRcode(rcode) }),
    addresses: rcode === 'NOERROR' ? addresses : [],
    ...(asksOn && { tail: end }),
    silent: false,
  };
}

function unanswered(
  { limitMs, because }: QuestionOptions,
  transport: 'udp' | 'tcp',
  strays: readonly string[],
): Failure {
  const waited = `within ${Math.round(limitMs)} ms${because === undefined ? '' : ` (${because})`}`;
  if (transport === 'tcp')
    return failure('dns', 'dns.timed_out', `the answer was truncated, and none came over TCP ${waited}`);
  if (strays.length === 0) return failure('dns', 'dns.timed_out', `no answer ${waited}`);
  return failure('dns', 'dns.malformed', `no answer ${waited}, only ${strays.join(', ')}`);
}

/**
 * The first sending shares its port with other questions. The second has a port of its own, another id, and leaves EDNS out: some middleboxes swallow
 * questions that carry it. The first may still be answered meanwhile. A resolver that says that it does not know EDNS is asked without it at once.
 */
async function overUdp(asking: Asking, resendAfterMs: number): Promise<AnswerReading> {
  const reading = await new Promise<AnswerReading>((resolve, reject) => {
    const cancelResend = asking.clock.after(resendAfterMs, () => {
      asking.onResend();
      oneDatagram(asking, false).then(resolve, reject);
    });
    oneDatagram(asking, true).then(
      (first) => {
        cancelResend();
        resolve(first);
      },
      (error: unknown) => {
        cancelResend();
        reject(error);
      },
    );
  });
  const unknownEdns = reading.kind === 'answer' && (reading.rcode === 'FORMERR' || reading.rcode === 'NOTIMP');
  return unknownEdns ? oneDatagram(asking, false) : reading;
}

async function oneDatagram(asking: Asking, first: boolean): Promise<AnswerReading> {
  const { network, resolver, strays, signal } = asking;
  const question = freshQuestion(asking);
  let taken: AnswerReading | undefined;
  const accept = (bytes: Uint8Array): boolean => {
    const reading = readAnswer(bytes, question);
    if (reading.kind === 'foreign') {
      if (!strays.includes(reading.why) && strays.length < 3) strays.push(reading.why);
      return false;
    }
    taken = reading;
    return true;
  };
  const message = encodeQuestion(question, first);
  const bytes = await network.exchange(resolver, message, accept, signal, { sharesPort: first });
  return taken ?? readAnswer(bytes, question);
}

function freshQuestion({ chance, name, type }: Asking): DnsQuestion {
  return { id: chance.integer(65_536), name, type };
}

/** Length and message, both ways (RFC 1035 §4.2.2). At most one message is read. */
async function overTcp(asking: Asking): Promise<AnswerReading> {
  const { network, resolver, signal } = asking;
  const question = freshQuestion(asking);
  const message = encodeQuestion(question, true);
  const socket = await network.connect(resolver, signal);
  const stop = (): void => {
    socket.destroy();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    socket.write(Buffer.concat([Buffer.from([message.length >> 8, message.length & 0xff]), message]));
    const chunks: Buffer[] = [];
    let received = 0;
    let wanted = 0;
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      received += chunk.length;
      if (received < Math.max(2, wanted)) continue;
      const bytes = Buffer.concat(chunks);
      wanted = 2 + bytes.readUInt16BE(0);
      if (received >= wanted) {
        const reading = readAnswer(bytes.subarray(2, wanted), question);
        return reading.kind === 'answer' ? { ...reading, truncated: false } : reading;
      }
    }
    signal.throwIfAborted();
    return {
      kind: 'malformed',
      why: `the TCP connection ended after ${received} bytes, before the answer was complete`,
    };
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}
