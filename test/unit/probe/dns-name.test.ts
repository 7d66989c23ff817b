import { describe, expect, test } from 'vitest';
import { formatEndpoint, parseResolver } from '../../../src/probe/dns-name.ts';
import { parseHostsFile } from '../../../src/probe/hosts-file.ts';

describe('resolvers as text', () => {
  test.for([
    ['1.2.3.4', '1.2.3.4', 53, '1.2.3.4:53'],
    ['1.2.3.4:5353', '1.2.3.4', 5353, '1.2.3.4:5353'],
    ['[::1]:53', '::1', 53, '[::1]:53'],
    ['[2001:db8::1]', '2001:db8::1', 53, '[2001:db8::1]:53'],
    ['::1', '::1', 53, '[::1]:53'],
    ['fe80::1%eth0', 'fe80::1%eth0', 53, '[fe80::1%eth0]:53'],
  ] as const)('%s', ([text, address, port, shown]) => {
    expect(parseResolver(text)).toEqual({ address, port });
    expect(formatEndpoint(parseResolver(text))).toBe(shown);
  });

  test.for([
    '',
    'dns.example',
    '1.2.3',
    '1.2.3.4:',
    '1.2.3.4:0',
    '1.2.3.4:65536',
    '[1.2.3.4]:53',
    '[::1',
    '[::1]x',
    ':53',
    '1.2.3.4:53:53',
  ])('"%s" is refused with the way out', (text) => {
    expect(() => parseResolver(text)).toThrow(/is no resolver: give an IP address/);
  });
});

test('a hosts file that starts with a byte order mark and holds odd lines', () => {
  const hosts = parseHostsFile(
    '\uFEFF127.0.0.1 localhost\n\n   #\n999.1.1.1 bad\n10.0.0.1\n::1 LocalHost. constructor\n',
  );
  expect(hosts).toEqual(
    new Map([
      ['localhost', ['127.0.0.1', '::1']],
      ['constructor', ['::1']],
    ]),
  );
});
