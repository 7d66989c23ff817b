/** The body of `run-now`: empty, or `{"targets": [names]}`. Bounded, and never a host or a URL. */
import * as v from 'valibot';

const MAX_BYTES = 64 * 1024;
const Body = v.strictObject({
  targets: v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.minLength(1), v.maxLength(2000)),
});

export type RunNow = { readonly only?: readonly string[] } | { readonly problems: readonly string[] };

export async function readRunNow(
  body: AsyncIterable<Uint8Array> | null,
  unknownAmong: (names: readonly string[]) => readonly string[],
): Promise<RunNow> {
  const text = await boundedText(body);
  if (text === undefined) return { problems: [`the body is larger than ${MAX_BYTES} bytes`] };
  if (text.trim() === '') return {};
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Body), text);
  if (!parsed.success) {
    return {
      problems: parsed.issues.map(
        (issue) => `${v.getDotPath(issue) ?? 'body'}: ${issue.message}; expected nothing or {"targets": [names]}`,
      ),
    };
  }
  const { targets } = parsed.output;
  const unknown = unknownAmong(targets);
  if (unknown.length > 0) return { problems: unknown.map((name) => `targets: ${name} is no configured target`) };
  return { only: targets };
}

async function boundedText(body: AsyncIterable<Uint8Array> | null): Promise<string | undefined> {
  if (!body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
