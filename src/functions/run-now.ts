import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { withoutSecrets } from '../config/looks-secret.ts';
import { safeJson } from '../record/safe-json.ts';
import { type AskedRun, type AskRun, createRunAsker } from '../run/ask-run.ts';
import { selected, systemClock } from '../run/compose.ts';
import { readRunNow } from '../run/run-now-request.ts';
import { guarded } from './guarded.ts';
import { logOf, service, settings } from './service.ts';

/** Begins a run and answers at once, or names the one under way. Only names of configured targets are taken, never a URL. */
export async function runNow(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  const configured = settings();
  const asked = await readRunNow(request, (only) => selected(configured, only).unknown);
  if ('problems' in asked) return { status: asked.status, jsonBody: { problems: asked.problems } };
  const log = logOf(context);
  const run = (await asker())(configured, { pastDue: false, ...asked }, log);
  if (run.kind === 'begun') {
    run.done.catch((error: unknown) =>
      log.error(safeJson({ event: 'run_failed', run: run.id, error: String(error) }, undefined, withoutSecrets)),
    );
  }
  return answerTo(run);
}

let made: { readonly of: object; readonly ask: AskRun } | undefined;
/** One with each service: after a failed opening there is another. */
async function asker(): Promise<AskRun> {
  const of = await service();
  if (made?.of !== of) made = { of, ask: createRunAsker(of, systemClock) };
  return made.ask;
}

const RETRY_SECONDS = 30;

function answerTo(run: AskedRun): HttpResponseInit {
  const Location = `/api/report?run=${run.id}`;
  switch (run.kind) {
    case 'begun':
      return { status: 202, headers: { Location }, jsonBody: { run: run.id } };
    case 'under_way':
      return run.covers
        ? { status: 202, headers: { Location }, jsonBody: { run: run.id, says: 'this run is under way already' } }
        : {
            status: 409,
            headers: { Location, 'Retry-After': String(RETRY_SECONDS) },
            jsonBody: { run: run.id, problems: ['a run is under way that does not probe all of these targets'] },
          };
    case 'too_soon':
      return {
        status: 429,
        headers: { Location, 'Retry-After': String(run.waitSeconds) },
        jsonBody: { run: run.id, problems: [`a run was asked for just now; ask again in ${run.waitSeconds} seconds`] },
      };
  }
}

app.http('run-now', { methods: ['POST'], authLevel: 'function', handler: guarded(runNow) });
