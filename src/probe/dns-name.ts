/** Host names and addresses as DNS and the hosts file know them. */
import { BlockList, isIP, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Endpoint, ResolvedAddress } from '../model/step.ts';

const DNS_PORT = 53;

/**
 * `1.2.3.4`, `1.2.3.4:5353`, `::1`, `[::1]`, `[::1]:53`; without a port it is 53.
 * @throws where the text is none of these.
 */
export function parseResolver(text: string): Endpoint {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = isIPv6(text) ? text : (bracketed ?? plain ?? '');
  const number = port === undefined ? DNS_PORT : Number(port);
  const family = isIP(address);
  if (family === 0 || (bracketed !== undefined && family === 4) || number < 1 || number > 65_535) {
    throw new Error(`"${text}" is no resolver: give an IP address, or address:port ([address]:port for IPv6)`);
  }
  return { address, port: number };
}

/** Of what is an address already; Node's own test is an expression of a hundred alternatives. */
function family(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}

export function formatEndpoint({ address, port }: Endpoint): string {
  return family(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The IP address that the host is, without brackets; absent for a name. */
export function literalAddress(host: string): string | undefined {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  return isIP(bare) === 0 ? undefined : bare;
}

export type NameReading = { readonly name: string } | { readonly problem: string };

/** The name as it is asked for: lower case, ASCII, without the final dot. */
export function readName(host: string): NameReading {
  const given = host.endsWith('.') ? host.slice(0, -1) : host;
  if (given === '') return { problem: 'the host name is empty' };
  // Only for names beyond ASCII: the URL rules would turn `1.2.3` into an address.
  const name = /^[\x20-\x7e]+$/.test(given) ? given.toLowerCase() : domainToASCII(given);
  if (name === '') return { problem: `"${host}" is no host name: it has no form in ASCII` };
  if (name.length > 253) return { problem: `"${shown(host)}" is no host name: longer than 253 characters` };
  for (const label of name.split('.')) {
    if (label === '') return { problem: `"${shown(host)}" is no host name: a label is empty` };
    if (label.length > 63) return { problem: `"${shown(host)}" is no host name: a label is longer than 63 characters` };
    if (!/^[a-z0-9_-]+$/.test(label)) {
      return { problem: `"${shown(host)}" is no host name: "${label}" holds more than letters, digits, - and _` };
    }
  }
  return { name };
}

function shown(host: string): string {
  return host.length > 80 ? `${host.slice(0, 79)}…` : host;
}

/** True where a label of the name is `privatelink`: the zones that Azure's private endpoints resolve through. */
export function inPrivateLinkZone(name: string): boolean {
  return name.split('.').includes('privatelink');
}

/** RFC 1918, shared (RFC 6598), loopback and unique local. Link-local is none of them: nothing is reached through it by name on purpose. */
const privateRanges = new BlockList();
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
] as const) {
  privateRanges.addSubnet(net, prefix, 'ipv4');
}
privateRanges.addSubnet('fc00::', 7, 'ipv6');
privateRanges.addAddress('::1', 'ipv6');

export function resolvedAddress(address: string, ttl?: number): ResolvedAddress {
  const version = family(address);
  const bare = address.split('%')[0] ?? address;
  return {
    address,
    family: version,
    ...(ttl !== undefined && { ttl }),
    private: privateRanges.check(bare, version === 6 ? 'ipv6' : 'ipv4'),
  };
}

/** In the order to dial: IPv4 first, each once. */
export function ipv4First(addresses: readonly ResolvedAddress[]): readonly ResolvedAddress[] {
  const once = [...new Map(addresses.map((one) => [one.address, one])).values()];
  return [...once.filter(({ family }) => family === 4), ...once.filter(({ family }) => family === 6)];
}
