import { isIP } from 'node:net';
import type { Directory } from './directory.ts';
import type { Lifetime } from './lifetime.ts';

/** How long a system's resolver tries before it gives up on silence: two attempts of five seconds each. */
const GIVES_UP_MS = 10_000;

/** getaddrinfo in the simulated network: the hosts file first, then what the system's resolver sees. */
export function systemLookup(names: Directory, hostsFile: string, life: Lifetime) {
  return async function lookup(host: string): Promise<readonly string[]> {
    if (isIP(host)) return [host];
    const listed = fromHostsFile(hostsFile, host);
    if (listed.length > 0) return listed;
    const seen = names.resolve(host, 'system');
    if ('trouble' in seen) {
      await new Promise<void>((resolve) => void life.after(GIVES_UP_MS, resolve));
      throw lookupError('EAI_AGAIN', host);
    }
    if ('rcode' in seen) throw lookupError(seen.rcode === 'NXDOMAIN' ? 'ENOTFOUND' : 'EAI_AGAIN', host);
    if (seen.addresses.length === 0) throw lookupError('ENOTFOUND', host);
    return seen.addresses;
  };
}

function fromHostsFile(text: string, host: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [address = '', ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/);
    return isIP(address) && names.some((name) => name.toLowerCase() === host.toLowerCase()) ? [address] : [];
  });
}

function lookupError(code: string, hostname: string): Error {
  return Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), { code, syscall: 'getaddrinfo', hostname });
}
