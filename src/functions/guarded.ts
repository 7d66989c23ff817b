/** What holds for every HTTP function: what it answers with, and what it keeps to itself when something goes wrong. */
import type { HttpHandler, HttpResponseInit } from '@azure/functions';
import { withoutSecrets } from '../config/looks-secret.ts';
import { SettingsError } from '../config/problems.ts';
import { safeJson } from '../record/safe-json.ts';

/** For programs, never for a page: nothing in an answer may be shown, framed, cached or taken for another type. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'application/json; charset=utf-8',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Strict-Transport-Security': 'max-age=31536000',
};
const MOST_PLACES = 40;

/** Where something is thrown the log has it; the caller gets the names of settings at most, never a value, a path or a stack. */
export function guarded(handler: HttpHandler): HttpHandler {
  return async (request, context) => {
    try {
      return finished((await handler(request, context)) as HttpResponseInit);
    } catch (error) {
      const { invocationId, functionName } = context;
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      context.error(
        safeJson({ event: 'request_failed', function: functionName, error: said }, undefined, withoutSecrets),
      );
      const problems = [`${functionName} could not be carried out: the log of invocation ${invocationId} says why`];
      return finished({ status: 500, jsonBody: { problems: [...problems, ...placesOf(error)] } });
    }
  };
}

function finished({ jsonBody, headers, ...rest }: HttpResponseInit): HttpResponseInit {
  return {
    ...rest,
    headers: { ...(headers as Record<string, string> | undefined), ...SECURITY_HEADERS },
    body: safeJson(jsonBody ?? {}, undefined, withoutSecrets),
  };
}

function placesOf(error: unknown): readonly string[] {
  if (!(error instanceof SettingsError)) return [];
  const places = new Set(error.problems.map(({ place }) => withoutSecrets(place)));
  return [...places].slice(0, MOST_PLACES).map((place) => `${place}: it cannot be used as it is set`);
}
