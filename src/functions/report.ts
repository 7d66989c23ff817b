import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { guarded } from './guarded.ts';
import { logOf, service, settings } from './service.ts';

const RUN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The latest run, or the one named, as it was kept: the result and what became of its rows. */
export async function report(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  const id = request.query.get('run') ?? undefined;
  if (id !== undefined && !RUN_ID.test(id))
    return { status: 400, jsonBody: { problems: ['run: expected the id that run-now gave'] } };
  const found = await (await service()).last(settings(), id, logOf(context));
  return found
    ? { jsonBody: found }
    : { status: 404, jsonBody: { problems: [id ? `no run ${id} is kept` : 'no run is kept yet'] } };
}

app.http('report', { methods: ['GET'], authLevel: 'function', handler: guarded(report) });
