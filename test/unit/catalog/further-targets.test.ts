import { expect, test } from 'vitest';
import { furtherTargets } from '../../../src/catalog/further-targets.ts';
import type { Discovery } from '../../../src/model/run.ts';
import { certificate, evidence, tlsOk } from '../../support/evidence.ts';
import { own, settings } from './built.ts';

const discovery = (some: Partial<Discovery>): Discovery => ({
  kind: 'his',
  asked: 'asked',
  outcome: 'fresh',
  hosts: ['weu.his.arc.azure.com'],
  ...some,
});
const seen = evidence({ tls: tlsOk({ chain: [certificate({ urls: ['http://crl3.digicert.com/G2.crl'] })] }) });

test('what services told, then what certificates name', () => {
  const { targets, origins, refused } = furtherTargets(
    [
      discovery({}),
      discovery({ kind: 'notifications', asked: 'list', hosts: ['azgn-1.servicebus.windows.net', 'evil.example'] }),
    ],
    [seen],
    [],
    settings(),
  );
  expect(targets.map(({ name }) => [name, origins[name]?.kind, origins[name]?.place])).toEqual([
    ['weu.his.arc.azure.com', 'discovered', 'asked'],
    ['azgn-1.servicebus.windows.net', 'discovered', 'list'],
    ['crl3.digicert.com:80', 'derived', expect.stringContaining('certificate of')],
  ]);
  expect(refused).toEqual([{ host: 'evil.example', because: 'it is no notification host of this cloud' }]);
});

test('two regions that tell one host are one target', () => {
  const { targets, origins } = furtherTargets(
    [discovery({ asked: 'a' }), discovery({ asked: 'b' })],
    [],
    [],
    settings(),
  );
  expect(targets).toHaveLength(1);
  expect(origins['weu.his.arc.azure.com']?.place).toBe('a');
});

test.for([
  ['of that name', own({ name: 'weu.his.arc.azure.com', host: 'other.example' }), 0],
  ['of that host', own({ name: 'mine', host: 'WEU.his.arc.azure.com' }), 0],
  ['of that host on another port', own({ name: 'mine', host: 'weu.his.arc.azure.com', port: 8443 }), 1],
] as const)('beside a target %s nothing is asked twice', ([, existing, left]) => {
  expect(furtherTargets([discovery({})], [], [existing], settings()).targets).toHaveLength(left);
});
