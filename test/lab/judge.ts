/** Holds a run of agentpath against the truth table. */
import type { RunResult, TargetResult } from '../../src/model/run.ts';
import { configurationOf } from './configurations.ts';
import type { LabPath } from './lab.ts';
import type { Situation } from './situation.ts';

const MISLEADING = ['denied', 'intercepted', 'incompatible'];

/** Every way in which the run differs from the truth; nothing where it is right. */
export function mistakes(
  { run, summary, results }: RunResult,
  { configuration, situations }: LabPath,
): readonly string[] {
  const { intercepted, filtered, rootCause } = configurationOf(configuration).truth;
  const { reading } = run.path;
  const byName = new Map(results.map((result) => [result.target.name, result]));
  return [
    ...differs('the path is intercepted', reading.intercepted, intercepted),
    ...differs('the path is filtered', reading.filtered, filtered),
    ...differs('the run is ill', run.ill.join('; '), ''),
    ...(rootCause === undefined ? [] : differs('the first root cause', summary.rootCauses[0]?.id, rootCause)),
    ...differs('results', results.length, situations.length),
    ...situations.flatMap((situation) => {
      const result = byName.get(situation.name);
      const found = result ? mistakesAbout(result, situation) : ['it has no result'];
      return found.map((text) => `${situation.name}: ${text}${result ? ` (${wordsOf(result)})` : ''}`);
    }),
  ];
}

export function mistakesAbout(result: TargetResult, { truth }: Situation): readonly string[] {
  const { state, cause, tcpTestSucceeded, tcpMisleads } = result;
  // Between twins, saying that the evidence does not settle it is right too, as long as both are named.
  const right = truth.states.includes(state) || (truth.twin && state === 'inconclusive');
  return [
    ...(right ? [] : [`${wrong(state)}${state}, and not ${truth.states.join(' or ')}`]),
    ...(right && !truth.twin && truth.cause !== undefined ? differs('cause', cause, truth.cause) : []),
    ...(right && truth.twin ? twinMistakes(result, truth.states) : []),
    ...(right && !truth.twin ? confidenceMistakes(result) : []),
    ...differs('TCP test', tcpTestSucceeded, truth.tcpConnects),
    ...differs('TCP misleads', tcpMisleads, truth.tcpConnects && MISLEADING.includes(state)),
  ];
}

/** Two mistakes are worse than all others. */
function wrong(state: string): string {
  return state === 'reachable' || state === 'denied' ? 'WRONGLY ' : '';
}

function twinMistakes({ state, confidence, alternatives }: TargetResult, states: readonly string[]): readonly string[] {
  const unnamed = states.filter((twin) => twin !== state && !alternatives.some((one) => one.startsWith(`${twin}/`)));
  return [
    ...(confidence === 'certain' ? [`${state}, certain, though it has a twin`] : []),
    ...unnamed.map((twin) => `its twin ${twin} is not named`),
  ];
}

/** Only the firewall's own words make a denial certain; a certain verdict names no twin, any other does. */
function confidenceMistakes({ state, cause, confidence, alternatives }: TargetResult): readonly string[] {
  const certain = confidence === 'certain';
  return [
    ...(state === 'denied' && certain !== (cause === 'denied.firewall_said_so') ? [`denied, ${confidence}`] : []),
    ...(certain !== (alternatives.length === 0) ? [`${confidence}, with ${alternatives.length} alternatives`] : []),
  ];
}

function differs<T>(what: string, found: T, expected: T): readonly string[] {
  return found === expected ? [] : [`${what}: ${found}, and not ${expected}`];
}

function wordsOf({ state, cause, rule, confidence, alternatives, truth }: TargetResult): string {
  return `${state} ${cause}, ${confidence}, by ${rule}: ${truth}; else ${alternatives.join(', ') || 'nothing'}`;
}
