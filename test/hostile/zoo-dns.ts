/** Resolvers that mean harm: what each answers, and how the dns phase may end. */
import type { Answer } from 'dns-packet';
import { a, aaaa, cname, type Reply, type Script } from '../support/dns-server.ts';
import { ALL_TRICKS } from './far-end.ts';

export const ASKED = 'hostile.test';

export interface HostileResolver {
  readonly name: string;
  /** It keeps us waiting until the deadline, which is then short. */
  readonly hangs?: true;
  /** `ok`, or the name of the failure. */
  readonly ends: RegExp;
  readonly script: Script;
}

const answer = (name: string, ends: RegExp, ...answers: readonly Answer[]): HostileResolver => ({
  name,
  ends,
  script: ({ type }) => ({ answers: answers.filter((one) => one.type === type || one.type === 'CNAME') }),
});
/** The true answer, with its bytes changed. */
const changed = (name: string, ends: RegExp, bytes: (answer: Buffer) => Uint8Array): HostileResolver => ({
  name,
  ends,
  script: ({ type }) => ({ answers: type === 'A' ? [a(ASKED, '127.0.0.1')] : [], bytes }),
});
const overTcp = (name: string, ends: RegExp, reply: Reply, more: Partial<HostileResolver> = {}): HostileResolver => ({
  name,
  ends,
  script: ({ transport }) => (transport === 'udp' ? { truncated: true } : reply),
  ...more,
});

/** After the header and the question: the name (14 bytes), type, class. */
const AFTER_QUESTION = 12 + 14 + 4;
const withCount = (bytes: Buffer, section: 'answers' | 'authorities', count: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt16BE(count, section === 'answers' ? 6 : 8);
  return copy;
};
/** Records by hand: owner, type, data. */
const records = (
  bytes: Buffer,
  ...all: readonly (readonly [owner: Uint8Array, type: number, data: Uint8Array])[]
): Buffer =>
  withCount(
    Buffer.concat([
      bytes.subarray(0, AFTER_QUESTION),
      ...all.flatMap(([owner, type, data]) => [
        owner,
        Buffer.from([0, type, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 0xff]),
        data,
      ]),
    ]),
    'answers',
    all.length,
  );
const TO_QUESTION = Buffer.from([0xc0, 12]);
const CNAME = 5;
const label = (bytes: Uint8Array): Buffer => Buffer.concat([Buffer.from([bytes.length]), bytes]);
const ofLabels = (...labels: readonly Uint8Array[]): Buffer => Buffer.concat([...labels.map(label), Buffer.from([0])]);
const trickLabels = Array.from({ length: 4 }, (_, index) =>
  Buffer.from(ALL_TRICKS).subarray(index * 50, index * 50 + 50),
);

export const RESOLVERS: readonly HostileResolver[] = [
  overTcp('an answer of 64 KiB', /^(ok|dns\.malformed)$/, {
    answers: Array.from({ length: 2_000 }, (_, index) => a(ASKED, `127.1.${index >> 8}.${index & 0xff}`)),
  }),
  answer('an alias of itself', /^dns\./, cname(ASKED, ASKED)),
  answer('aliases in a circle', /^dns\./, cname(ASKED, 'b.test'), cname('b.test', 'c.test'), cname('c.test', 'b.test')),
  answer(
    'two hundred aliases',
    /^dns\./,
    ...Array.from({ length: 20 }, (_, index) => cname(index === 0 ? ASKED : `n${index}.test`, `n${index + 1}.test`)),
  ),
  {
    name: 'another alias for every question, without end',
    ends: /^dns\./,
    script: ({ name, id }) => ({ answers: [cname(name, `n${id}.test`)] }),
  },
  answer('the address of another name', /^dns\.no_answer$/, a('other.test', '127.0.0.1')),
  {
    name: 'an address among the authorities',
    ends: /^dns\.no_answer$/,
    script: () => ({ authorities: [a(ASKED, '127.0.0.1')] }),
  },
  {
    name: 'other ids before the answer',
    ends: /^ok$/,
    script: ({ type }) => ({
      before: Array.from({ length: 30 }, (_, index) => ({ idOff: index + 1, answers: [a(ASKED, '127.6.6.6')] })),
      answers: type === 'A' ? [a(ASKED, '127.0.0.1')] : [],
    }),
  },
  {
    name: 'nothing but other ids',
    hangs: true,
    ends: /^dns\.malformed$/,
    script: () => ({
      before: Array.from({ length: 300 }, (_, index) => ({ idOff: index + 1, answers: [a(ASKED, '127.6.6.6')] })),
      silent: true,
    }),
  },
  {
    name: 'an answer to another question',
    hangs: true,
    ends: /^dns\.malformed$/,
    script: () => ({ question: { name: 'other.test', type: 'A' }, answers: [a('other.test', '127.6.6.6')] }),
  },
  changed('65,535 records announced, one sent', /^dns\.malformed$/, (bytes) => withCount(bytes, 'answers', 0xffff)),
  changed('65,535 authorities announced, none sent', /^ok$/, (bytes) => withCount(bytes, 'authorities', 0xffff)),
  changed('cut in the middle of a record', /^dns\.malformed$/, (bytes) =>
    withCount(bytes.subarray(0, AFTER_QUESTION + 5), 'answers', 1),
  ),
  changed('a name that points to itself', /^dns\.malformed$/, (bytes) =>
    records(bytes, [Buffer.from([0xc0, AFTER_QUESTION]), 1, Buffer.from([127, 0, 0, 1])]),
  ),
  changed('a name that points ahead', /^dns\.malformed$/, (bytes) =>
    records(bytes, [Buffer.from([0xc0, 0xff]), 1, Buffer.from([127, 0, 0, 1])]),
  ),
  changed('an alias that points into a loop', /^dns\.malformed$/, (bytes) =>
    records(bytes, [TO_QUESTION, CNAME, Buffer.from([1, 97, 0xc0, AFTER_QUESTION + 12])]),
  ),
  changed('an address of five bytes', /^dns\.malformed$/, (bytes) =>
    records(bytes, [TO_QUESTION, 1, Buffer.from([127, 0, 0, 1, 1])]),
  ),
  changed('an alias of every trick', /^dns\./, (bytes) =>
    records(bytes, [TO_QUESTION, CNAME, ofLabels(...trickLabels)]),
  ),
  changed('labels that hold dots, quotes and backslashes', /^dns\./, (bytes) =>
    records(bytes, [TO_QUESTION, CNAME, ofLabels(Buffer.from('a.b"\\c'), Buffer.from([0xff, 0, 0x1b]))]),
  ),
  {
    ...changed('only a header', /^dns\.malformed$/, (bytes) => withCount(bytes.subarray(0, 12), 'answers', 1)),
    hangs: true,
  },
  { name: 'a code that nobody knows', ends: /^dns\.other_rcode$/, script: () => ({ rcode: 15 }) },
  overTcp('TCP: closed without a word', /^dns\.malformed$/, { hangUp: true }),
  overTcp(
    'TCP: a length of 65,535, and silence',
    /^dns\.timed_out$/,
    { bytes: () => Buffer.alloc(0), silent: true },
    { hangs: true },
  ),
  overTcp('TCP: an empty message', /^dns\.malformed$/, { bytes: () => Buffer.alloc(0) }),
  overTcp('TCP: many messages', /^ok$/, { answers: [a(ASKED, '127.0.0.1')], before: [] }),
  answer(
    'addresses that are nobody',
    /^(ok|dns\.)/,
    a(ASKED, '0.0.0.0'),
    a(ASKED, '255.255.255.255'),
    a(ASKED, '224.0.0.1'),
    aaaa(ASKED, '::'),
    aaaa(ASKED, 'fe80::1'),
  ),
];
