import { expect, test } from 'vitest';
import { discoveredHosts } from '../../../src/probe/discovered-hosts.ts';

const hosts = (body: string): readonly string[] => discoveredHosts(Buffer.from(body));

test.for([
  ['a list of names', '["azgn-weu1.servicebus.windows.net","azgn-weu2.servicebus.windows.net"]', 2],
  [
    'an object with addresses',
    '{"endpoint":"https://weu.his.arc.azure.com/","other":{"uri":"weu.his.arc.azure.com:443"}}',
    1,
  ],
  ['the same name twice, in capitals and with the dot of the root', '["A.example","a.example."]', 1],
  ['a byte order mark before it', '\uFEFF["a.example"]', 1],
  ['no JSON', 'azgn-weu1.servicebus.windows.net', 0],
  ['JSON that is cut', '["a.example","b.exam', 0],
  [
    'texts that are no hosts',
    '["Healthy","10.0.0.1","a b.example","user@a.example","-a.example","a..example","localhost",""]',
    0,
  ],
  ['numbers and nothing', '[1, null, true, {"a": 2}]', 0],
] as const)('%s', ([, body, count]) => {
  expect(hosts(body)).toHaveLength(count);
});

test('a name is told in lower case, without scheme, port and path', () => {
  expect(hosts('{"url":"WSS://Azgn-Weu1.ServiceBus.Windows.Net:443/$hc/x?y=1"}')).toEqual([
    'azgn-weu1.servicebus.windows.net',
  ]);
});

test('a hostile list is bounded in number and in depth', () => {
  expect(hosts(JSON.stringify(Array.from({ length: 5000 }, (_, index) => `h${index}.example`)))).toHaveLength(200);
  expect(hosts(`${'['.repeat(5000)}"a.example"${']'.repeat(5000)}`)).toEqual([]);
});
