/** The first screen: the path, the targets, what they have in common, what to do. */
import type { RunFacts, RunReport, RunResult } from '../model/run.ts';
import { type RootCause, STATES } from '../model/verdict.ts';
import { runFailure } from '../run/service.ts';
import { brokenRequired } from './exit-code.ts';
import { capitalized, counted, moment, sentence } from './figures.ts';
import { formatDelivery, formatSpool } from './format-delivery.ts';
import { formatDiscoveries } from './format-discoveries.ts';
import { formatTable } from './format-table.ts';
import { beside, packed, right, widthOf, wrapped } from './layout.ts';
import { plainThroughout } from './plain.ts';
import { paint, type Screen } from './screen.ts';

export const SIMULATED = 'SIMULATED NETWORK';

/** Columns of the label before the sentences about the path. */
const PATH_INDENT = 8;
/** Names shown beside a root cause; the table has them all. */
const MOST_NAMES = 3;

export function formatRun(report: RunReport, screen: Screen): string {
  const { result, delivery, spool } = plainThroughout(report);
  const sections = [
    headerOf(result, screen),
    [pathOf(result, screen), formatDiscoveries(result.run, screen)].filter((part) => part !== '').join('\n'),
    [formatTable(result.results, screen), countsOf(result, screen)].filter((part) => part !== '').join('\n'),
    whyOf(result.summary.rootCauses, screen),
    [
      delivery ? formatDelivery(delivery, screen) : '',
      spool ? formatSpool(spool, screen) : '',
      failureOf(report, screen),
    ]
      .filter((part) => part !== '')
      .join('\n'),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function headerOf({ run, summary }: RunResult, screen: Screen): string {
  const pieces = [
    `agentpath ${run.version}`,
    `vantage ${run.vantage}`,
    `run ${run.id.slice(0, 8)}`,
    counted(summary.targets, 'target'),
    moment(run.startedAt),
  ];
  return withSimulated(pieces, run, screen);
}

/** Pieces on one line, or on as many as it takes; the label at the right end of the last, or below it. */
export function withSimulated(
  pieces: readonly string[],
  { simulated }: Pick<RunFacts, 'simulated'>,
  screen: Screen,
): string {
  const lines = packed(pieces, '   ', screen.columns);
  if (!simulated) return lines.join('\n');
  const label = paint(screen).open(SIMULATED);
  const last = lines.at(-1) ?? '';
  const room = screen.columns - widthOf(last) - SIMULATED.length;
  return room < 3
    ? [...lines, label].join('\n')
    : [...lines.slice(0, -1), `${last}${' '.repeat(room)}${label}`].join('\n');
}

function pathOf({ run }: RunResult, { columns }: Screen): string {
  return beside('Path', run.path.reading.says, PATH_INDENT, columns).join('\n');
}

function countsOf({ summary, results }: RunResult, { columns }: Screen): string {
  if (summary.targets === 0) return 'No target was probed.';
  const states = STATES.filter((state) => summary.byState[state] > 0).map(
    (state) => `${summary.byState[state]} ${state}`,
  );
  const failures = summary.targets - summary.byState.reachable;
  const broken = brokenRequired(results).length;
  const text = [
    `${counted(summary.targets, 'target')}: ${states.join(', ')}.`,
    ...(failures === 0 ? [] : [misleadingWords(summary.misleading, failures)]),
    ...(broken === 0 ? [] : [`${counted(broken, 'required target is', 'required targets are')} broken.`]),
  ].join(' ');
  return wrapped(text, columns).join('\n');
}

function misleadingWords(misleading: number, failures: number): string {
  if (misleading === 0) return 'No failure would have passed a TCP test.';
  return failures === 1
    ? 'The failure would have passed a TCP test.'
    : `${misleading} of ${failures} failures would have passed a TCP test.`;
}

function whyOf(causes: readonly RootCause[], screen: Screen): string {
  if (causes.length === 0) return '';
  const numbers = String(causes.length).length + 1;
  const indent = numbers + 2;
  const look = paint(screen);
  const lines = causes.flatMap(({ says, stops, remedy, targets }, index) => [
    ...beside(`${right(String(index + 1), numbers)}  `, [sentence(says)], indent, screen.columns),
    ...(stops.length > 0 ? beside('', [sentence(capitalized(stops.join('; ')))], indent, screen.columns) : []),
    ...beside('', [namesOf(targets)], indent, screen.columns).map(look.dim),
    ...(remedy === '' ? [] : beside(`${' '.repeat(indent)}→`, [remedy], indent + 2, screen.columns)),
  ]);
  return [look.bold('Why'), ...lines].join('\n');
}

function namesOf(targets: readonly string[]): string {
  const shown = targets.length <= MOST_NAMES + 1 ? targets : targets.slice(0, MOST_NAMES);
  const more = targets.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}

function failureOf(report: RunReport, screen: Screen): string {
  const failure = runFailure(report);
  if (failure === undefined) return '';
  return beside('', [sentence(`This run counts as failed: ${plainThroughout(failure)}`)], 0, screen.columns)
    .map(paint(screen).bad)
    .join('\n');
}
