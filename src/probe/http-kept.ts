/** What of an answer is kept as evidence: bounded, printable, and never anything secret. */
import { printable } from './printable.ts';

const HEADERS_KEPT = 24;
const VALUE_KEPT = 256;
const BODY_KEPT = 512;

/** Headers that name a proxy or a product, and the few that a verdict needs. */
const NAMES =
  /^(?:server|via|content-type|location|date|x-cache.*|x-squid-error|proxy-.*|x-azure-ref|x-ms-.*|x-forwarded-server|x-bluecoat-.*|x-fortigate.*|x-zscaler-.*)$/;

type Headers = readonly (readonly [string, string])[];

export function keptHeaders(headers: Headers): Headers {
  return headers
    .filter(([name]) => NAMES.test(name.toLowerCase()))
    .slice(0, HEADERS_KEPT)
    .map(([name, value]) => {
      const shown = /^location$/i.test(name) ? withoutQuery(value) : value;
      return [name.slice(0, 64), printable(shown).slice(0, VALUE_KEPT)] as const;
    });
}

/** The first of this name, or empty. */
export function headerOf(headers: Headers, wanted: string): string {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
}

export function keptBody(body: Buffer): string {
  return printable(body.subarray(0, BODY_KEPT).toString('utf8'));
}

/** Queries and fragments carry tokens; so does a user part. */
function withoutQuery(location: string): string {
  return location.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/]*@/i, '$1//');
}
