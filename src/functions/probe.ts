import { app, type InvocationContext, type Timer } from '@azure/functions';
import { runFailure } from '../run/service.ts';
import { logOf, service, settings } from './service.ts';

/** The timer. A late tick is probed like any other and recorded as past due; a run that failed fails the invocation, after delivery. */
export async function probe(timer: Timer, context: InvocationContext): Promise<void> {
  const report = await (await service()).runNext(settings(), { pastDue: timer.isPastDue }, logOf(context));
  const failure = runFailure(report);
  if (failure) throw new Error(`run ${report.result.run.id}: ${failure}`);
}

app.timer('probe', { schedule: '%PROBE_SCHEDULE%', handler: probe });
