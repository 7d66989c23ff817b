/** Who has which address. Far ends live in 198.18.0.0/15 (RFC 2544), which is nobody's and, unlike TEST-NET, not where canaries look. */
import type { FarEnd, Situation } from './situation.ts';

export const DNS_SERVER = '198.18.0.53';
/** Resolvers that are no good: nobody is there; one that refuses every question. */
export const DEAD_RESOLVER = '198.18.0.54';
export const REFUSING_RESOLVER = '198.18.0.55';
/** Resolvable, healthy, and allowed by no rule. */
export const MUST_BE_DENIED = { host: 'example.com', address: '198.18.0.80' } as const;
/** TEST-NET (RFC 5737): routed through the firewall like everything else, and nowhere after it. */
export const CANARY = '192.0.2.1';

export interface Host {
  readonly host: string;
  readonly farEnd: FarEnd;
  readonly status: number;
  /** Where its name leads; absent where it leads nowhere. */
  readonly address?: string;
  /** Its name leads here too, where nobody is. */
  readonly deadAddress?: string;
}

const WITHOUT_ADDRESS: readonly FarEnd[] = [
  'nxdomain',
  'no_address',
  'ipv6_only',
  'dns_refused',
  'dns_failing',
  'dns_silent',
  'empty_zone',
];
const WITH_DEAD_ADDRESS: readonly FarEnd[] = ['first_address_dead', 'second_address_dead'];

/** One host for each name of the truth table; a name means the same far end in every configuration. */
export function hostsOf(situations: readonly Situation[]): ReadonlyMap<string, Host> {
  const hosts = new Map<string, Host>();
  const first = { host: MUST_BE_DENIED.host, farEnd: 'answers', status: 200, address: MUST_BE_DENIED.address } as const;
  hosts.set(first.host, first);
  for (const { host, farEnd, status, private: isPrivate } of situations) {
    const known = hosts.get(host);
    if (known && (known.farEnd !== farEnd || known.status !== status))
      throw new Error(`${host} is ${known.farEnd} in one configuration and ${farEnd} in another`);
    if (known) continue;
    const number = hosts.size;
    if (number > 250) throw new Error('more hosts than one /24 has room for');
    const address = isPrivate ? `10.99.0.${number}` : `198.18.1.${number}`;
    hosts.set(host, {
      host,
      farEnd,
      status,
      ...(!WITHOUT_ADDRESS.includes(farEnd) && { address }),
      ...(WITH_DEAD_ADDRESS.includes(farEnd) && { deadAddress: `198.18.2.${number}` }),
    });
  }
  return hosts;
}

/** The addresses of its name, in the order in which DNS gives them. */
export function addressesOf({ farEnd, address, deadAddress }: Host): readonly string[] {
  const order = farEnd === 'first_address_dead' ? [deadAddress, address] : [address, deadAddress];
  return order.filter((one) => one !== undefined);
}

/** The links of the nth path: agent – firewall, firewall – internet. */
export function linksOf(index: number) {
  return {
    agent: `10.77.${index}.10`,
    agentGateway: `10.77.${index}.1`,
    agentNet: `10.77.${index}.0/24`,
    /** Below agent – firewall, where that is a tunnel. */
    agentBelow: `10.78.${index}.10`,
    gatewayBelow: `10.78.${index}.1`,
    outside: `100.64.${index}.2`,
    outsideGateway: `100.64.${index}.1`,
  } as const;
}
/** The firewalls' own side: they ask the resolver from here, and see another view of it. */
export const FIREWALL_NETS = '100.64.0.0/10';
