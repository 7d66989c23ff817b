import { describe, expect, test } from 'vitest';
import { readRunNow } from '../../../src/run/run-now-request.ts';

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}
const JSON_TYPE = { 'content-type': 'application/json' };
const sent = (body: AsyncIterable<Uint8Array> | null, headers: Readonly<Record<string, string>> = JSON_TYPE) => ({
  body,
  headers: new Headers(headers),
});
const known = (names: readonly string[]): readonly string[] => names.filter((name) => name !== 'a' && name !== 'b');

describe('the body of run-now', () => {
  test('nothing, or white space, asks for all targets', async () => {
    expect(await readRunNow(sent(null, {}), known)).toEqual({});
    expect(await readRunNow(sent(chunks(' \n'), {}), known)).toEqual({});
  });

  test('names of configured targets, in however many pieces they come', async () => {
    expect(await readRunNow(sent(chunks('{"targ', 'ets":["a","b"]}')), known)).toEqual({ only: ['a', 'b'] });
  });

  test.for([
    ['no JSON', '{', /body/],
    ['a URL', '{"url":"https://attacker.example/"}', /url/],
    ['an empty list', '{"targets":[]}', /targets/],
    ['a number among the names', '{"targets":["a",1]}', /targets\.1/],
    ['a name that is too long', JSON.stringify({ targets: ['x'.repeat(301)] }), /targets\.0/],
  ] as const)('%s is refused with its place', async ([, body, place]) => {
    expect(await readRunNow(sent(chunks(body)), known)).toEqual({
      status: 400,
      problems: expect.arrayContaining([expect.stringMatching(place)]),
    });
  });

  test('every unknown name is named', async () => {
    const asked = await readRunNow(sent(chunks('{"targets":["a","evil.example","http://x/"]}')), known);
    expect(asked).toEqual({
      status: 400,
      problems: ['targets: evil.example is no configured target', 'targets: http://x/ is no configured target'],
    });
  });

  test('an endless body is given up at 64 KiB', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        given += 1;
        yield new Uint8Array(16 * 1024);
      }
    }
    expect(await readRunNow(sent(endless()), known)).toEqual({
      status: 413,
      problems: [expect.stringContaining('larger than')],
    });
    expect(given).toBe(5);
  });

  test('a body that says its own size is not even read', async () => {
    const unread: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => {
        throw new Error('read');
      },
    };
    expect(await readRunNow(sent(unread, { ...JSON_TYPE, 'content-length': '65537' }), known)).toMatchObject({
      status: 413,
    });
  });

  test.for([
    [{}, /content-type: none/],
    [{ 'content-type': 'text/plain' }, /content-type: text\/plain/],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, /expected application\/json/],
    [{ 'content-type': 'application/jsonp' }, /content-type/],
    [{ 'content-type': 'application/json', 'content-encoding': 'gzip' }, /content-encoding: gzip/],
  ] as const)('%j is refused as another type', async ([headers, why]) => {
    expect(await readRunNow(sent(chunks('{"targets":["a"]}'), headers), known)).toEqual({
      status: 415,
      problems: [expect.stringMatching(why)],
    });
  });

  test('a thousand unknown names make no answer of a thousand lines, nor does a deep nest hang', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `x${index}`);
    const many = await readRunNow(sent(chunks(JSON.stringify({ targets: names }))), known);
    expect(many).toMatchObject({ status: 400, problems: expect.arrayContaining(['… and 980 more']) });
    expect('problems' in many && many.problems.length).toBe(21);
    const nest = `{"targets":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    expect(await readRunNow(sent(chunks(nest)), known)).toMatchObject({ status: 400 });
  });
});
