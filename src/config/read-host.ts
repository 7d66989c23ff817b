/** Hosts, addresses and what is written with them. */
import { isIP, isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { hasControlCharacter, quoted, type Read, type Reader, read, refuse } from './read-value.ts';

/** A DNS name in ASCII and lower case without a final dot, or an IP literal without brackets. */
export const readHost: Reader<string> = (text) => {
  const hint = pastedHint(text);
  if (hint) return hint;
  const bare = /^\[.*\]$/.test(text) ? text.slice(1, -1) : text;
  if (isIPv6(bare)) return readIPv6(bare);
  if (bare !== text) return refuse(`${quoted(text)} is no IPv6 address`, 'Brackets belong to IPv6 addresses only');
  if (isIPv4(bare)) return read(bare);
  return readName(text);
};

/** A DNS name; an address is refused. */
export const readDnsName: Reader<string> = (text) => {
  const host = readHost(text);
  if (host.ok && isIP(host.value) !== 0) {
    return refuse(`${quoted(text)} is an address`, 'Give a DNS name: what is asked about is the name');
  }
  return host;
};

export const readAddress: Reader<string> = (text) => {
  if (isIPv4(text)) return read(text);
  if (isIPv6(text)) return readIPv6(text);
  return refuse(`${quoted(text)} is no IP address`, 'Write an IPv4 or IPv6 address, for example 192.0.2.1');
};

/** `address`, `address:port` or `[v6]:port`. */
export const readResolver: Reader<string> = (text) => {
  if (isIP(text) !== 0) return readAddress(text);
  const [, v6, v4, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  const address = v6 ?? v4;
  const known = address !== undefined && (v6 === undefined ? isIPv4(address) : isIPv6(address));
  if (!known) {
    return refuse(
      `${quoted(text)} is no resolver`,
      'Write its address, with a port where it is not 53: 10.0.0.4, 10.0.0.4:5353, [fd00::4]:53',
    );
  }
  const host = readAddress(address);
  if (!host.ok || port === undefined) return host;
  const number = readPort(port);
  if (!number.ok) return number;
  return read(v6 === undefined ? `${host.value}:${number.value}` : `[${host.value}]:${number.value}`);
};

export const readPort: Reader<number> = (text) => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535
    ? read(port)
    : refuse(`${quoted(text)} is no port`, 'Write a whole number from 1 to 65535');
};

/** Only `http://host:port`: the connection to the proxy itself is plain, and credentials are never taken. */
export const readProxy: Reader<string> = (text) => {
  const wayOut = 'Write http://host:port, for example http://proxy.contoso.com:8080';
  if (/^https:\/\//i.test(text)) {
    return refuse(`${quoted(text)}: a proxy that wants TLS itself is not supported`, wayOut);
  }
  if (/^http:\/\/[^/]*@/i.test(text)) {
    return refuse('a proxy with a user name or password is not supported', wayOut);
  }
  const [, bracketed, plain, port] = /^http:\/\/(?:(\[[^\]]+\])|([^:/?#]+)):(\d+)\/?$/i.exec(text) ?? [];
  const authority = bracketed ?? plain;
  if (authority === undefined || port === undefined) return refuse(`${quoted(text)} is no proxy`, wayOut);
  const host = readHost(authority);
  if (!host.ok) return host;
  const number = readPort(port);
  if (!number.ok) return number;
  return read(`http://${isIPv6(host.value) ? `[${host.value}]` : host.value}:${number.value}`);
};

export const readSubnet: Reader<string> = (text) => {
  const [, address = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  const size = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  return Number(bits) <= size && bits !== ''
    ? read(`${address.toLowerCase()}/${Number(bits)}`)
    : refuse(`${quoted(text)} is no subnet`, 'Write it as CIDR, for example 10.10.94.0/24');
};

/** What people paste where a host belongs. */
function pastedHint(text: string): Read<never> | undefined {
  if (text === '') return refuse('the host is empty', 'Write a DNS name or an address');
  if (hasControlCharacter(text) || /\s/.test(text)) {
    return refuse(`${quoted(text)} holds blanks or control characters`, 'Write the bare DNS name or address');
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return urlHint(text);
  if (text.includes('*')) {
    return refuse(`${quoted(text)} is a pattern`, 'A pattern cannot be dialled: name a concrete host that it covers');
  }
  if (text.includes('{') || text.includes('}')) {
    return refuse(
      `${quoted(text)} holds a placeholder`,
      'Placeholders are filled in the catalogue only: write the concrete name',
    );
  }
  if (text.includes('@')) return refuse(`${quoted(text)} holds an @`, 'Write the host alone, without a user');
  const [, host, port] = /^([^:[\]]+|\[[^\]]+\]):(\d+)$/.exec(text) ?? [];
  if (host !== undefined && port !== undefined) {
    return refuse(`${quoted(text)} holds a port`, `The port has a place of its own: host ${host}, port ${port}`);
  }
  if (text.includes('/'))
    return refuse(`${quoted(text)} holds a path`, 'Write the host alone: the path has a place of its own');
  return undefined;
}

function urlHint(text: string): Read<never> {
  const says = `${quoted(text)} is a URL, not a host`;
  if (!URL.canParse(text)) return refuse(says, 'Write the host alone');
  const { protocol, hostname, port, pathname, search } = new URL(text);
  const path = pathname + search;
  const parts = [
    `host ${hostname}`,
    ...(protocol === 'http:' || protocol === 'https:' ? [`scheme ${protocol.slice(0, -1)}`] : []),
    ...(port ? [`port ${port}`] : []),
    ...(path === '/' || path === '' ? [] : [`path ${path}`]),
  ];
  return refuse(says, `Give its parts: ${parts.join(', ')}`);
}

function readIPv6(text: string): Read<string> {
  if (text.includes('%')) {
    return refuse(
      `${quoted(text)} holds a zone`,
      'An address with a zone means something on one machine only: write one without',
    );
  }
  // The URL parser writes the canonical form.
  return read(new URL(`http://[${text}]`).hostname.slice(1, -1));
}

function readName(text: string): Read<string> {
  const says = `${quoted(text)} is no DNS name`;
  // Percent signs would be decoded on the way to ASCII.
  const ascii = text.includes('%') ? '' : domainToASCII(text).replace(/\.$/, '');
  const labels = ascii.split('.');
  if (isIPv4(ascii) || /^[\d.]+$/.test(text) || /^\d+$/.test(labels.at(-1) ?? '')) {
    return refuse(`${quoted(text)} looks like an IPv4 address and is none`, 'Write four decimal numbers from 0 to 255');
  }
  if (ascii === '') return refuse(says, 'Write a DNS name or an address');
  if (ascii.length > 253) return refuse(`${says}: longer than 253 characters`, 'Write a name that can exist in DNS');
  const bad = labels.find((label) => !/^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
  if (bad !== undefined) {
    return refuse(
      says,
      bad === ''
        ? 'It has an empty part between two dots'
        : `The part ${quoted(bad)} must be 1 to 63 letters, digits, underscores or hyphens, no hyphen at its ends`,
    );
  }
  return read(ascii);
}
