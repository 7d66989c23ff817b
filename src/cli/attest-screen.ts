/** What is said about attested names, and about waiting for them. */
import { ruleNameLabel } from '../firewall-rules/rule-name.ts';
import type { Attested } from './attest.ts';
import type { Waiting } from './attest-given.ts';
import type { Seen, Waited } from './attest-until.ts';
import { counted, moment } from './figures.ts';
import { beside } from './layout.ts';
import { plainThroughout } from './plain.ts';
import { paint, type Screen } from './screen.ts';
import { inStateColour, markOf } from './state-mark.ts';

/** Names on one progress line; the screen of the run has them all. */
const MOST_NAMES = 4;

/** First what does not pass, with the verdict; then what passes; last what could not be asked. */
export function formatAttested(given: readonly Attested[], since: string, screen: Screen): string {
  const attested = plainThroughout(given);
  const of = (outcome: Attested['outcome']): readonly Attested[] => attested.filter((one) => one.outcome === outcome);
  const asked = attested.length - of('not_asked').length;
  const head = `${of('passes').length} of ${counted(asked, 'name')} of ${plainThroughout(since)} ${of('passes').length === 1 ? 'passes' : 'pass'}`;
  const lines = [
    ...of('does_not_pass').flatMap((one) => failingLines(one, screen)),
    ...of('passes').flatMap(({ name }) => line('reachable', ruleNameLabel(name), screen)),
    ...of('not_asked').flatMap(({ name }) =>
      beside(
        '  –',
        [`${ruleNameLabel(name)}: a wildcard names nobody who could be asked, and no target lies below it`],
        4,
        screen.columns,
      ),
    ),
  ];
  return [paint(screen).bold(head), ...lines].join('\n');
}

function failingLines({ name, results }: Attested, screen: Screen): readonly string[] {
  const label = ruleNameLabel(name);
  const failing = results.filter(({ state }) => state !== 'reachable');
  if (failing.length === 0) return beside('  ?', [`${label}: not asked, the run was broken off`], 4, screen.columns);
  return failing.flatMap(({ target, state, truth }) => {
    const who = target.host.toLowerCase() === name.destination ? '' : ` (${target.host})`;
    return line(state, `${label}${who}: ${state}, ${truth}`, screen);
  });
}

function line(state: Parameters<typeof markOf>[0], text: string, screen: Screen): readonly string[] {
  const [first = '', ...rest] = beside(`  ${markOf(state)}`, [text], 4, screen.columns);
  return [first.replace(markOf(state), inStateColour(state, markOf(state), paint(screen))), ...rest];
}

export function formatWaiting({ timeoutMs, everyMs }: Waiting, what: string): string {
  return `Waiting for ${what}: a run every ${span(everyMs)}, for ${span(timeoutMs)} at most.`;
}

/** One line after a run: what came, what is still waited for. */
export function formatRound(pending: readonly string[], appeared: readonly Seen[], nextInMs: number): string {
  const came = appeared.map((one) => `${seenWords(one)}. `).join('');
  const names = pending.slice(0, MOST_NAMES).join(', ');
  const more = pending.length > MOST_NAMES ? ` and ${pending.length - MOST_NAMES} more` : '';
  const next = nextInMs > 0 ? `; next run in ${span(nextInMs)}` : '';
  return plainThroughout(`${came}Not reachable yet: ${names}${more}${next}.`);
}

export function formatWaited({ pending, seen, runs, durationMs }: Waited, screen: Screen): string {
  const head =
    pending.length === 0
      ? seen.length === 0
        ? 'Everything that was waited for was reachable from the first run on.'
        : `Everything that was waited for is reachable: ${span(durationMs)}, ${counted(runs, 'run')}.`
      : `${counted(pending.length, 'name')} not reachable after ${span(durationMs)} and ${counted(runs, 'run')}.`;
  const lines = seen.flatMap((one) => beside('  ✓', [plainThroughout(seenWords(one))], 4, screen.columns));
  const missing = pending.flatMap((name) =>
    beside('  ✗', [plainThroughout(`${name}: not in this time`)], 4, screen.columns),
  );
  return [head, ...lines, ...missing].join('\n');
}

function seenWords({ name, atMs, afterMs }: Seen): string {
  return `${name}: reachable at ${moment(new Date(atMs).toISOString())}, after ${span(afterMs)}`;
}

/** `45 s`, `4 min 30 s`, `1 h 5 min`. */
export function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes < 60) return `${minutes} min${rest === 0 ? '' : ` ${rest} s`}`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
}
