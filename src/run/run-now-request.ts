/** A request to `run-now`: no body, or `{"targets": [names]}` as JSON. Bounded, and never a host or a URL: it would be a probe for anyone into the network. */
import * as v from 'valibot';

const MAX_BYTES = 64 * 1024;
/** Of unknown names, so that an answer does not grow with what was sent. */
const MOST_PROBLEMS = 20;
const Body = v.strictObject({
  targets: v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.minLength(1), v.maxLength(2000)),
});

export interface RunNowRequest {
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}
export interface Refused {
  readonly status: 400 | 413 | 415;
  readonly problems: readonly string[];
}
export type RunNow = { readonly only?: readonly string[] } | Refused;

export async function readRunNow(
  { headers, body }: RunNowRequest,
  unknownAmong: (names: readonly string[]) => readonly string[],
): Promise<RunNow> {
  const tooLarge = refused(413, [`the body is larger than ${MAX_BYTES} bytes`]);
  if (Number(headers.get('content-length') ?? 0) > MAX_BYTES) return tooLarge;
  const text = await boundedText(body);
  if (text === undefined) return tooLarge;
  if (text.trim() === '') return {};
  const wrongType = typeProblem(headers);
  if (wrongType !== undefined) return refused(415, [wrongType]);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Body), text);
  if (!parsed.success) {
    return refused(
      400,
      parsed.issues.map(
        (issue) => `${v.getDotPath(issue) ?? 'body'}: ${issue.message}; expected nothing or {"targets": [names]}`,
      ),
    );
  }
  const { targets } = parsed.output;
  const unknown = unknownAmong(targets);
  if (unknown.length > 0) {
    return refused(
      400,
      unknown.map((name) => `targets: ${name} is no configured target`),
    );
  }
  return { only: targets };
}

function refused(status: Refused['status'], problems: readonly string[]): Refused {
  const more = problems.length - MOST_PROBLEMS;
  return { status, problems: more > 0 ? [...problems.slice(0, MOST_PROBLEMS), `… and ${more} more`] : problems };
}

/** What a page on another site can send without asking (`text/plain`, a form) is not taken. */
function typeProblem(headers: RunNowRequest['headers']): string | undefined {
  const type = headers.get('content-type') ?? 'none';
  if (!/^application\/json\s*(?:;|$)/i.test(type))
    return `content-type: ${type.slice(0, 100)}; expected application/json`;
  const coding = headers.get('content-encoding') ?? 'identity';
  return /^identity$/i.test(coding) ? undefined : `content-encoding: ${coding.slice(0, 100)}; expected none`;
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
