/** `agentpath explain`: a stored result, judged again without a network. */
import { RULES_VERSION } from '../classify/rules.ts';
import { nearest } from '../config/nearest.ts';
import { SettingsError } from '../config/problems.ts';
import type { RunResult, TargetResult } from '../model/run.ts';
import { safeJson } from '../record/safe-json.ts';
import { EXIT } from './exit-code.ts';
import { endpoint } from './figures.ts';
import { formatExplain, formatNothingToExplain } from './format-explain.ts';
import { formatLine } from './layout.ts';
import { usageProblem } from './problems.ts';
import { rejudged, withEvidence } from './rejudge.ts';
import { readResult } from './result-file.ts';
import type { Screen } from './screen.ts';
import type { Terminal } from './terminal.ts';
import { applyEdits, type Edit, isFlowEdit, readEdits } from './what-if.ts';

export interface ExplainOptions {
  readonly format: 'table' | 'json';
  readonly whatIf: readonly string[];
}

export async function explain(
  file: string,
  target: string | undefined,
  { format, whatIf }: ExplainOptions,
  terminal: Terminal,
): Promise<number> {
  const edits = editsOf(whatIf);
  const stored = readResult(file);
  const explanation = explained(stored, target, edits);
  terminal.print(format === 'json' ? safeJson(asJson(stored, explanation), 2) : asScreen(explanation, terminal.screen));
  return EXIT.well;
}

export interface Explanation {
  readonly result: RunResult;
  /** The targets that are explained. */
  readonly chosen: readonly TargetResult[];
  /** Of the whole: what was edited, and that the rules have changed. */
  readonly notes: readonly string[];
  /** What the stored verdict was, where it is another one now. */
  readonly changed: ReadonlyMap<string, string>;
  readonly edited: boolean;
}

/** Throws a SettingsError for a target or an edit that cannot be. */
export function explained(stored: RunResult, target: string | undefined, edits: readonly Edit[] = []): Explanation {
  const named = target === undefined ? undefined : namedTargets(stored, target);
  if (named && named.length > 1 && edits.some(isFlowEdit)) {
    throw usageProblem(
      'TARGET',
      `${JSON.stringify(target)} stands for ${named.length} targets, and an edit is for one`,
      `Name one: ${named.join(', ')}`,
    );
  }
  const result = judgedAgain(stored, edits, named?.[0]);
  const chosen = result.result.results.filter((one) =>
    named ? named.includes(one.target.name) : one.state !== 'reachable',
  );
  return { ...result, chosen, changed: changesOf(stored, result.result), edited: edits.length > 0 };
}

function judgedAgain(
  stored: RunResult,
  edits: readonly Edit[],
  target: string | undefined,
): Pick<Explanation, 'result' | 'notes'> {
  const { rulesVersion } = stored.run;
  const rules =
    rulesVersion === RULES_VERSION
      ? []
      : [
          `Stored by rules ${rulesVersion}, judged again by rules ${RULES_VERSION}: a verdict may differ from the one that was shown then.`,
        ];
  if (edits.length === 0) return { result: rejudged(stored), notes: rules };
  const edited = applyEdits(stored, edits, target);
  if (!edited.ok) throw new SettingsError(edited.problems);
  return { result: withEvidence(stored, edited.evidences, edited.path), notes: [...rules, ...edited.notes] };
}

function changesOf(stored: RunResult, now: RunResult): ReadonlyMap<string, string> {
  return new Map(
    now.results.flatMap((result, index) => {
      const before = stored.results[index];
      return !before || (before.rule === result.rule && before.state === result.state)
        ? []
        : [[result.target.name, `${before.state}, ${before.confidence} (rule ${before.rule})`] as const];
    }),
  );
}

function editsOf(whatIf: readonly string[]): readonly Edit[] {
  const read = readEdits(whatIf);
  if (!read.ok) throw new SettingsError(read.problems);
  return read.edits;
}

/** By name, else by host, else by `host:port`. */
function namedTargets({ results }: RunResult, word: string): readonly string[] {
  const targets = results.map(({ target }) => target);
  const same = (text: string): boolean => text.toLowerCase() === word.toLowerCase();
  const named = [
    targets.filter(({ name }) => same(name)),
    targets.filter(({ host }) => same(host)),
    targets.filter(({ host, port }) => same(endpoint(host, port))),
  ].find((found) => found.length > 0);
  if (named) return named.map(({ name }) => name);
  const near = nearNames(
    word,
    targets.map(({ name }) => name),
  );
  throw usageProblem(
    'TARGET',
    `${JSON.stringify(word)} is no target of this result`,
    near.length > 0
      ? `Did you mean ${near.join(', ')}?`
      : `It has ${targets.length} targets: agentpath explain without a target lists those that are not reachable`,
  );
}

const MOST_NEAR = 5;

function nearNames(word: string, names: readonly string[]): readonly string[] {
  const parts = names.filter((name) => name.toLowerCase().includes(word.toLowerCase()));
  const meant = nearest(word, names);
  return [...new Set([...(meant === undefined ? [] : [meant]), ...parts])].slice(0, MOST_NEAR);
}

function asScreen({ result, chosen, notes, changed, edited }: Explanation, screen: Screen): string {
  if (chosen.length === 0) {
    return [...notes, formatNothingToExplain(result.results.length, screen)].join('\n');
  }
  const screens = chosen.map((one) => {
    const before = changed.get(one.target.name);
    const unchanged = edited ? ['Without the edit the verdict is the same.'] : [];
    const change =
      before === undefined ? unchanged : [`${edited ? 'Without the edit' : 'The stored verdict'}: ${before}.`];
    return formatExplain(result.run, one, screen, [...notes, ...change]);
  });
  return screens.join(`\n\n${formatLine(screen.columns)}\n\n`);
}

function asJson(stored: RunResult, { result, chosen, notes, edited }: Explanation): unknown {
  const { id, startedAt, vantage, simulated } = result.run;
  return {
    run: { id, startedAt, vantage, simulated },
    rulesVersion: { stored: stored.run.rulesVersion, now: RULES_VERSION },
    edited,
    notes,
    results: chosen,
  };
}
