/** The second screen: one target, step by step; what was asked again, what it means, what to do. */
import { PHASES, type Phase } from '../model/phase.ts';
import type { RunFacts, TargetResult } from '../model/run.ts';
import { counted, endpoint, milliseconds, moment } from './figures.ts';
import { withSimulated } from './format-run.ts';
import { beside, left, right, widest, wrapped } from './layout.ts';
import { plainThroughout } from './plain.ts';
import { type AskedAgain, askedAgain } from './question-words.ts';
import { paint, type Screen } from './screen.ts';
import { inStateColour } from './state-mark.ts';
import { stepWords } from './step-words.ts';
import { twinWords } from './twin-words.ts';

/** Columns of the labels `It means`, `Could also be` … */
const LABEL = 15;
/** Before a step's words: phase, status, milliseconds. */
const STEP = 26;
/** A narrower last column is all line breaks: what was asked and how it ended then stand on lines of their own. */
const LEAST_SAYS = 24;

/** @param notes Said first: evidence that was edited, rules that have changed since. */
export function formatExplain(
  givenRun: RunFacts,
  givenResult: TargetResult,
  screen: Screen,
  notes: readonly string[] = [],
): string {
  const run = plainThroughout(givenRun);
  const result = plainThroughout(givenResult);
  const look = paint(screen);
  const sections = [
    headline(run, result, screen),
    plainThroughout(notes)
      .flatMap((note) => beside('!', [note], 2, screen.columns))
      .map(look.open)
      .join('\n'),
    stepsOf(result, screen),
    againOf(askedAgain(result.evidence, run.path), screen),
    findingsOf(result, screen),
    conclusion(run, result, screen),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function headline(run: RunFacts, { target, state, confidence, rule }: TargetResult, screen: Screen): string {
  const name = endpoint(target.host, target.port);
  const called = target.name === target.host || name === target.name ? '' : ` (${target.name})`;
  const verdict = `${state}, ${confidence}`;
  const pieces = [`${name}${called}`, verdict, `rule ${rule} (rules ${run.rulesVersion})`];
  return withSimulated(pieces, run, screen).replace(verdict, () => inStateColour(state, verdict, paint(screen)));
}

function stepsOf({ evidence: { steps }, tcpTestSucceeded }: TargetResult, screen: Screen): string {
  const phases = PHASES.filter((phase) => phase !== 'proxy' || steps.proxy.status !== 'skipped');
  return phases.flatMap((phase) => stepLines(phase, phases.length > 4, steps, tcpTestSucceeded, screen)).join('\n');
}

function stepLines(
  phase: Phase,
  proxied: boolean,
  steps: TargetResult['evidence']['steps'],
  tcpTestSucceeded: boolean,
  screen: Screen,
): readonly string[] {
  const step = steps[phase];
  const took = step.status === 'skipped' ? '' : milliseconds(step.durationMs);
  const start = `${left(phase, 7)}${left(step.status, 9)}${right(took, 7)}`;
  // A test through a proxy would have been one of the proxy.
  const said =
    phase === 'tcp' && step.status !== 'skipped' && !proxied
      ? [`a TCP test stops here and says ${tcpTestSucceeded ? 'True' : 'False'}`]
      : [];
  return beside(start, [stepWords(phase, steps), ...said], STEP, screen.columns);
}

function againOf(lines: readonly AskedAgain[], screen: Screen): string {
  if (lines.length === 0) return '';
  const look = paint(screen);
  const gap = 2;
  const asked = widest(lines.map((line) => line.asked)) + gap;
  const ended = widest(lines.map((line) => line.ended)) + gap;
  const upToSays = 2 + asked + ended;
  const rows =
    screen.columns - upToSays >= LEAST_SAYS
      ? lines.flatMap((line) => {
          const start = `  ${left(line.asked, asked)}${left(line.ended, ended)}`;
          return line.says === '' ? [start.trimEnd()] : beside(start, [line.says], upToSays, screen.columns);
        })
      : lines.flatMap((line) => {
          const outcome = line.says === '' ? line.ended : `${line.ended}: ${line.says}`;
          return [...beside('', [line.asked], 2, screen.columns), ...beside('', [outcome], 6, screen.columns)];
        });
  return [look.bold('asked again, differently'), ...rows].join('\n');
}

function findingsOf({ findings }: TargetResult, screen: Screen): string {
  if (findings.length === 0) return '';
  const width = widest(findings.map(({ phase }) => phase)) + 2;
  const lines = findings.flatMap(({ phase, says }) =>
    beside(`  ${left(phase, width)}`, [says], 2 + width, screen.columns),
  );
  return [paint(screen).bold('findings'), ...lines].join('\n');
}

function conclusion(run: RunFacts, result: TargetResult, screen: Screen): string {
  const { state, because, alternatives, settle, remedy, tcpMisleads, evidence, effect, target } = result;
  const stops = state === 'reachable' ? '' : evidence.target.stops;
  const agents = target.agents.length === 0 ? '' : ` (${target.agents.join(', ').toUpperCase()}: ${effect})`;
  return [
    ...labelled('It means', [because], screen),
    ...labelled(
      'TCP test',
      tcpMisleads ? ['says True, and misleads: it ends before anything has judged the name'] : [],
      screen,
    ),
    ...labelled('Could also be', alternatives.map(twinWords), screen),
    ...labelled('Settle it', settleWords(run, result, settle), screen),
    ...labelled('Stops', stops === '' ? [] : [`${stops}${agents}`], screen),
    ...labelled('Do', remedy === '' ? [] : [remedy], screen),
  ].join('\n');
}

/** A log is searched for a name and a time: both are said. */
function settleWords(run: RunFacts, { target, evidence }: TargetResult, settle: readonly string[]): readonly string[] {
  if (settle.length === 0) return [];
  const { tcp } = evidence.steps;
  const from = tcp.status === 'ok' ? ` from ${endpoint(tcp.facts.local.address, tcp.facts.local.port)}` : '';
  const subnet = run.vantageSubnet === '' ? '' : `, probe subnet ${run.vantageSubnet}`;
  return [...settle, `(looked at: ${target.host} at ${moment(evidence.probedAt)}${from}${subnet})`];
}

function labelled(label: string, paragraphs: readonly string[], { columns }: Screen): readonly string[] {
  return beside(label, paragraphs, LABEL, columns);
}

/** Under an explanation of many: how many were left out because nothing is wrong with them. */
export function formatNothingToExplain(targets: number, screen: Screen): string {
  const text =
    targets === 0
      ? 'The result holds no target.'
      : `${targets === 1 ? 'The only target is' : `All ${counted(targets, 'target')} are`} reachable: there is nothing to explain. Name a target to see its steps.`;
  return wrapped(text, screen.columns).join('\n');
}
