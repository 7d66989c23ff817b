import type { RunResult, WriteReport } from '../model/run.ts';
import { toProbeRecords, toRunRecord } from '../record/to-record.ts';
import { combineReports, type Sink } from './sink.ts';

/** Delivers a run: its target and control rows, then the run's own row, which tells what became of those before it. */
export async function deliver(result: RunResult, sink: Sink): Promise<WriteReport> {
  const rows = await sink.write(toProbeRecords(result));
  return combineReports(rows, await sink.write([toRunRecord(result, rows)]));
}
