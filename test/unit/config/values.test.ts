import { describe, expect, test } from 'vitest';
import { readSchedule } from '../../../src/config/ncrontab.ts';
import { nearest } from '../../../src/config/nearest.ts';
import { refuseOldNode } from '../../../src/config/node-version.ts';
import { readAddress, readDnsName, readProxy, readResolver, readSubnet } from '../../../src/config/read-host.ts';
import {
  readBoolean,
  readIngestionEndpoint,
  readRuleId,
  readStore,
  readStream,
  readWorkspaceId,
} from '../../../src/config/read-text.ts';
import type { Reader } from '../../../src/config/read-value.ts';

/** Each row: a text and the value read, or the beginning of why not. */
function reads(
  reader: Reader<unknown>,
  good: readonly (readonly [string, unknown])[],
  bad: readonly (readonly [string, string])[],
) {
  test.for(good)('%j is read as %j', ([text, value]) => {
    expect(reader(text)).toEqual({ ok: true, value });
  });
  test.for(bad)('%j is refused: %s', ([text, why]) => {
    const result = reader(text);
    expect(result.ok ? result : `${result.says}. ${result.wayOut}`).toContain(why);
  });
}

describe('schedule', () => {
  reads(
    readSchedule,
    [
      '0 */5 * * * *',
      '*/5 * * * *',
      '0 0 0-6,12,18-23 * * mon-fri',
      '0 30 9 1 JAN,jul Sun',
      '*/30 * * * * *',
      '0 5-20/5 * * * *',
    ].map((text) => [text, text] as const),
    [
      ['', 'has 1 fields'],
      ['0 * * *', 'has 4 fields'],
      ['0 0 0 0 0 0 0', 'has 7 fields'],
      ['00:05:00', 'is a time span, which only an App Service plan understands'],
      ['* */5 * * * *', 'ticks every second'],
      ['*/1 */5 * * * *', 'ticks every second'],
      ['60 * * * * *', '"60" is no second (0 to 59)'],
      ['0 */0 * * * *', '"*/0" is no minute'],
      ['0 0 24 * * *', '"24" is no hour'],
      ['0 0 0 0 * *', '"0" is no day (1 to 31)'],
      ['0 0 0 * 13 *', '"13" is no month'],
      ['0 0 0 * * 7', '"7" is no day of the week'],
      ['0 20-10 * * * *', '"20-10" is no minute'],
      ['0 1-2-3 * * * *', 'is no minute'],
      ['0 1,,2 * * * *', 'is no minute'],
      ['0 a * * * *', '"a" is no minute'],
      ['%SCHEDULE% * * * *', 'is no minute'],
    ],
  );
});

describe('resolver', () => {
  reads(
    readResolver,
    [
      ['10.0.0.4', '10.0.0.4'],
      ['10.0.0.4:5353', '10.0.0.4:5353'],
      ['fd00::4', 'fd00::4'],
      ['[FD00::4]:53', '[fd00::4]:53'],
      ['[fd00::4]', 'fd00::4'],
    ],
    [
      ['dns.example', 'is no resolver'],
      ['10.0.0.4:0', 'is no port'],
      ['10.0.0.4:', 'is no resolver'],
      ['[10.0.0.4]:53', 'is no resolver'],
      ['https://dns.example/dns-query', 'is no resolver'],
    ],
  );
});

describe('proxy', () => {
  reads(
    readProxy,
    [
      ['http://proxy.example:8080', 'http://proxy.example:8080'],
      ['HTTP://Proxy.Example:80/', 'http://proxy.example:80'],
      ['http://[::1]:3128', 'http://[::1]:3128'],
    ],
    [
      ['https://proxy.example:8080', 'wants TLS itself'],
      ['http://proxy.example', 'is no proxy'],
      ['proxy.example:8080', 'is no proxy'],
      ['http://proxy.example:8080/path', 'is no proxy'],
      ['http://proxy.example:99999', 'is no port'],
      ['http://a b:1', 'holds blanks'],
      ['http://user:word@proxy.example:8080', 'user name or password'],
      ['socks5://proxy.example:1080', 'is no proxy'],
    ],
  );
});

describe('subnet', () => {
  reads(
    readSubnet,
    [
      ['10.10.94.0/24', '10.10.94.0/24'],
      ['FD00::/64', 'fd00::/64'],
      ['10.0.0.0/0', '10.0.0.0/0'],
    ],
    [
      ['10.10.94.0', 'is no subnet'],
      ['10.10.94.0/33', 'is no subnet'],
      ['10.10.94/24', 'is no subnet'],
      ['fd00::/129', 'is no subnet'],
      ['/24', 'is no subnet'],
    ],
  );
});

describe('address and name', () => {
  reads(
    readAddress,
    [
      ['192.0.2.1', '192.0.2.1'],
      ['2001:DB8::1', '2001:db8::1'],
    ],
    [
      ['example.com', 'is no IP address'],
      ['1.2.3', 'is no IP address'],
    ],
  );
  reads(
    readDnsName,
    [['Example.COM.', 'example.com']],
    [
      ['192.0.2.1', 'is an address'],
      ['[::1]', 'is an address'],
      ['a b', 'holds blanks'],
    ],
  );
});

describe('ingestion', () => {
  reads(
    readIngestionEndpoint,
    [
      [
        'https://dce-a1b2.westeurope-1.ingest.monitor.azure.com/',
        'https://dce-a1b2.westeurope-1.ingest.monitor.azure.com',
      ],
      ['https://127.0.0.1:8443', 'https://127.0.0.1:8443'],
    ],
    [
      ['http://dce.ingest.monitor.azure.com', 'is no https address'],
      ['dce.ingest.monitor.azure.com', 'is no https address'],
      ['https://dce.ingest.monitor.azure.com/dataCollectionRules/x', 'more than scheme, host and port'],
      ['https://u:p@dce.ingest.monitor.azure.com', 'more than scheme, host and port'],
    ],
  );
  reads(
    readRuleId,
    [['dcr-00000000000000000000000000000000', 'dcr-00000000000000000000000000000000']],
    [
      ['/subscriptions/x/resourceGroups/y', 'is a resource id'],
      ['my-rule', 'is no immutable id'],
    ],
  );
  reads(
    readStream,
    [['Custom-AgentPathProbe_CL', 'Custom-AgentPathProbe_CL']],
    [['AgentPathProbe_CL', 'is no stream']],
  );
});

describe('store', () => {
  reads(
    readStore,
    [
      ['https://a.blob.core.windows.net/reports/', 'https://a.blob.core.windows.net/reports'],
      ['http://127.0.0.1:10000/devstoreaccount1/reports', 'http://127.0.0.1:10000/devstoreaccount1/reports'],
      ['.agentpath', '.agentpath'],
      ['C:\\agentpath', 'C:\\agentpath'],
    ],
    [
      ['http://a.blob.core.windows.net/reports', 'is not https'],
      ['ftp://a/b', 'is not https'],
      ['https://a.blob.core.windows.net/', 'names no container'],
      ['https://a.blob.core.windows.net/reports?sv=1&sig=secret', 'the URL holds a query'],
    ],
  );
  test('a signature is not repeated in the message', () => {
    expect(JSON.stringify(readStore('https://a.blob.core.windows.net/reports?sig=secret'))).not.toContain('secret');
  });
});

describe('words', () => {
  reads(
    readBoolean,
    [
      ['true', true],
      ['True', true],
      ['0', false],
      ['FALSE', false],
    ],
    [['yes', 'neither true nor false']],
  );
  reads(
    readWorkspaceId,
    [['11111111-2222-3333-4444-55555555555A', '11111111-2222-3333-4444-55555555555a']],
    [
      ['/subscriptions/x/workspaces/y', 'is a resource id'],
      ['11111111222233334444555555555555', 'is no GUID'],
    ],
  );

  test.for([
    ['hots', 'host'],
    ['pth', 'path'],
    ['HOST', 'host'],
    ['hostname', undefined],
    ['zzz', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ] as const)('the nearest to %s', ([word, meant]) => {
    expect(nearest(word, ['host', 'path', 'required'])).toBe(meant);
  });
});

test.for([
  ['v22.12.0', true],
  ['v22.20.1', true],
  ['v24.0.0', true],
  ['v100.0.0', true],
  ['v22.11.9', false],
  ['v20.19.0', false],
  ['v18.0.0-pre', false],
  ['nonsense', false],
] as const)('Node %s: fit to run: %s', ([version, fit]) => {
  const refusal = refuseOldNode(version);
  expect(refusal === undefined).toBe(fit);
  if (!fit) expect(refusal).toMatch(/needs Node 22\.12 or newer, and this is .+nodejs\.org/);
});
