/** Everything one resolver says about a name: A and AAAA side by side, and the end of the aliases where it stopped short of it. */
import type { Failure } from '../model/failure.ts';
import type { Alias, Endpoint, ResolvedAddress, ResolverAnswer } from '../model/step.ts';
import { DeadlinePassed } from './deadline.ts';
import { ipv4First, readName, resolvedAddress } from './dns-name.ts';
import { askQuestion, type DnsPorts, type Told } from './dns-question.ts';
import { failure } from './to-failure.ts';

export interface NameTold {
  readonly answers: readonly ResolverAnswer[];
  readonly aliases: readonly Alias[];
  /** Empty where there is a failure. */
  readonly addresses: readonly ResolvedAddress[];
  readonly failure?: Failure;
  /** Neither question was answered in time. */
  readonly silent: boolean;
}

/** IPv4 is what gets dialled first: once it is known, a missing AAAA answer is waited for no longer than this. */
const GRACE_MS = 300;
/** Aliases that we follow by asking on; a recursive resolver follows them itself. */
const MAX_HOPS = 8;

export async function askResolver(
  ports: DnsPorts,
  resolver: Endpoint,
  name: string,
  limitMs: number,
  because?: string,
): Promise<NameTold> {
  const endsAt = ports.clock.monotonicMs() + limitMs;
  const answers: ResolverAnswer[] = [];
  const aliases: Alias[] = [];
  let asked = name;
  for (;;) {
    const [a, aaaa] = await askBoth(ports, {
      resolver,
      name: asked,
      limitMs: Math.max(0, endsAt - ports.clock.monotonicMs()),
      ...(because !== undefined && { because }),
    });
    answers.push(a.answer, aaaa.answer);
    aliases.push(...(a.answer.aliases.length > 0 ? a : aaaa).answer.aliases);
    const tail = a.failure || a.addresses.length > 0 ? undefined : (a.tail ?? aaaa.tail);
    const goesOn = tail !== undefined && aliases.length <= MAX_HOPS && !cameFrom(aliases, name, tail);
    const next = goesOn ? readName(tail) : undefined;
    if (next === undefined || !('name' in next)) {
      const why = failureOf(a, aaaa);
      const found = why ? [] : [...a.addresses, ...aaaa.addresses];
      return {
        answers,
        aliases,
        addresses: ipv4First(found.map(({ address, ttl }) => resolvedAddress(address, ttl))),
        ...(why && { failure: why }),
        silent: a.silent && aaaa.silent,
      };
    }
    asked = next.name;
  }
}

function cameFrom(aliases: readonly Alias[], name: string, tail: string): boolean {
  return tail === name || aliases.filter(({ to }) => to === tail).length > 1;
}

/** One for all: an abort without a reason makes a new one each time. */
const NOT_NEEDED = new Error('the answer is no longer needed');

async function askBoth(
  ports: DnsPorts,
  question: { readonly resolver: Endpoint; readonly name: string; readonly limitMs: number; readonly because?: string },
): Promise<readonly [Told, Told]> {
  const { limitMs } = question;
  const ending = new AbortController();
  let resent = false;
  const onResend = (): void => {
    resent = true;
  };
  const both = { ...question, signal: ending.signal, onResend };
  const cancelLimit = ports.clock.after(limitMs, () => ending.abort(new DeadlinePassed(limitMs)));
  let cancelGrace = (): void => undefined;
  try {
    const askedA = askQuestion(ports, { ...both, type: 'A' });
    const askedAaaa = askQuestion(ports, { ...both, type: 'AAAA' });
    const a = await askedA;
    cancelGrace = ports.clock.after(GRACE_MS, () => ending.abort(NOT_NEEDED));
    return [a, await askedAaaa];
  } finally {
    cancelGrace();
    cancelLimit();
    // An abort costs as much as encoding a question, so it is spared where nothing can be waiting any more.
    if (resent) ending.abort(NOT_NEEDED);
  }
}

/** The A question decides. Only where it was answered, without an address, does the AAAA answer matter. */
function failureOf(a: Told, aaaa: Told): Failure | undefined {
  if (a.failure) return a.failure;
  if (a.addresses.length > 0) return undefined;
  if (aaaa.addresses.length > 0) return failure('dns', 'dns.ipv6_only', 'the name has AAAA records and no A record');
  const trouble = a.answer.trouble === undefined ? '' : `: ${a.answer.trouble}`;
  return failure('dns', 'dns.no_answer', `the answer holds no address${trouble}`);
}
