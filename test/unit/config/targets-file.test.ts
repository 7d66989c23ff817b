import { describe, expect, test } from 'vitest';
import { SettingsError } from '../../../src/config/problems.ts';
import { parseTargets } from '../../../src/config/targets-file.ts';

function problemsOf(text: string): readonly string[] {
  try {
    parseTargets(text, 'targets.yaml');
  } catch (error) {
    if (error instanceof SettingsError)
      return error.problems.map(({ place, says, wayOut }) => `${place} ${says}. ${wayOut}`);
    throw error;
  }
  throw new Error('expected problems');
}
/** One target in flow style, its problems only. */
const problemsOfTarget = (target: string): readonly string[] => problemsOf(`targets:\n  - ${target}\n`);
const only = (text: string) => {
  const [target, ...more] = parseTargets(text, 'targets.yaml');
  if (!target || more.length > 0) throw new Error('expected one target');
  return target;
};

test('only a host is needed', () => {
  expect(parseTargets('targets:\n  - host: example.com\n', 'targets.yaml')).toEqual([
    {
      name: 'example.com:443',
      host: 'example.com',
      port: 443,
      scheme: 'https',
      path: '/',
      agents: [],
      feature: '',
      required: true,
      tier: 'required',
      effect: 'broken',
      stops: '',
      inspection: 'unknown',
    },
  ]);
});

test('every key is taken over', () => {
  const text = `
# comments are fine
targets:
  - name: ingestion of the hub
    host: Dce-Hub.westeurope-1.ingest.monitor.azure.com
    port: 8443
    scheme: https
    path: /ping?x=1
    expect: { status: [200, 404], body: Healthy }
    agents: [cma, ama]
    feature: logs ingestion
    required: false
    tier: recommended
    effect: none
    stops: nothing
    proxy: http://proxy.example:8080
    inspection: forbidden
`;
  expect(only(text)).toEqual({
    name: 'ingestion of the hub',
    host: 'dce-hub.westeurope-1.ingest.monitor.azure.com',
    port: 8443,
    scheme: 'https',
    path: '/ping?x=1',
    expect: { status: [200, 404], body: 'Healthy' },
    agents: ['ama', 'cma'],
    feature: 'logs ingestion',
    required: false,
    tier: 'recommended',
    effect: 'none',
    stops: 'nothing',
    inspection: 'forbidden',
    proxy: 'http://proxy.example:8080',
  });
});

test('JSON is read too, tabs and a byte order mark included', () => {
  const text = `\uFEFF${JSON.stringify({ targets: [{ host: 'a.example', expect: { status: 204 } }] }, null, '\t')}`;
  expect(only(text)).toMatchObject({ host: 'a.example', expect: { status: [204] } });
});

test.for([
  ['{ host: x }', { port: 443, scheme: 'https', name: 'x:443' }],
  ['{ host: x, scheme: http }', { port: 80, scheme: 'http', name: 'x:80' }],
  ['{ host: x, port: 80 }', { port: 80, scheme: 'http', name: 'x:80' }],
  ['{ host: x, port: 8080 }', { port: 8080, scheme: 'https', name: 'x:8080' }],
  ['{ host: x, port: 80, scheme: https }', { port: 80, scheme: 'https', name: 'x:80' }],
  ['{ host: x, port: 22, scheme: tcp }', { port: 22, scheme: 'tcp', name: 'x:22' }],
  ['{ host: x, required: false }', { tier: 'feature', effect: 'degraded', required: false }],
  ['{ host: x, tier: legacy }', { tier: 'legacy', effect: 'broken', required: true }],
  ['{ host: 10.1.2.3 }', { host: '10.1.2.3', name: '10.1.2.3:443' }],
  ['{ host: "2001:DB8:0::1" }', { host: '2001:db8::1', name: '[2001:db8::1]:443' }],
  ['{ host: "[::1]", port: 8443 }', { host: '::1', name: '[::1]:8443' }],
  ['{ host: Bücher.example. }', { host: 'xn--bcher-kva.example' }],
  ['{ host: _dmarc.a_b.example }', { host: '_dmarc.a_b.example' }],
  ['{ host: x, expect: { body: "{\\"a\\": [" } }', { expect: { body: '{"a": [' } }],
] as const)('%s', ([target, expected]) => {
  expect(only(`targets: [${target}]`)).toMatchObject(expected);
});

test('one flow may be asked twice under different names', () => {
  const text = 'targets: [{ host: x, name: one }, { host: x, name: two }]';
  expect(parseTargets(text, 'f').map(({ name }) => name)).toEqual(['one', 'two']);
});

test('aliases stand for what they name', () => {
  const text =
    'targets:\n  - { name: one, host: &h x, expect: &e { status: 200 } }\n  - { name: two, host: *h, expect: *e }\n';
  expect(parseTargets(text, 'f')[1]).toMatchObject({ host: 'x', expect: { status: [200] } });
});

test.for([
  ['{ name: x }', '2:5 a target without a host. Add host'],
  ['{ host: x, pth: /a }', '2:16 a target knows no key "pth". Did you mean path?'],
  ['{ host: x, host: y }', '2:16 a target has the key host twice'],
  ['{ host: }', '2:7 host is no text'],
  ['{ host: 10.1 }', '2:13 host is no text. Write a text, in quotes'],
  ['{ host: "" }', '2:13 host: the host is empty'],
  ['{ host: [x] }', '2:13 host is no text'],
  [
    '{ host: "https://a.example:8443/ping?x=1" }',
    'Give its parts: host a.example, scheme https, port 8443, path /ping?x=1',
  ],
  ['{ host: "a.example:8443" }', 'The port has a place of its own: host a.example, port 8443'],
  ['{ host: a.example/ping }', 'holds a path'],
  ['{ host: "*.a.example" }', 'is a pattern. A pattern cannot be dialled'],
  ['{ host: "{region}.a.example" }', 'holds a placeholder'],
  ['{ host: me@a.example }', 'holds an @'],
  ['{ host: "a b" }', 'holds blanks or control characters'],
  ['{ host: "a\\r\\nb" }', 'holds blanks or control characters'],
  ['{ host: 256.1.1.1 }', 'looks like an IPv4 address and is none'],
  ['{ host: "0x7f.1" }', 'looks like an IPv4 address and is none'],
  ['{ host: a..example }', 'It has an empty part between two dots'],
  ['{ host: -a.example }', 'no hyphen at its ends'],
  ['{ host: a%41.example }', 'is no DNS name'],
  ['{ host: "fe80::1%eth0" }', 'holds a zone'],
  ['{ host: x, port: "443" }', '2:22 port is no number. Write a number, without quotes'],
  ['{ host: x, port: 0 }', 'port 0 is out of range'],
  ['{ host: x, port: 65536 }', 'port 65536 is out of range'],
  ['{ host: x, port: 44.3 }', 'port 44.3 is out of range'],
  ['{ host: x, scheme: htps }', 'scheme: "htps" is not known here. Did you mean https? Write one of https, http, tcp'],
  ['{ host: x, scheme: tcp }', '2:24 scheme tcp without a port'],
  ['{ host: x, scheme: tcp, port: 22, path: / }', 'path means nothing with scheme tcp'],
  ['{ host: x, scheme: tcp, port: 22, expect: { body: x } }', 'expect means nothing with scheme tcp'],
  ['{ host: x, path: ping }', 'does not begin with a slash'],
  ['{ host: x, path: "/a b" }', 'holds the character U+0020'],
  ['{ host: x, path: "/a\\r\\nX-Injected: 1" }', 'holds the character U+000D'],
  ['{ host: x, path: /ü }', 'holds the character U+00FC'],
  ['{ host: x, path: "/a#b" }', 'holds a fragment'],
  ['{ host: x, expect: 200 }', 'expect is no map'],
  ['{ host: x, expect: {} }', 'expect says nothing'],
  ['{ host: x, expect: { status: 99 } }', 'status 99 is out of range'],
  ['{ host: x, expect: { status: [200, x] } }', '2:40 status is no number'],
  ['{ host: x, expect: { status: [] } }', 'the list of statuses is empty'],
  ['{ host: x, expect: { body: "" } }', 'body: it is empty'],
  ['{ host: x, agents: ama }', 'agents is no list'],
  ['{ host: x, agents: [ama, mma] }', '2:30 agents: "mma" is not known here. Did you mean ama?'],
  ['{ host: x, required: yes }', 'required is no boolean. Write true or false'],
  ['{ host: x, tier: optional }', 'tier: "optional" is not known here'],
  ['{ host: x, inspection: never }', 'inspection: "never" is not known here'],
  ['{ host: x, proxy: "https://p:1" }', 'a proxy that wants TLS itself is not supported'],
  ['{ host: x, proxy: "http://p" }', 'is no proxy. Write http://host:port'],
  ['{ host: x, proxy: "http://u:secret@p:1" }', 'it holds what looks like a user name and password in an address'],
  ['{ host: x, name: " " }', 'name: it is empty'],
  ['{ host: x, name: "a\\u001bb" }', 'holds control characters'],
  ['x', '2:5 a target is no map'],
] as const)('%s is refused', ([target, expected]) => {
  const problems = problemsOfTarget(target);
  expect(problems).toEqual([expect.stringContaining(expected)]);
  expect(problems[0]).toMatch(/^targets\.yaml:2:\d+ /);
});

test.for([
  ['a label', `{ host: ${'a'.repeat(64)}.example }`, 'must be 1 to 63 letters'],
  ['a host', `{ host: ${'a.'.repeat(130)}example }`, 'longer than 253 characters'],
  ['a body', `{ host: x, expect: { body: "${'ü'.repeat(2049)}" } }`, 'body: it is longer than 4096 bytes'],
  ['a path', `{ host: x, path: "/${'a'.repeat(2048)}" }`, 'it is 2049 characters long'],
  ['a name', `{ host: x, name: ${'a'.repeat(201)} }`, 'it is 201 characters long'],
] as const)('%s that is too long is refused', ([, target, expected]) => {
  expect(problemsOfTarget(target)).toEqual([expect.stringContaining(expected)]);
});

test('a secret of a proxy is not repeated in the message', () => {
  expect(problemsOfTarget('{ host: x, proxy: "http://u:secret@p:1" }').join()).not.toContain('secret');
});

test('names are unique, derived ones included', () => {
  expect(problemsOf('targets:\n  - host: x\n  - host: y\n    name: x:443\n  - host: x\n    path: /other\n')).toEqual([
    'targets.yaml:4:11 the name "x:443" is taken by the target in line 2. Give each target a name of its own',
    'targets.yaml:5:5 the name "x:443" is taken by the target in line 2. Give each target a name of its own',
  ]);
});

test('all problems are told at once, in the order of the file', () => {
  const places = problemsOf(`targets:
  - host: https://a.example
    required: maybe
  - port: 70000
    tier: x
  - host: ok.example
  - nothing
`).map((problem) => problem.split(' ')[0]);
  expect(places).toEqual([
    'targets.yaml:2:11',
    'targets.yaml:3:15',
    'targets.yaml:4:5',
    'targets.yaml:4:11',
    'targets.yaml:5:11',
    'targets.yaml:7:5',
  ]);
});

describe('a document that holds no targets', () => {
  test.for([
    ['', 'targets.yaml:1:1 there are no targets'],
    ['- host: x\n', 'targets.yaml:1:1 there are no targets'],
    ['targets:\n', 'targets.yaml:1:1 there are no targets'],
    ['targets: []\n', 'targets.yaml:1:10 the list of targets is empty'],
    ['targets: x\n', 'targets.yaml:1:10 targets is no list'],
    ['targets:\n  - host: "x\n', 'targets.yaml:3:1 not valid YAML: Missing closing'],
    ['targets:\n\t- host: x\n', 'targets.yaml:2:1 not valid YAML: Tabs are not allowed'],
    ['targets: [{ host: x }]\n---\nmore: 1\n', 'targets.yaml:2:1 not valid YAML: Source contains multiple documents'],
  ] as const)('%j', ([text, expected]) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(expected)]);
  });

  test('names its unknown key and what is missing', () => {
    expect(problemsOf('target: [{ host: x }]\n')).toEqual([
      expect.stringContaining('targets.yaml:1:1 the file knows no key "target". Did you mean targets?'),
      expect.stringContaining('targets.yaml:1:1 there are no targets'),
    ]);
  });
});

describe('a hostile document costs little', () => {
  const list = (count: number) =>
    `targets:\n${Array.from({ length: count }, (_, i) => `- host: h${i}.example\n`).join('')}`;

  test.for([
    ['nested lists', '['.repeat(5_000_000), 'it nests too deeply'],
    ['nested dashes', '- '.repeat(2_000_000), 'it nests too deeply'],
    ['deep indentation', Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''), 'it nests too deeply'],
    ['too many bytes', `# ${'x'.repeat(5 * 1024 * 1024)}`, 'it is larger than 5 MB'],
    ['too many values', `targets: [${'a,'.repeat(1_100_000)}]`, 'it holds too many values'],
    ['too many keys', `{${Array.from({ length: 100_000 }, (_, i) => `a${i}`).join(',')}}`, 'has 100000 keys'],
    ['too many aliases', `targets:\n  - &t { host: x }\n${'  - *t\n'.repeat(101)}`, 'more than 100 aliases'],
    ['an alias of itself', 'targets: &a\n  - *a\n', 'a target is no map'],
    ['too many targets', list(10_001), 'targets has 10001 items. Write at most 10000'],
    ['a bomb', 'targets:\n  - &a { host: [x, x] }\n  - &b [*a, *a, *a]\n  - [*b, *b, *b]\n', 'a target is no map'],
  ] as const)('%s', ([, text, expected]) => {
    expect(problemsOf(text).join('\n')).toContain(expected);
  });

  test('a long list as JSON on one line is not deep', () => {
    const targets = Array.from({ length: 1000 }, (_, index) => ({ host: `h${index}.example`, port: 443 }));
    expect(parseTargets(JSON.stringify({ targets }), 'targets.json')).toHaveLength(1000);
  });

  test('ten thousand targets are read', () => {
    expect(parseTargets(list(10_000), 'f')).toHaveLength(10_000);
  });

  test('brackets inside texts are no nesting', () => {
    const text = `targets:\n${Array.from({ length: 50 }, (_, i) => `- { host: h${i}.example, expect: { body: '{"a": [' } }\n`).join('')}`;
    expect(parseTargets(text, 'f')).toHaveLength(50);
  });
});
