/** The states and the rules as Markdown, for the README: written from the table itself, so that it cannot drift. */
import { STATES, type State } from '../model/verdict.ts';
import { RULES, RULES_VERSION } from './rules.ts';

export const STATE_MEANING: Readonly<Record<State, string>> = {
  reachable: 'the far end itself answered',
  denied: 'a name filter let TCP complete, then refused the name',
  blocked: 'packets do not pass at all',
  intercepted: 'somebody else answered',
  incompatible: 'the far end answered, and TLS parameters do not meet',
  rejected: 'the service itself turns this caller away',
  unresolved: 'the name has no usable address',
  down: 'the target answered, and is not well',
  inconclusive: 'the evidence does not settle it',
};

export function ruleTable(): string {
  const states = STATES.map((state) => `| \`${state}\` | ${STATE_MEANING[state]} | ${causesOf(state).join(', ')} |`);
  const rules = RULES.map(
    ({ id, state, cause, because }, index) =>
      `| ${index + 1} | \`${id}\` | ${state} | \`${cause}\` | ${escaped(because)} |`,
  );
  return [
    '| state | meaning | causes |',
    '|---|---|---|',
    ...states,
    '',
    `Rules, version ${RULES_VERSION}: the first that matches decides.`,
    '',
    '| # | rule | state | cause | because |',
    '|--:|---|---|---|---|',
    ...rules,
    '',
  ].join('\n');
}

function causesOf(state: State): readonly string[] {
  const causes = RULES.filter((rule) => rule.state === state).map(({ cause }) => `\`${cause}\``);
  return [...new Set(causes)];
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
