/** A result as text, target by target: made in one piece, the text of a long list is several times the size of everything else. */
import type { RunResult } from '../model/run.ts';
import { safeJson } from '../record/safe-json.ts';

const ONE_BEFORE = '{\n  "results": [\n';
const ONE_AFTER = '\n  ]\n}';

/** `safeJson(result, 2)` in blocks of whole lines, without the line break after each. */
export function* jsonBlocks({ results, ...rest }: RunResult): Generator<string> {
  const head = safeJson(rest, 2).slice(0, -'\n}'.length);
  if (results.length === 0) {
    yield `${head},\n  "results": []\n}`;
    return;
  }
  yield `${head},\n  "results": [`;
  for (const [index, one] of results.entries()) {
    const comma = index < results.length - 1 ? ',' : '';
    // Written as the only one of a list, it is indented as in the whole.
    yield `${safeJson({ results: [one] }, 2).slice(ONE_BEFORE.length, -ONE_AFTER.length)}${comma}`;
  }
  yield '  ]\n}';
}

/** NDJSON: the run, each target, the summary. */
export function* resultLines({ schemaVersion, run, summary, results }: RunResult): Generator<string> {
  yield safeJson({ schemaVersion, run });
  for (const one of results) yield safeJson(one);
  yield safeJson({ summary });
}

const LARGE = 64 * 1024;

/** The same lines, joined by line breaks, in fewer pieces: to write each by itself costs as much as to make it. */
export function* inLargePieces(blocks: Iterable<string>): Generator<string> {
  let piece: string[] = [];
  let size = 0;
  for (const block of blocks) {
    piece.push(block);
    size += block.length;
    if (size < LARGE) continue;
    yield piece.join('\n');
    piece = [];
    size = 0;
  }
  if (piece.length > 0) yield piece.join('\n');
}
