/** The targets of a run, one row each, grouped by agent: what a TCP test would have said beside the truth, and the milliseconds of each phase. */

import type { Phase } from '../model/phase.ts';
import type { TargetResult } from '../model/run.ts';
import { phaseMs } from './figures.ts';
import { left, right, shortened, shortenedInTheMiddle, widest, wrapped } from './layout.ts';
import { type Paint, paint, type Screen } from './screen.ts';
import { inStateColour, markOf } from './state-mark.ts';
import { agentsLabel, targetLabel } from './target-label.ts';

const GAP = '  ';
const TCP_TEST = 'TcpTest';
/** From here on the words of the truth have a column of their own; below, they stand under the row of a target that is not reachable. */
const WIDE_ENOUGH = 110;
/** A column of truth narrower than this is all line breaks. */
const NARROWEST_TRUTH = 22;
/** The longest name that both agents need everywhere has 40 characters. */
const NARROWEST_LABEL = 40;
const NARROW_INDENT = 2;

interface Columns {
  readonly group: number;
  readonly label: number;
  readonly state: number;
  /** 0: no column of its own. */
  readonly truth: number;
  readonly phases: readonly { readonly phase: Phase; readonly width: number }[];
}

export function formatTable(results: readonly TargetResult[], screen: Screen): string {
  if (results.length === 0) return '';
  const columns = columnsOf(results, screen);
  const look = paint(screen);
  const groups = [...Map.groupBy(results, ({ target }) => agentsLabel(target))];
  const lines = groups.flatMap(([group, rows]) =>
    columns.truth > 0
      ? rows.flatMap((row, index) => wideRow(index === 0 ? group : '', row, columns, look))
      : [look.bold(group), ...rows.flatMap((row) => narrowRow(row, columns, look, screen))],
  );
  return [look.dim(headOf(columns)), ...lines].map((line) => line.trimEnd()).join('\n');
}

function columnsOf(results: readonly TargetResult[], { columns }: Screen): Columns {
  const proxied = results.some(({ evidence: { steps } }) => steps.proxy.status !== 'skipped');
  const phases: readonly Phase[] = proxied ? ['dns', 'tcp', 'proxy', 'tls', 'http'] : ['dns', 'tcp', 'tls', 'http'];
  const measured = phases.map((phase) => ({
    phase,
    width: widest(
      results.map(({ evidence }) => phaseMs(evidence.steps[phase])),
      phase.length,
    ),
  }));
  const state = widest(results.map((result) => result.state)) + '✓ '.length;
  const figures = measured.reduce((sum, { width }) => sum + 1 + width, 0);
  const labels = widest(results.map(({ target }) => targetLabel(target)));
  const fixed = GAP.length + TCP_TEST.length + 1 + state + figures;
  const group = widest(results.map(({ target }) => agentsLabel(target))) + 1;
  if (columns >= WIDE_ENOUGH) {
    const rest = columns - group - fixed - GAP.length;
    const failures = results.filter((result) => result.state !== 'reachable');
    const words = widest(
      failures.map((result) => result.truth),
      NARROWEST_TRUTH,
    );
    // Names give way to the truth about failures, down to a width in which most of them still fit.
    const label = Math.min(labels, rest - NARROWEST_TRUTH, Math.max(NARROWEST_LABEL, rest - words));
    const truth = Math.min(
      rest - label,
      widest(
        results.map((result) => result.truth),
        NARROWEST_TRUTH,
      ),
    );
    return { group, label, state, truth, phases: measured };
  }
  return {
    group: NARROW_INDENT,
    label: Math.min(labels, columns - NARROW_INDENT - fixed),
    state,
    truth: 0,
    phases: measured,
  };
}

function headOf({ group, label, state, truth, phases }: Columns): string {
  const heads = phases.map(({ phase, width }) => ` ${right(phase, width)}`).join('');
  const words = truth > 0 ? `${GAP}${left('', truth)}` : '';
  const unit = 'ms';
  // The unit stands at the end of the last column before the figures.
  const upToFigures = `${left('', group)}${left('target', label)}${GAP}${TCP_TEST} ${left('truth', state)}${words}`;
  return `${upToFigures.slice(0, -unit.length - 1)} ${unit}${heads}`;
}

function rowStart(
  { target, tcpTestSucceeded, tcpMisleads, state }: TargetResult,
  columns: Columns,
  look: Paint,
): string {
  const test = left(tcpTestSucceeded ? 'True' : 'False', TCP_TEST.length);
  const truth = left(`${markOf(state)} ${state}`, columns.state);
  const label = left(shortenedInTheMiddle(targetLabel(target), columns.label), columns.label);
  return `${label}${GAP}${tcpMisleads ? look.bold(test) : test} ${inStateColour(state, truth, look)}`;
}

function figuresOf({ evidence: { steps } }: TargetResult, { phases }: Columns): string {
  return phases.map(({ phase, width }) => ` ${right(phaseMs(steps[phase]), width)}`).join('');
}

/** A reachable target keeps to one line; the truth about any other is never cut off. */
function wideRow(group: string, result: TargetResult, columns: Columns, look: Paint): readonly string[] {
  const fits =
    result.state === 'reachable' ? [shortened(result.truth, columns.truth)] : wrapped(result.truth, columns.truth);
  const [first = '', ...more] = fits;
  const under = left('', columns.group + columns.label + GAP.length + TCP_TEST.length + 1 + columns.state);
  return [
    `${look.bold(left(group, columns.group))}${rowStart(result, columns, look)}${GAP}${left(first, columns.truth)}${figuresOf(result, columns)}`,
    ...more.map((line) => `${under}${GAP}${line}`),
  ];
}

function narrowRow(result: TargetResult, columns: Columns, look: Paint, screen: Screen): readonly string[] {
  const indent = ' '.repeat(columns.group);
  const words = result.state === 'reachable' ? [] : wrapped(result.truth, screen.columns - 2 * columns.group);
  return [
    `${indent}${rowStart(result, columns, look)}${figuresOf(result, columns)}`,
    ...words.map((line) => `${indent}${indent}${line}`),
  ];
}
