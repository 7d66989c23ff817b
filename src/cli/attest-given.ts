/** The flags of `check` that attest a change: `--since`, `--until`, `--timeout`, `--every`. */
import type { Problem } from '../config/problems.ts';
import { quoted } from '../config/read-value.ts';
import { type AskedName, readAskedNames } from './attest-names.ts';
import { keeping } from './problems.ts';

export interface AttestFlags {
  readonly since?: string;
  readonly until?: 'reachable';
  readonly timeout?: string;
  readonly every?: string;
}
export interface Waiting {
  readonly timeoutMs: number;
  /** From the beginning of a run to the beginning of the next, unless a run takes longer. */
  readonly everyMs: number;
}
export interface Attesting {
  /** Names whose passing is attested; absent without `--since`. */
  readonly asked?: readonly AskedName[];
  /** Absent without `--until`. */
  readonly waiting?: Waiting;
}

const DEFAULT_TIMEOUT = '15m';
const DEFAULT_EVERY = '15s';
/** A firewall's change takes minutes; a day is a slip of the keyboard. */
const LONGEST_MS = 6 * 3_600_000;
const SHORTEST_MS = 1_000;

export function readAttesting(flags: AttestFlags & { readonly deliver?: boolean }, problems: Problem[]): Attesting {
  const { since, until, timeout, every, deliver } = flags;
  const asked = since === undefined ? undefined : keeping(problems, () => readAskedNames(since));
  if (until === undefined) {
    for (const [place, text] of [['--timeout', timeout] as const, ['--every', every] as const]) {
      if (text === undefined) continue;
      problems.push({ place, says: 'nothing is waited for', wayOut: 'Give it beside --until reachable' });
    }
    return asked ? { asked } : {};
  }
  if (deliver) {
    const says = 'every run while waiting would be delivered as if it were a tick';
    problems.push({ place: '--deliver', says, wayOut: 'Leave it out beside --until, and deliver a check of its own' });
  }
  const timeoutMs = durationOf('--timeout', timeout ?? DEFAULT_TIMEOUT, problems);
  const everyMs = durationOf('--every', every ?? DEFAULT_EVERY, problems);
  return { ...(asked && { asked }), waiting: { timeoutMs, everyMs } };
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

function durationOf(place: string, text: string, problems: Problem[]): number {
  const [, digits = '', unit = ''] = /^(\d{1,5})([smh])$/.exec(text.trim()) ?? [];
  const ms = Number(digits) * (UNITS[unit] ?? Number.NaN);
  if (ms >= SHORTEST_MS && ms <= LONGEST_MS) return ms;
  const wayOut = 'Write seconds, minutes or hours from 1s to 6h, for example 90s or 15m';
  problems.push({ place, says: `${quoted(text)} is no duration`, wayOut });
  return Number.NaN;
}
