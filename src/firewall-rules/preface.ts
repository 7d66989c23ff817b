/** What stands above the rules in every language that has comments, and beside them in those that have none. */
import type { RulePlan } from './rule-plan.ts';
import { oneLine, wrapped } from './text.ts';

const COMMENT_WIDTH = 110;

/** Sentences about the whole plan: notes, then what no rule was written for. */
export function prefaceOf({ notes, notAllowed }: RulePlan): readonly string[] {
  return [
    ...notes.map((note) => `${oneLine(note)}.`),
    ...notAllowed.map(({ name, because }) => `No rule for ${oneLine(name)}: ${oneLine(because)}.`),
  ];
}

/** The preface as comment lines, each beginning with `mark`. */
export function commentLines(texts: readonly string[], mark: string, indent = ''): readonly string[] {
  return texts.flatMap((text) =>
    wrapped(text, COMMENT_WIDTH - indent.length).map((line) => `${indent}${mark} ${line}`),
  );
}
