import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { guarded } from './guarded.ts';

/** From the last run and its delivery, without probing. Everything it needs is loaded when it is asked: see main.ts. */
export async function health(_: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  const [{ logOf, schedule, service, settings }, { healthOf }, { systemClock }] = await Promise.all([
    import('./service.ts'),
    import('../run/health.ts'),
    import('../run/compose.ts'),
  ]);
  const told = healthOf(
    await (await service()).last(settings(), undefined, logOf(context)),
    schedule(),
    systemClock.wallMs(),
  );
  return { status: told.healthy ? 200 : 503, jsonBody: told };
}

app.http('health', { methods: ['GET'], authLevel: 'function', handler: guarded(health) });
