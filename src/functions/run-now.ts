import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { selected } from '../run/compose.ts';
import { readRunNow } from '../run/run-now-request.ts';
import { logOf, service, settings } from './service.ts';

/** Begins a run and answers at once. Only names of configured targets are taken, never a URL. */
export async function runNow(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  const configured = settings();
  const asked = await readRunNow(request.body, (only) => selected(configured, only).unknown);
  if ('problems' in asked) return { status: 400, jsonBody: asked };
  const started = (await service()).start(configured, { pastDue: false, ...asked }, logOf(context));
  if ('busy' in started)
    return { status: 409, jsonBody: { busy: started.busy, says: 'a run is under way; ask report for it' } };
  started.done.catch((error: unknown) =>
    context.error(JSON.stringify({ event: 'run_failed', run: started.id, error: String(error) })),
  );
  return { status: 202, headers: { Location: `/api/report?run=${started.id}` }, jsonBody: { run: started.id } };
}

app.http('run-now', { methods: ['POST'], authLevel: 'function', handler: runNow });
