import dnsPacket from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnswerReading, encodeQuestion, type QuestionType, readAnswer } from '../../../src/probe/dns-message.ts';
import { a, aaaa, cname, encoded, type Reply, soa } from '../../support/dns-server.ts';

const question = { id: 4_711, name: 'host.example', type: 'A' as QuestionType };
const read = (reply: Reply, asked = question): AnswerReading => readAnswer(encoded(reply, asked), asked);
function answer(reading: AnswerReading): Extract<AnswerReading, { kind: 'answer' }> {
  if (reading.kind !== 'answer') throw new Error(JSON.stringify(reading));
  return reading;
}

/** A message by hand: header, question, then whatever is given. */
function raw(body: readonly number[], counts: { readonly answers: number; readonly authorities?: number }): Uint8Array {
  const head = Buffer.from(encoded({}, question));
  head.writeUInt16BE(counts.answers, 6);
  head.writeUInt16BE(counts.authorities ?? 0, 8);
  return Buffer.concat([head, Buffer.from(body)]);
}
const TO_HOST = [0xc0, 12] as const;
const A_RECORD = [...TO_HOST, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1] as const;

describe('questions', () => {
  test('ask for recursion, with 1232 bytes of room', () => {
    expect(dnsPacket.decode(Buffer.from(encodeQuestion(question, true)))).toMatchObject({
      id: 4_711,
      type: 'query',
      flag_rd: true,
      questions: [{ name: 'host.example', type: 'A', class: 'IN' }],
      additionals: [{ type: 'OPT', udpPayloadSize: 1232, ednsVersion: 0, flag_do: false }],
    });
    expect(dnsPacket.decode(Buffer.from(encodeQuestion(question, false))).additionals).toEqual([]);
  });
});

describe('answers', () => {
  test('in the same words as they were written', () => {
    const asked = { ...question, type: 'AAAA' as QuestionType };
    const reading = read(
      {
        answers: [
          cname('host.example', 'x.example', 9),
          aaaa('x.example', '2001:db8::ff00:42:8329', 99),
          a('x.example', '192.0.2.1'),
        ],
      },
      asked,
    );
    expect(reading).toEqual({
      kind: 'answer',
      rcode: 'NOERROR',
      truncated: false,
      addresses: [{ address: '2001:db8::ff00:42:8329', ttl: 9 }],
      aliases: [{ from: 'host.example', to: 'x.example' }],
      end: 'x.example',
      loops: false,
      settled: false,
      unread: 0,
    });
  });

  test('the case of the question and of owners does not matter', () => {
    const reading = read({ question: { name: 'HOST.eXample', type: 'A' }, answers: [a('Host.EXAMPLE', '192.0.2.1')] });
    expect(answer(reading).addresses).toEqual([{ address: '192.0.2.1', ttl: 60 }]);
  });

  test('an SOA record in the authority section settles it', () => {
    expect(answer(read({ authorities: [soa('example')] })).settled).toBe(true);
  });

  test('a label that holds a dot is not two labels', () => {
    const owner = [12, ...Buffer.from('host.example'), 0];
    const reading = readAnswer(raw([...owner, ...A_RECORD.slice(2)], { answers: 1 }), question);
    expect(answer(reading).addresses).toEqual([]);
  });

  test('records of another class or of unknown types are passed over', () => {
    const chaos = [...TO_HOST, 0, 1, 0, 3, 0, 0, 0, 60, 0, 4, 6, 6, 6, 6];
    const unknown = [...TO_HOST, 0xff, 0xf0, 0, 1, 0, 0, 0, 60, 0, 3, 1, 2, 3];
    const reading = readAnswer(raw([...chaos, ...unknown, ...A_RECORD], { answers: 3 }), question);
    expect(answer(reading).addresses).toEqual([{ address: '192.0.2.1', ttl: 60 }]);
  });

  test('a TTL beyond 31 bits counts as zero', () => {
    const reading = readAnswer(
      raw([...TO_HOST, 0, 1, 0, 1, 0x80, 0, 0, 1, 0, 4, 192, 0, 2, 1], { answers: 1 }),
      question,
    );
    expect(answer(reading).addresses).toEqual([{ address: '192.0.2.1', ttl: 0 }]);
  });

  test('a broken authority section does not spoil the answer', () => {
    const reading = readAnswer(raw([...A_RECORD, 0xc0], { answers: 1, authorities: 40_000 }), question);
    expect(answer(reading)).toMatchObject({ addresses: [{ address: '192.0.2.1' }], settled: false });
  });
});

describe('what is no answer to the question', () => {
  test.for([
    ['another id', { idOff: 1 }],
    ['another name', { question: { name: 'other.example', type: 'A' } }],
    ['another type', { question: { name: 'host.example', type: 'AAAA' } }],
    [
      'the question alone',
      { bytes: (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 2), Buffer.of(1), bytes.subarray(3)]) },
    ],
    ['no question and no error', { headerOnly: true }],
    ['eleven bytes', { bytes: (bytes: Buffer) => bytes.subarray(0, 11) }],
    ['a header that promises a question', { bytes: (bytes: Buffer) => bytes.subarray(0, 12) }],
  ] as const satisfies readonly (readonly [string, Reply])[])('%s', ([, reply]) => {
    expect(read(reply).kind).toBe('foreign');
  });

  test.for([
    ['a pointer to itself', [0xc0, 30, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 1, 2, 3, 4]],
    ['a pointer forwards', [0xc0, 40, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 1, 2, 3, 4]],
    ['a label and a pointer to that label', [1, 97, 0xc0, 30, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 1, 2, 3, 4]],
    ['an address of five bytes', [...TO_HOST, 0, 1, 0, 1, 0, 0, 0, 60, 0, 5, 1, 2, 3, 4, 5]],
    ['data beyond the end', [...TO_HOST, 0, 1, 0, 1, 0, 0, 0, 60, 0xff, 0xff, 1, 2, 3, 4]],
    ['an alias longer than its data', [...TO_HOST, 0, 5, 0, 1, 0, 0, 0, 60, 0, 2, 1, 97, 0]],
    ['a label of a reserved kind', [0x40, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 1, 2, 3, 4]],
    ['a record that is missing', []],
  ] as const)('but with %s: malformed', ([, body]) => {
    expect(encoded({}, question)).toHaveLength(30);
    expect(readAnswer(raw(body, { answers: 1 }), question).kind).toBe('malformed');
  });
});

describe('hostile bytes', () => {
  test('arbitrary bytes behind a true header never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(65_535), fc.nat(65_535), (tail, answers, authorities) => {
        const reading = readAnswer(raw([...tail], { answers, authorities }), question);
        expect(['answer', 'malformed']).toContain(reading.kind);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(['answer', 'malformed', 'foreign']).toContain(readAnswer(bytes, question).kind);
      }),
    );
  });

  test('a true answer with bytes changed, cut or added never throws, and never gives an address to another name', () => {
    const reply: Reply = {
      answers: [
        cname('host.example', 'mid.example'),
        cname('mid.example', 'end.example'),
        a('end.example', '192.0.2.1'),
      ],
      authorities: [soa('example')],
    };
    const bytes = Buffer.from(encoded(reply, question));
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 8 });
    fc.assert(
      fc.property(changes, fc.nat(bytes.length), fc.uint8Array({ maxLength: 30 }), (changed, length, added) => {
        const mutant = Buffer.concat([bytes.subarray(0, length), added]);
        for (const [at, value] of changed) if (at < mutant.length) mutant[at] = value;
        const reading = readAnswer(mutant, question);
        if (reading.kind !== 'answer') return;
        let name = question.name;
        for (const { from, to } of reading.aliases) {
          expect(from).toBe(name);
          name = to;
        }
        expect(reading.end).toBe(name);
      }),
      { numRuns: 2_000 },
    );
  });

  test('answers written by another encoder are read as they were written', () => {
    const label = fc.stringMatching(/^[a-z0-9_-]{1,12}$/);
    const name = fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => labels.join('.'));
    const chain = fc.uniqueArray(name, { minLength: 1, maxLength: 9, selector: (one) => one });
    fc.assert(
      fc.property(chain, fc.array(fc.ipV4(), { maxLength: 5 }), fc.nat(100_000), fc.nat(), (names, ips, ttl, seed) => {
        const [first = '', last = ''] = [names[0], names.at(-1)];
        const answers = [
          ...names.slice(1).map((to, index) => cname(names[index] ?? '', to, ttl + index)),
          ...ips.map((ip) => a(last, ip, ttl + 50)),
        ];
        // In any order.
        const turned =
          answers.length === 0
            ? []
            : [...answers.slice(seed % answers.length), ...answers.slice(0, seed % answers.length)];
        const reading = answer(read({ answers: turned }, { ...question, name: first }));
        expect(reading.aliases.map(({ to }) => to)).toEqual(names.slice(1));
        const least = names.length > 1 ? ttl : ttl + 50;
        expect(new Set(reading.addresses)).toEqual(new Set(ips.map((address) => ({ address, ttl: least }))));
      }),
    );
  });

  test('the dearest messages of 64 KiB cost little', () => {
    // A ladder of pointers, each to the one before; then as many records as fit, whose owner climbs down all of it.
    const ladder: number[] = [...TO_HOST, 0xff, 0, 0, 1, 0, 0, 0, 0, 0x1f, 0x40];
    for (let at = 42; ladder.length < 12 + 8_000; at += 2) {
      const to = at === 42 ? 12 : at - 2;
      ladder.push(0xc0 | (to >> 8), to & 0xff);
    }
    const owner = [0xc0 | ((30 + 12 + 7_900) >> 8), (30 + 12 + 7_900) & 0xff];
    const records = Array.from({ length: 4_700 }, () => [...owner, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0]).flat();
    const climbing = raw([...ladder, ...records], { answers: 4_701 });
    // Records of a long owner, and aliases in a long chain.
    const long = [...Array.from({ length: 126 }, () => [1, 97]).flat(), 0];
    const first = [...long, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4];
    const copies = Array.from({ length: 3_900 }, () => [0xc0, 30, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4]).flat();
    const repeating = raw([...first, ...copies], { answers: 65_535 });
    const before = process.cpuUsage();
    for (let round = 0; round < 10; round += 1) {
      expect(readAnswer(climbing, question).kind).toBe('malformed');
      expect(answer(readAnswer(repeating, question)).unread).toBe(65_535 - 256);
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000 / 20).toBeLessThan(25);
  });
});
