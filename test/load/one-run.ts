import { rmSync } from 'node:fs';
import path from 'node:path';
import { toRecords } from '../../src/record/to-record.ts';
import { createService } from '../../src/run/service.ts';
import { packRows } from '../../src/sink/spool-rows.ts';
import { loadEngine } from './loaded-engine.ts';

export interface OneRun {
  readonly targets: number;
  readonly denied: number;
  /** From the tick to the kept report. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly rows: number;
  readonly calls: number;
  readonly jsonBytes: number;
  readonly sentBytes: number;
  /** As they would wait in the spool. */
  readonly keptBytes: number;
}

const QUIET = { info: () => undefined, error: (line: string) => console.error(line) };

/** The whole of a tick: targets file, probes, verdicts, rows, delivery, report. */
export async function oneRun(targets: number, deniedOneIn: number, folder: string): Promise<OneRun> {
  const store = path.join(folder, `one-${targets}-${deniedOneIn}`);
  const { engine, settings, endpoint, close } = await loadEngine({ targets, deniedOneIn, store, canaries: true });
  const cpu = process.cpuUsage();
  const started = performance.now();
  const report = await createService(engine).runNext(settings, { pastDue: false }, QUIET);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const { delivery, result } = report;
  await close();
  rmSync(store, { recursive: true, force: true });
  if (!delivery || delivery.written !== endpoint.accepted()) throw new Error('not every row arrived');
  const rows = toRecords(result);
  return {
    targets,
    denied: result.summary.byState.denied,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    peakMb,
    rows: delivery.written,
    calls: delivery.calls,
    jsonBytes: delivery.bytes,
    sentBytes: endpoint.requests().reduce((sum, { compressedBytes }) => sum + compressedBytes, 0),
    keptBytes: (await packRows(rows)).byteLength,
  };
}
