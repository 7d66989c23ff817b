/** A result as text, target by target: made in one piece, the text of a long list is several times the size of everything else. */
import type { RunResult } from '../model/run.ts';

/** `JSON.stringify(result, null, 2)` in blocks of whole lines, without the line break after each. */
export function* jsonBlocks({ results, ...rest }: RunResult): Generator<string> {
  const head = JSON.stringify(rest, null, 2).slice(0, -'\n}'.length);
  if (results.length === 0) {
    yield `${head},\n  "results": []\n}`;
    return;
  }
  yield `${head},\n  "results": [`;
  for (const [index, one] of results.entries()) {
    const comma = index < results.length - 1 ? ',' : '';
    // No text in JSON holds a line break of its own.
    yield `    ${JSON.stringify(one, null, 2).replaceAll('\n', '\n    ')}${comma}`;
  }
  yield '  ]\n}';
}

/** NDJSON: the run, each target, the summary. */
export function* resultLines({ schemaVersion, run, summary, results }: RunResult): Generator<string> {
  yield JSON.stringify({ schemaVersion, run });
  for (const one of results) yield JSON.stringify(one);
  yield JSON.stringify({ summary });
}
