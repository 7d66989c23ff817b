import { describe, expect, test } from 'vitest';
import { readRunNow } from '../../../src/run/run-now-request.ts';

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}
const known = (names: readonly string[]): readonly string[] => names.filter((name) => name !== 'a' && name !== 'b');

describe('the body of run-now', () => {
  test('nothing, or white space, asks for all targets', async () => {
    expect(await readRunNow(null, known)).toEqual({});
    expect(await readRunNow(chunks(' \n'), known)).toEqual({});
  });

  test('names of configured targets, in however many pieces they come', async () => {
    expect(await readRunNow(chunks('{"targ', 'ets":["a","b"]}'), known)).toEqual({ only: ['a', 'b'] });
  });

  test.for([
    ['no JSON', '{', /body/],
    ['a URL', '{"url":"https://attacker.example/"}', /url/],
    ['an empty list', '{"targets":[]}', /targets/],
    ['a number among the names', '{"targets":["a",1]}', /targets\.1/],
    ['a name that is too long', JSON.stringify({ targets: ['x'.repeat(301)] }), /targets\.0/],
  ] as const)('%s is refused with its place', async ([, body, place]) => {
    expect(await readRunNow(chunks(body), known)).toEqual({
      problems: expect.arrayContaining([expect.stringMatching(place)]),
    });
  });

  test('every unknown name is named', async () => {
    const asked = await readRunNow(chunks('{"targets":["a","evil.example","http://x/"]}'), known);
    expect(asked).toEqual({
      problems: ['targets: evil.example is no configured target', 'targets: http://x/ is no configured target'],
    });
  });

  test('an endless body is given up at 64 KiB', async () => {
    let sent = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        sent += 1;
        yield new Uint8Array(16 * 1024);
      }
    }
    expect(await readRunNow(endless(), known)).toEqual({ problems: [expect.stringContaining('larger than')] });
    expect(sent).toBe(5);
  });
});
