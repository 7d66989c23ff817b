/** The follow-ups in words: what was asked differently, how it ended beside the first flow, and what that says. */
import { type Cut, cutLike, cutWords, fingerprintOf } from '../classify/fingerprint.ts';
import { outcomeOf } from '../classify/flow.ts';
import { type Answer, type Evidence, QUESTION_KINDS, type QuestionKind } from '../model/evidence.ts';
import type { Path } from '../model/path.ts';
import type { Steps, SystemLookup } from '../model/step.ts';
import type { Target } from '../model/target.ts';
import { counted } from './figures.ts';
import { failureWords } from './step-words.ts';

export interface AskedAgain {
  readonly asked: string;
  readonly ended: string;
  /** Empty where it says nothing by itself. */
  readonly says: string;
}

/** Repeats that ended alike share a line; the yardstick (how a denial looks today) is the last one. */
export function askedAgain({ target, steps, questions }: Evidence, path: Path): readonly AskedAgain[] {
  const own = fingerprintOf(steps);
  const inOrder = QUESTION_KINDS.flatMap((kind) => questions.filter((answer) => answer.kind === kind));
  const lines = inOrder.map((answer) => line(answer, target, own));
  const byWords = Map.groupBy(lines, ({ asked, ended }) => `${asked}\n${ended}`);
  const together = [...byWords.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    return [same.length === 1 ? first : { ...first, asked: `${first.asked}, ${counted(same.length, 'time')}` }];
  });
  return [...together, ...(own ? yardstick(own, path) : [])];
}

function line(answer: Answer, target: Target, own: Cut | undefined): AskedAgain {
  const asked = askedWords(answer);
  if (answer.system) return { asked, ended: systemWords(answer.system), says: '' };
  if (!answer.steps) return { asked, ended: 'not answered', says: '' };
  const { kind, words } = endOf(answer.steps, target, own);
  return { asked, ended: words, says: MEANING[answer.kind]?.[kind] ?? '' };
}

function askedWords({ kind, dialled }: Answer): string {
  switch (kind) {
    case 'repeat':
      return 'the same again, from a fresh port';
    case 'repeat_reachable':
      return 'a reachable target, in between';
    case 'repeat_must_be_denied':
      return 'the must-be-denied name, in between';
    case 'dead_address':
      return `the same name on ${dialled?.address ?? 'an address where nothing is'}`;
    case 'reachable_address':
      return 'the same name on a reachable address';
    case 'wide_hello':
      return 'a wider hello (more versions, more suites)';
    case 'large_hello':
      return 'the large hello (post-quantum key share)';
    case 'agent_suites':
      return "only the agents' four suites";
    case 'other_address':
      return `another address of the name${dialled ? ` (${dialled.address})` : ''}`;
    case 'system_resolver':
      return "the system's own resolver";
  }
}

type Ending = 'alike' | 'otherwise' | 'passed' | 'no_connection' | 'other';

function endOf(steps: Steps, target: Target, own: Cut | undefined): { readonly kind: Ending; readonly words: string } {
  const outcome = outcomeOf(steps, target);
  switch (outcome.kind) {
    case 'passed':
      return { kind: 'passed', words: 'passed' };
    case 'cut':
      return own && cutLike(outcome.cut, own)
        ? { kind: 'alike', words: 'cut in the same way' }
        : { kind: 'otherwise', words: `cut${own ? ' otherwise' : ''}: ${cutWords(outcome.cut)}` };
    case 'no_connection':
      return { kind: 'no_connection', words: connectionWords(steps) };
    case 'chain_not_genuine':
      return {
        kind: 'other',
        words: `answered with a certificate by "${outcome.facts.chain[0]?.issuerCn ?? outcome.facts.anchor}"`,
      };
    case 'failed':
      return { kind: 'other', words: failureWords({ name: outcome.failure }) };
    case 'unknown':
      return { kind: 'other', words: 'no clear end' };
  }
}

function connectionWords({ dns, tcp }: Steps): string {
  if (tcp.status === 'failed') return `no connection: ${failureWords(tcp.failure)}`;
  return dns.status === 'failed' ? `no address: ${failureWords(dns.failure)}` : 'no connection';
}

const MEANING: Partial<Record<QuestionKind, Partial<Record<Ending, string>>>> = {
  repeat: { passed: 'it does not fail every time', otherwise: 'it does not fail in one manner' },
  repeat_reachable: { otherwise: 'the path itself is unsteady', no_connection: 'the path itself is unsteady' },
  repeat_must_be_denied: { passed: 'the path does not always deny' },
  dead_address: {
    alike: 'the name decides, not the address',
    passed: 'the name is allowed by name',
    no_connection: 'nothing on this path takes names up',
  },
  reachable_address: { alike: 'nor the route', passed: 'the address decides, not the name' },
  wide_hello: { alike: 'probably not a matter of cipher suites', passed: 'a matter of TLS versions or suites' },
  large_hello: { alike: 'nor of the size of the hello', passed: 'a matter of the size of the hello' },
  agent_suites: {
    passed: "the agents' suites are accepted",
    alike: 'agents would fail',
    other: 'agents would fail',
    otherwise: 'agents would fail',
  },
  other_address: { passed: 'the addresses of this name differ', alike: 'not a matter of one address' },
};

function systemWords(lookup: SystemLookup): string {
  switch (lookup.outcome) {
    case 'addresses':
      return lookup.addresses.join(', ');
    case 'failed':
      return `failed: ${lookup.code}`;
    case 'not_asked':
      return `not asked: ${lookup.because}`;
  }
}

function yardstick(own: Cut, { reading, controls }: Path): readonly AskedAgain[] {
  const host = controls.find(({ kind }) => kind === 'must_be_denied')?.host;
  const asked = `the must-be-denied name${host ? ` (${host})` : ''}`;
  const { fingerprint, filtered } = reading;
  if (fingerprint) {
    return [
      cutLike(fingerprint, own)
        ? { asked, ended: 'cut in the same way', says: 'this is how a denial looks today' }
        : { asked, ended: `cut otherwise: ${cutWords(fingerprint)}`, says: 'a denial looks different today' },
    ];
  }
  return filtered === 'no' ? [{ asked, ended: 'passed', says: 'names are not filtered on this path' }] : [];
}
