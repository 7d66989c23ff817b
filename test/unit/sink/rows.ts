import type { ProbeRecord } from '../../../src/record/columns.ts';

const AT = '2026-11-24T10:00:00.000Z';

/** A small row that says its number, with more columns as wished. */
export function row(number: number, more: Partial<ProbeRecord> = {}): ProbeRecord {
  return {
    TimeGenerated: AT,
    ProbedAt: AT,
    Kind: 'target',
    RunId: 'run',
    ProbeId: `run/${number}`,
    Vantage: 'here',
    Simulated: true,
    ...more,
  };
}
export function rows(count: number, more: Partial<ProbeRecord> = {}): readonly ProbeRecord[] {
  return Array.from({ length: count }, (_, index) => row(index, more));
}
