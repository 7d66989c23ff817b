import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { nameMatches } from './name-pattern.ts';
import type { DnsBehaviour, HostEntry, Service, Services, World } from './world.ts';

/** From where a name is looked at. */
export type View = 'client' | 'firewall' | 'system';
/** Who connects to a far end. */
export type Via = 'client' | 'firewall';

export interface Owner {
  readonly name: string;
  readonly service: Service;
}

/** Names and addresses of a world: what a name resolves to for whom, and who is at an address. */
export interface Directory {
  resolve(name: string, view: View): DnsBehaviour;
  /** Those who offer something at an address and port, first come first. */
  ownersOf(address: string, port: number, via: Via): readonly Owner[];
}

const NO_SUCH_NAME: DnsBehaviour = { rcode: 'NXDOMAIN' };
const HEALTHY: Services = { 443: { kind: 'https' }, 80: { kind: 'http' } };

export function directory(world: World): Directory {
  const entries = new Map(Object.entries(world.hosts).map(([name, entry]) => [name.toLowerCase(), entry]));
  const wildcards = [...entries.keys()].filter((name) => name.startsWith('*')).sort((a, b) => b.length - a.length);
  const atAddress = new Map<string, Map<string, HostEntry>>();

  const settle = (name: string, entry: HostEntry): void => {
    const views = [entry.dns ?? ownAddress(name), entry.firewallSees, entry.systemSees];
    const addresses = views.flatMap((view) => (view && 'addresses' in view ? view.addresses : []));
    for (const address of [...addresses, ...Object.keys(entry.servicesAt ?? {})]) {
      const there = atAddress.get(canonical(address)) ?? new Map<string, HostEntry>();
      atAddress.set(canonical(address), there.set(name, entry));
    }
  };
  for (const [name, entry] of entries) if (!name.startsWith('*')) settle(name, entry);

  return {
    resolve(asked, view) {
      const name = asked.toLowerCase();
      if (isIP(name)) return { addresses: [name] };
      const wildcard = entries.has(name) ? undefined : wildcards.find((pattern) => nameMatches(pattern, name));
      const entry = entries.get(wildcard ?? name);
      if (!entry) return NO_SUCH_NAME;
      if (wildcard) settle(name, entry);
      const own = view === 'firewall' ? entry.firewallSees : view === 'system' ? entry.systemSees : undefined;
      return own ?? entry.dns ?? ownAddress(name);
    },
    ownersOf(address, port, via) {
      const there = atAddress.get(canonical(address)) ?? new Map<string, HostEntry>();
      return [...there].flatMap(([name, entry]) => {
        const forFirewall = via === 'firewall' ? entry.servicesForFirewall?.[port] : undefined;
        const here = Object.entries(entry.servicesAt ?? {}).find(([at]) => canonical(at) === canonical(address))?.[1];
        const services = here ?? entry.services ?? world.defaultServices ?? HEALTHY;
        const service = forFirewall ?? services[port];
        return service ? [{ name, service }] : [];
      });
    },
  };
}

/** A public address made from the name: the same in every run. Two names may come to share one, as behind a CDN. */
function ownAddress(name: string): DnsBehaviour {
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(name).digest();
  return { addresses: [`20.${64 + (a & 63)}.${b}.${c}`] };
}

/** One spelling per address: `2603:1030::1` is `2603:1030:0:0:0:0:0:1`. */
function canonical(address: string): string {
  return isIP(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}
