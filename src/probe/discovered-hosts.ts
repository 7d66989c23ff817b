/** The hosts that the answer of a discovery names. Which of them are meant is not judged here. */
import { HOST_NAME } from '../model/host-name.ts';

/** A list of some dozens of names takes 2 to 4 KiB; much more is no list of hosts. */
export const DISCOVERY_BODY_LIMIT = 64 * 1024;
const HOSTS_KEPT = 200;
const DEEPEST = 8;

/**
 * Every text of the JSON that is a host name, or an address (`https://host/…`, `host:443`) with one, each once, in the order of the document.
 * Nothing where the body is no JSON. The services' shapes are not documented (a list of names, an object with addresses), so none is assumed.
 */
export function discoveredHosts(body: Buffer): readonly string[] {
  const json = parsed(body.toString('utf8'));
  const hosts = new Set<string>();
  const walk = (value: unknown, depth: number): void => {
    if (hosts.size >= HOSTS_KEPT || depth > DEEPEST) return;
    if (typeof value === 'string') {
      const host = hostOf(value);
      if (host !== undefined) hosts.add(host);
    } else if (typeof value === 'object' && value !== null) {
      for (const inner of Object.values(value)) walk(inner, depth + 1);
    }
  };
  walk(json, 0);
  return [...hosts];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function hostOf(text: string): string | undefined {
  if (text.length > 2048) return undefined;
  const [, host = ''] = /^(?:(?:https?|wss?):\/\/)?([^/:?#\s@]+)(?::\d{1,5})?(?:[/?#]\S*)?$/i.exec(text.trim()) ?? [];
  const name = host.toLowerCase().replace(/\.$/, '');
  return HOST_NAME.test(name) ? name : undefined;
}
