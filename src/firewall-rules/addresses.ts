/** IPv4 addresses and subnets as rules take them. This layer may not ask the platform for it. */

const OCTET = /^(?:0|[1-9]\d{0,2})$/;

/** Octets of an address as a number; undefined for what is none. */
function numberOf(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !OCTET.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function isIPv4(text: string): boolean {
  return numberOf(text) !== undefined;
}

/** Of a checked host: nothing else holds a colon. */
export function isIPv6(host: string): boolean {
  return host.includes(':');
}

interface Range {
  readonly first: number;
  readonly bits: number;
}
function rangeOf(cidr: string): Range | undefined {
  const [address = '', bits = '32', ...more] = cidr.split('/');
  const first = numberOf(address);
  if (first === undefined || more.length > 0 || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  return { first, bits: Number(bits) };
}

/** A subnet with its host bits cleared: `10.0.0.5/24` → `10.0.0.0/24`. Undefined for what is no IPv4 address or subnet. */
export function networkOf(cidr: string): string | undefined {
  const range = rangeOf(cidr);
  if (!range) return undefined;
  const size = 2 ** (32 - range.bits);
  const first = Math.floor(range.first / size) * size;
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return cidr.includes('/') ? `${octets.join('.')}/${range.bits}` : octets.join('.');
}

/** Whether one subnet lies within another; false where either is none of IPv4. */
export function contains(outer: string, inner: string): boolean {
  const [out, inn] = [rangeOf(outer), rangeOf(inner)];
  if (!out || !inn || out.bits > inn.bits) return false;
  const size = 2 ** (32 - out.bits);
  return Math.floor(out.first / size) === Math.floor(inn.first / size);
}
