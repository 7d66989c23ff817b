/** Deliveries of what earlier runs left, in order: an entry is tried only when nothing older is left. */
import type { ProbeRecord } from '../record/columns.ts';
import type { Sender, Sent, Trouble } from './sink.ts';
import type { Held, SpoolVisit } from './spool-visit.ts';

/** A call that would have less time is not begun: it would most likely be cut off, and its rows come twice. */
export const SHORTEST_CALL_MS = 2000;
export const TIME_IS_OVER = 'the time for deliveries is over';

export interface Stopped {
  readonly reason: string;
  /** The service took no rows; absent where something else ended it. */
  readonly trouble?: Trouble;
}
export interface Replayed {
  /** Rows of earlier runs delivered. */
  readonly rows: number;
  /** Why older rows are left; absent where none are. */
  readonly stopped: Stopped | undefined;
}
interface ReplayParts {
  readonly visit: SpoolVisit;
  readonly sender: Sender;
  leftMs(): number;
  /** Before each entry. */
  beforeEach(): Promise<void>;
  /** Its own rows come after all others. */
  readonly exceptRun: string;
}

export async function replay(parts: ReplayParts): Promise<Replayed> {
  const { visit, exceptRun, leftMs } = parts;
  let rows = 0;
  const stop = (reason: string, trouble?: Trouble): Replayed => ({
    rows,
    stopped: { reason: behind(visit, exceptRun, reason), ...(trouble && { trouble }) },
  });
  for (const held of visit.waiting) {
    if (held.entry.runId === exceptRun) continue;
    await parts.beforeEach();
    if (leftMs() < SHORTEST_CALL_MS) return stop(TIME_IS_OVER);
    const taken = await visit.take(held);
    if (!taken) return stop(held.shelf.usable ? 'another instance is delivering them' : 'storage cannot be reached');
    await visit.step('claimed');
    const records = await visit.read(taken);
    if (records === undefined) return stop('storage cannot be reached');
    if (records === 'unreadable') {
      await visit.giveUp(taken, 'unreadable');
      continue;
    }
    const sent = await parts.sender.send(records, leftMs());
    await visit.step('older rows sent');
    rows += sent.report.written;
    if (!(await settle(visit, taken, records, sent)))
      return stop(sent.trouble?.reason ?? sent.report.reasons.join('; '), sent.trouble);
  }
  return { rows, stopped: undefined };
}

/** What became of the entry: gone, less, or as it was. False where some of it is left. */
async function settle(visit: SpoolVisit, held: Held, records: readonly ProbeRecord[], sent: Sent): Promise<boolean> {
  const { entry } = held;
  const { undelivered, report } = sent;
  if (undelivered.length === records.length) {
    await visit.release(held);
    return false;
  }
  if (undelivered.length > 0) {
    const tellsOf = undelivered.some(({ Kind }) => Kind === 'run') ? entry.tellsOf : 0;
    const remainder = await visit.record({ ...entry, revision: entry.revision + 1, tellsOf }, undelivered, false);
    if (!remainder) {
      await visit.release(held);
      return false;
    }
    await visit.step('remainder recorded');
  }
  if (report.refused > 0) {
    // Where the run row is among the refused, so is what it tells of.
    const toldOf = report.written === 0 && undelivered.length === 0 ? entry.tellsOf : 0;
    if (await visit.recordLoss(held, report.refused + toldOf, 'refused')) await visit.step('loss recorded');
  }
  await visit.settle(held);
  return undelivered.length === 0;
}

function behind(visit: SpoolVisit, exceptRun: string, reason: string): string {
  const older = visit.waiting.filter(({ entry }) => entry.runId !== exceptRun);
  const rows = older.reduce((sum, { entry }) => sum + entry.rows, 0);
  return `${rows} older ${rows === 1 ? 'row' : 'rows'} first: ${reason}`;
}
