import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contains, isIPv4, networkOf } from '../../../src/firewall-rules/addresses.ts';
import { covers, isTooWide, opens, surelyCovers, wildcardOf } from '../../../src/firewall-rules/wildcards.ts';

describe('the wildcard of a pattern stands for whole labels at the front', () => {
  test.for([
    ['azgn*.servicebus.windows.net', '*.servicebus.windows.net'],
    ['*.his.arc.azure.com', '*.his.arc.azure.com'],
    ['{region}.handler.control.monitor.azure.com', '*.handler.control.monitor.azure.com'],
    ['telemetry.{region}.arcdataservices.com', '*.arcdataservices.com'],
    ['{dce}.{region}-1.ingest.monitor.azure.com', '*.ingest.monitor.azure.com'],
    ['San-AF-{region}-prod.azurewebsites.net', '*.azurewebsites.net'],
    ['login.microsoftonline.com', 'login.microsoftonline.com'],
  ] as const)('%s → %s', ([pattern, wildcard]) => {
    expect(wildcardOf(pattern)).toBe(wildcard);
  });
  test('one that would open a top level domain is too wide', () => {
    expect(['*.com', '*', '*.contoso.com'].map(isTooWide)).toEqual([true, true, false]);
  });
});

describe('what a wildcard covers', () => {
  test.for([
    ['*.x.example', 'a.x.example', true, true],
    // The FAQ says yes, the field says no: so it is not sure.
    ['*.x.example', 'a.b.x.example', true, false],
    ['*.x.example', 'x.example', false, false],
    ['*.x.example', 'ax.example', false, false],
    ['a.x.example', 'a.x.example', true, true],
    ['a.x.example', 'b.a.x.example', false, false],
  ] as const)('%s and %s', ([destination, host, yes, surely]) => {
    expect([covers(destination, host), surelyCovers(destination, host)]).toEqual([yes, surely]);
  });
  test('never the bare name, always every name below', () => {
    const label = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    fc.assert(
      fc.property(fc.array(label, { minLength: 2, maxLength: 4 }), label, (labels, more) => {
        const name = labels.join('.');
        expect(covers(`*.${name}`, name)).toBe(false);
        expect(covers(`*.${name}`, `${more}.${name}`)).toBe(true);
      }),
    );
  });
  test('what it opens is said, and who else lives there', () => {
    expect(opens('*.servicebus.windows.net')).toBe(
      '*.servicebus.windows.net opens every Service Bus namespace of everyone, and not servicebus.windows.net itself',
    );
    expect(opens('*.ods.opinsights.azure.us')).toContain('every Log Analytics workspace of everyone');
    expect(opens('*.his.arc.azure.com')).toContain('every name below his.arc.azure.com');
    expect(opens('*.servicebusx.example')).toContain('every name below servicebusx.example');
  });
});

describe('subnets', () => {
  test.for([
    ['10.0.0.5/24', '10.0.0.0/24'],
    ['10.0.0.0/24', '10.0.0.0/24'],
    ['255.255.255.255/1', '128.0.0.0/1'],
    ['1.2.3.4/0', '0.0.0.0/0'],
    ['1.2.3.4', '1.2.3.4'],
    ['1.2.3.4/33', undefined],
    ['1.2.3/8', undefined],
    ['01.2.3.4', undefined],
    ['1.2.3.256', undefined],
    ['1.2.3.4/8/8', undefined],
    ['::1/64', undefined],
    ['*', undefined],
  ] as const)('%s → %s', ([text, network]) => {
    expect(networkOf(text)).toBe(network);
  });
  test('one within another', () => {
    expect(contains('10.0.0.0/8', '10.255.0.0/16')).toBe(true);
    expect(contains('10.0.0.0/16', '10.0.0.0/8')).toBe(false);
    expect(contains('10.0.1.0/24', '10.0.2.0/24')).toBe(false);
    expect(contains('10.0.1.0/24', 'fd00::/64')).toBe(false);
    expect(contains('0.0.0.0/0', '203.0.113.9')).toBe(true);
  });
  test('a network holds every address whose network it is', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, bits) => {
        const network = networkOf(`${address}/${bits}`) ?? '';
        expect(isIPv4(address)).toBe(true);
        expect(contains(network, address)).toBe(true);
        expect(networkOf(network)).toBe(network);
      }),
    );
  });
});
