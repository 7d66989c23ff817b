import { describe, expect, test } from 'vitest';
import { derivedTargets, MOST_DERIVED } from '../../../src/catalog/derived-targets.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import type { TlsFacts } from '../../../src/model/step.ts';
import type { Target } from '../../../src/model/target.ts';
import { certificate, evidence, FIN, inspected, tlsOk } from '../../support/evidence.ts';
import { own, settings } from './built.ts';

const ASKED: Partial<Target> = { name: 'asked.example', host: 'asked.example', agents: ['cma'] };
const CRL = 'http://crl3.digicert.com/G2.crl';

const naming = (urls: readonly string[], about: Partial<Target> = {}, over: Partial<TlsFacts> = {}): Evidence =>
  evidence({
    target: { ...ASKED, ...about },
    tls: tlsOk({ chain: [certificate({ urls, subjectCn: 'leaf' })], ...over }),
  });
const derived = (evidences: readonly Evidence[], existing: readonly Target[] = [], some = {}) =>
  derivedTargets(evidences, existing, settings(some));
const hosts = (urls: readonly string[]) => derived([naming(urls)]).targets.map(({ host }) => host);

test('a revocation host in full, with the very path, and the certificate that names it', () => {
  expect(derived([naming(['http://crl3.digicert.com/a/G2.crl?x=1'])])).toEqual({
    targets: [
      {
        name: 'crl3.digicert.com:80',
        host: 'crl3.digicert.com',
        port: 80,
        scheme: 'http',
        path: '/a/G2.crl?x=1',
        agents: ['cma'],
        feature: 'certificate revocation',
        required: false,
        tier: 'recommended',
        effect: 'degraded',
        stops: 'Windows agents cannot check certificates for revocation: connections fail or start slowly',
        inspection: 'unknown',
      },
    ],
    origins: {
      'crl3.digicert.com:80': {
        kind: 'derived',
        sources: [],
        serviceTags: [],
        place: 'asked.example, certificate of leaf',
      },
    },
  });
});

test('every certificate of the chain counts, and every target of the run', () => {
  const chain = [
    certificate({ urls: ['http://ocsp.leaf-ca.com', CRL] }),
    certificate({ urls: ['http://crl.root-ca.com/root.crl'], subjectCn: 'intermediate' }),
  ];
  const found = derived([
    naming([], {}, { chain }),
    naming(['http://crl.other-ca.com/x.crl'], { name: 'other.example', agents: ['ama'] }),
  ]);
  expect(found.targets.map(({ host, path, agents }) => [host, path, agents.join()])).toEqual([
    ['ocsp.leaf-ca.com', '/', 'cma'],
    ['crl3.digicert.com', '/G2.crl', 'cma'],
    ['crl.root-ca.com', '/root.crl', 'cma'],
    ['crl.other-ca.com', '/x.crl', 'ama'],
  ]);
  expect(found.origins['crl.root-ca.com:80']?.place).toBe('asked.example, certificate of intermediate');
});

test('a host is asked once, for the agents of all chains that name it', () => {
  const { targets } = derived([
    naming([CRL], { agents: ['cma'] }),
    naming(['http://CRL3.digicert.com/other.crl'], { agents: ['ama'] }),
    naming([CRL], { agents: [] }),
  ]);
  expect(targets.map(({ name, path, agents }) => [name, path, ...agents])).toEqual([
    ['crl3.digicert.com:80', '/G2.crl', 'ama', 'cma'],
  ]);
});

test('what a target asks on port 80 already is not asked again', () => {
  const there = own({ name: 'x', host: 'CRL3.digicert.com', port: 80, scheme: 'http' });
  expect(derived([naming([CRL])], [there]).targets).toEqual([]);
  expect(derived([naming([CRL])], [{ ...there, port: 443 }]).targets).toHaveLength(1);
});

describe('only chains that prove themselves count', () => {
  test.for([
    ['a private root', { chainEnd: 'private_root' }],
    ['a known inspector', { chainEnd: 'known_inspector' }],
    ['a signature of its own', { chainEnd: 'self_signed' }],
    ['an incomplete chain', { chainEnd: 'incomplete' }],
    ['another name', { nameMatches: false }],
  ] as const)('not with %s', ([, over]) => {
    expect(derived([naming([CRL], {}, over)]).targets).toEqual([]);
  });
  test('not where there is none', () => {
    expect(
      derived([evidence({ target: ASKED, ...FIN }), evidence({ target: ASKED, tls: inspected() })]).targets,
    ).toEqual([]);
  });
});

describe('only public DNS names on port 80', () => {
  test.for([
    'http://10.0.0.4/x.crl',
    'http://192.0.2.1/x.crl',
    'http://0x7f.1/x.crl',
    'http://2130706433/x.crl',
    'http://[::1]/x.crl',
    'http://[fd00::1]/x.crl',
    'http://localhost/x.crl',
    'http://pki/x.crl',
    'http://pki.contoso.local/x.crl',
    'http://pki.contoso.internal./x.crl',
    'http://pki.corp/x.crl',
    'http://router.home.arpa/x.crl',
    'http://1.0.0.127.in-addr.arpa/x.crl',
    'http://pki.test/x.crl',
    'http://crl.example.com:8080/x.crl',
    'http://user@crl.example.com/x.crl',
    'https://crl.example.com/x.crl',
    'ldap://crl.example.com/cn=x',
    'ldap:///CN=x,CN=CDP',
    'file:///etc/passwd',
    `http://crl.example.com/${'x'.repeat(301)}`,
    `http://${'x'.repeat(64)}.com/x.crl`,
    'http://bad_host.com/x.crl',
    'no url',
    '',
  ])('not %s', (url) => {
    expect(hosts([url])).toEqual([]);
  });
  test('but all that public CAs print', () => {
    const urls = [
      CRL,
      'HTTP://Ocsp.DigiCert.com',
      'http://www.microsoft.com:80/pkiops/crl/A%20B.crl',
      'http://x.test.com./a',
    ];
    expect(hosts(urls)).toEqual(['crl3.digicert.com', 'ocsp.digicert.com', 'www.microsoft.com', 'x.test.com']);
  });
  test('and nothing in the path can end a request line', () => {
    const [target] = derived([naming(['http://crl.digicert.com/a\r\nX: y /b c'])]).targets;
    expect(target?.path ?? '').toMatch(/^\/[\x21-\x7e]*$|^$/);
  });
});

test('at most a bound, the first that are named', () => {
  const urls = Array.from({ length: MOST_DERIVED + 5 }, (_, index) => `http://crl${index}.digicert.com/`);
  expect(hosts(urls)).toEqual(urls.slice(0, MOST_DERIVED).map((url) => new URL(url).hostname));
});

test('none where they are not wanted, and none behind an Arc gateway', () => {
  expect(derived([naming([CRL])], [], { deriveRevocation: false }).targets).toEqual([]);
  expect(derived([naming([CRL])], [], { gateway: 'hub.gw.arc.azure.com' }).targets).toEqual([]);
});
