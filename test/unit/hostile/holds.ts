/** What must hold against every far end, whoever it is. */
import { expect } from 'vitest';
import { parseResult } from '../../../src/record/result-schema.ts';
import { toRecords } from '../../../src/record/to-record.ts';
import type { FarEnd } from '../../hostile/far-end.ts';
import { outputsOf, unsafeIn, unsafeValues } from '../../hostile/outputs.ts';
import { deadlinesFor, type Probed, probed } from '../../hostile/probed.ts';

/** A row's evidence ends at 60,000 bytes; what is kept in a result ends long before. */
const MOST_EVIDENCE_BYTES = 24_000;
const MOST_ROW_BYTES = 64_000;
/** What a busy machine may take on top of the deadlines. */
const SLACK_MS = 15_000;

export async function holdsAgainst(end: FarEnd): Promise<Probed> {
  const seen = await probed(end);
  expect(seen.ended, end.name).toMatch(end.ends);
  expect(end.reachable === true || seen.only.state !== 'reachable', `${end.name} is ${seen.only.state}`).toBe(true);
  const { dnsMs, tcpMs, tlsMs, httpMs } = deadlinesFor(end);
  expect(seen.tookMs).toBeLessThan(dnsMs + tcpMs + tlsMs + httpMs + SLACK_MS);
  // What does not wait for a deadline comes to its own end: the patient ones are ten seconds.
  if (end.hangs === undefined)
    expect(seen.tookMs, `${end.name} took until a deadline`).toBeLessThan(Math.min(tlsMs, httpMs));
  await holds(seen);
  return seen;
}

/** Bounded, readable again, and harmless wherever it is shown. */
export async function holds({ result, only, pending }: Probed): Promise<void> {
  expect(pending).toBe(0);
  expect(JSON.stringify(only.evidence).length).toBeLessThan(MOST_EVIDENCE_BYTES);
  for (const row of toRecords(result)) expect(JSON.stringify(row).length).toBeLessThan(MOST_ROW_BYTES);
  expect(parseResult(JSON.parse(JSON.stringify(result)))).toMatchObject({ ok: true });
  expect(unsafeValues(result)).toEqual([]);
  expect((await outputsOf({ result })).flatMap((output) => unsafeIn(output) ?? [])).toEqual([]);
  expect(JSON.stringify(result)).not.toMatch(/SECRET-/);
}
