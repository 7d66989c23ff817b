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
/** One for all: an abort without a reason makes a new one each time, which was a tenth of the cost of a question. */
const NOT_NEEDED = new Error('the answer is no longer needed');

export interface Asked {
  /** Settles within the limit. */
  readonly told: Promise<Told>;
  /** The answer is no longer worth waiting for. */
  stop(): void;
}

export interface QuestionOptions {
  readonly resolver: Endpoint;
  readonly name: string;
  readonly type: QuestionType;
  readonly limitMs: number;
  /** Why the limit is shorter than usual; said where no answer came. */
  readonly because?: string;
}

export function askQuestion(ports: DnsPorts, options: QuestionOptions): Asked {
  const ending = new AbortController();
  const cancelTimer = ports.clock.after(options.limitMs, () => ending.abort(new DeadlinePassed(options.limitMs)));
  const asking: Asking = { ...ports, ...options, strays: [], signal: ending.signal, sent: 0 };
  const told = ask(asking, options).finally(() => {
    cancelTimer();
    // Of two sendings one may still wait for its answer. An abort costs as much as encoding the question, so it is spared where there was one.
    if (asking.sent > 1) ending.abort(NOT_NEEDED);
  });
  return { told, stop: () => ending.abort(NOT_NEEDED) };
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

interface Asking extends DnsPorts {
  readonly resolver: Endpoint;
  readonly name: string;
  readonly type: QuestionType;
  readonly signal: AbortSignal;
  /** Why datagrams were not taken for the answer; each reason once. */
  readonly strays: string[];
  /** Datagrams with this question. */
  sent: number;
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
 * The second sending has its own id and port, and leaves EDNS out: some middleboxes swallow questions that carry it. The first may still be
 * answered meanwhile. A resolver that says that it does not know EDNS is asked without it at once.
 */
async function overUdp(asking: Asking, resendAfterMs: number): Promise<AnswerReading> {
  let cancelResend: () => void = () => undefined;
  const resent = new Promise<AnswerReading>((resolve, reject) => {
    cancelResend = asking.clock.after(resendAfterMs, () => oneDatagram(asking, false).then(resolve, reject));
  });
  try {
    const reading = await Promise.race([oneDatagram(asking, true), resent]);
    cancelResend();
    const unknownEdns = reading.kind === 'answer' && (reading.rcode === 'FORMERR' || reading.rcode === 'NOTIMP');
    return unknownEdns ? await oneDatagram(asking, false) : reading;
  } finally {
    cancelResend();
  }
}

async function oneDatagram(asking: Asking, edns: boolean): Promise<AnswerReading> {
  asking.sent += 1;
  const question = freshQuestion(asking);
  let taken: AnswerReading | undefined;
  const accept = (bytes: Uint8Array): boolean => {
    const reading = readAnswer(bytes, question);
    if (reading.kind === 'foreign') {
      if (!asking.strays.includes(reading.why) && asking.strays.length < 3) asking.strays.push(reading.why);
      return false;
    }
    taken = reading;
    return true;
  };
  const bytes = await asking.network.exchange(asking.resolver, encodeQuestion(question, edns), accept, asking.signal);
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
