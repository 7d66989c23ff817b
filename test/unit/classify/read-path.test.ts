import { describe, expect, test } from 'vitest';
import { cutLike, fingerprintOf } from '../../../src/classify/fingerprint.ts';
import { readPath } from '../../../src/classify/read-path.ts';
import {
  alerted,
  canary,
  connectFailed,
  control,
  DEAD,
  dnsFailed,
  evidence,
  FIN,
  firewall470,
  firewalled,
  flow,
  http,
  httpFailed,
  inspected,
  open,
  path,
  RST,
  SILENT,
  silentTcp,
  tcpFailed,
  tcpOk,
  tlsFailed,
  tlsOk,
} from '../../support/evidence.ts';

const deadDial = { address: DEAD, port: 443 };

describe('the canary', () => {
  test.for([
    ['connects on the used ports', path({ canaries: 'answered' }), 'answered', 'yes'],
    ['connects even on the odd port: void', path({ canaries: 'void' }), 'void', 'unknown'],
    ['is void, and denied names pass: unknown', path({ canaries: 'void', mustBeDenied: {} }), 'void', 'unknown'],
    ['is silent, which says little', path({ canaries: 'silent' }), 'silent', 'unknown'],
    ['is silent, and denied names pass: nothing intercepts', open(), 'silent', 'no'],
    ['is refused', path({ canaries: 'refused' }), 'refused', 'unknown'],
    ['was not asked', path({ canaries: 'not_asked', among: [evidence()] }), 'not_asked', 'unknown'],
    [
      'was not asked, and denied names pass',
      path({ canaries: 'not_asked', mustBeDenied: {}, among: [evidence()] }),
      'not_asked',
      'unknown',
    ],
    ['is not read through an explicit proxy', path({ proxied: true }), 'not_asked', 'unknown'],
  ] as const)('%s', ([, { reading }, onPort, intercepted]) => {
    const port = reading.ports.find((one) => one.port === 443);
    if (onPort !== 'not_asked' || port) expect(port?.canary).toBe(onPort);
    expect(reading.intercepted).toBe(intercepted);
  });

  test('is read for each port: a rule on 8443 only', () => {
    const { reading } = readPath([canary(443, silentTcp), canary(8443, tcpOk(DEAD, 8443))], [], {
      firewallExpected: false,
      proxied: false,
    });
    expect(reading.ports).toEqual([
      { port: 443, canary: 'silent' },
      { port: 8443, canary: 'answered' },
    ]);
    expect(reading.intercepted).toBe('yes');
  });

  test('of one address is enough', () => {
    const { reading } = path({ controls: [canary(443, silentTcp)] });
    expect(reading.ports).toContainEqual({ port: 443, canary: 'answered' });
  });

  test('that failed for our own exhaustion was not asked', () => {
    const ours = tcpFailed('tcp.unknown', { code: 'EMFILE', instrument: true });
    const { reading } = path({ canaries: 'not_asked', controls: [canary(443, ours)] });
    expect(reading.ports).toEqual([{ port: 443, canary: 'not_asked' }]);
    expect(reading.ill).toEqual(['EMFILE: this machine ran out of its own means (1 flow of this run)']);
  });
});

describe('the name that must be denied', () => {
  test.for([
    ['closed after ClientHello', path({ mustBeDenied: FIN }), 'yes', 'fin'],
    ['reset', path({ mustBeDenied: RST }), 'yes', 'rst'],
    ['never answered', path({ mustBeDenied: SILENT }), 'yes', 'deadline'],
    ['answered with an alert', path({ mustBeDenied: { tls: alerted(80) } }), 'yes', 'alert'],
    ['genuine: it passes', path({ mustBeDenied: {} }), 'no', undefined],
    [
      'genuine, and http failed: it passes',
      path({ mustBeDenied: { http: httpFailed('http.reset') } }),
      'no',
      undefined,
    ],
    ['answered by an inspector: unknown', path({ mustBeDenied: { tls: inspected() } }), 'unknown', undefined],
    [
      'a certificate for another name: unknown',
      path({ mustBeDenied: { tls: tlsOk({ nameMatches: false }) } }),
      'unknown',
      undefined,
    ],
    [
      '470 inside an inspected session',
      path({ mustBeDenied: { tls: inspected(), http: firewall470 } }),
      'yes',
      undefined,
    ],
    ['not resolved: unknown', path({ mustBeDenied: { dns: dnsFailed('dns.timed_out') } }), 'unknown', undefined],
    ['not connected: unknown', path({ mustBeDenied: { tcp: tcpFailed('tcp.timed_out') } }), 'unknown', undefined],
    [
      'CONNECT refused',
      path({ proxied: true, mustBeDenied: { proxy: connectFailed('proxy.refused', { status: 403 }) } }),
      'yes',
      undefined,
    ],
    [
      'a Squid in the path refuses on port 80 with its own page',
      path({ port80: { http: http(403, { headers: [['X-Squid-Error', 'ERR_ACCESS_DENIED 0']] }) } }),
      'yes',
      undefined,
    ],
    ['spoken on port 80 alone', path({ port80: { http: firewall470 } }), 'yes', undefined],
    ['answered on port 80 alone, which proves no far end', path({ port80: { http: http(200) } }), 'unknown', undefined],
    [
      'closed on 443 and answered on 80: TLS counts',
      path({ mustBeDenied: FIN, port80: { http: http(200) } }),
      'yes',
      'fin',
    ],
    ['never asked', path(), 'unknown', undefined],
  ] as const)('%s', ([, { reading }, filtered, end]) => {
    expect(reading.filtered).toBe(filtered);
    expect(reading.fingerprint?.end).toBe(end);
  });

  const dead = control('must_be_denied', { dialled: deadDial, steps: flow(RST) });
  const unresolved = { mustBeDenied: { dns: dnsFailed('dns.name_not_found') } };

  test('said to a dead address serves where it has no address of its own and the canary connects there', () => {
    expect(path({ ...unresolved, controls: [dead] }).reading.fingerprint?.end).toBe('rst');
  });
  test('said to a dead address is nothing where no canary connects', () => {
    expect(path({ ...unresolved, ports: [8443], controls: [dead] }).reading.filtered).toBe('unknown');
    expect(path({ ...unresolved, canaries: 'silent', controls: [dead] }).reading.filtered).toBe('unknown');
  });
  test('at its own address counts before a dead one', () => {
    expect(path({ mustBeDenied: FIN, controls: [dead] }).reading.fingerprint?.end).toBe('fin');
  });
  test('a .invalid name, a beacon or a hello without a name never supply the fingerprint', () => {
    const others = (['must_be_denied_invalid', 'beacon', 'no_sni'] as const).map((kind) =>
      control(kind, { dialled: deadDial, steps: flow(FIN) }),
    );
    expect(path({ controls: others }).reading).toMatchObject({ filtered: 'unknown' });
  });
});

describe('a fingerprint', () => {
  test.for([
    ['two closes', FIN, FIN, true],
    ['close and reset', FIN, RST, false],
    ['the same alert', { tls: alerted(80) }, { tls: alerted(80, { endedAfterMs: 90 }) }, true],
    ['two alerts', { tls: alerted(80) }, { tls: alerted(40) }, false],
    ['bytes back or none', FIN, { tls: tlsFailed('tls.closed_mid_handshake') }, false],
    [
      'bytes back, however many',
      { tls: tlsFailed('tls.closed_mid_handshake') },
      { tls: tlsFailed('tls.closed_mid_handshake', { bytesReceived: 3 }) },
      true,
    ],
  ] as const)('%s', ([, one, other, alike]) => {
    const [first, second] = [fingerprintOf(flow(one)), fingerprintOf(flow(other))];
    if (!first || !second) throw new Error('both flows were cut');
    expect(cutLike(first, second)).toBe(alike);
  });

  test.for([
    ['a completed handshake', flow()],
    ['an alert after the ServerHello', flow({ tls: alerted(40, { serverVersion: 'TLSv1.2' }) })],
    ['a reset after a completed handshake', flow({ http: httpFailed('http.reset') })],
    ['an answer that began', flow({ http: httpFailed('http.closed', { status: 200 }) }, 'http')],
    ['a service that speaks no HTTP', flow({ http: httpFailed('http.closed', { method: 'none' }) }, 'tcp')],
    ['our own exhaustion', flow({ tls: tlsFailed('tls.reset_after_hello', {}, { instrument: true }) })],
  ] as const)('is not taken of %s', ([, steps]) => {
    expect(fingerprintOf(steps)).toBeUndefined();
  });
});

describe('the targets together', () => {
  const inspectedTwice = firewalled({
    among: [
      evidence({ tls: inspected() }),
      evidence({ target: { host: 'login.microsoftonline.com' }, tls: inspected() }),
      evidence({ target: { host: 'gbl.his.arc.azure.com' } }),
      evidence({ target: { host: 'denied.contoso.com' }, ...FIN }),
      evidence({ target: { host: 'reset.contoso.com' }, ...RST }),
      evidence({ target: { host: 'ocsp.digicert.com', scheme: 'http' }, http: http(200) }),
      evidence({ target: { host: 'portal.contoso.com', scheme: 'http', port: 8080 }, http: http(511) }),
    ],
  });

  test('count what was proven and what was cut as a denial is', () => {
    expect(inspectedTwice.across).toMatchObject({ targets: 7, proven: 2, cutLikeMustBeDenied: 1 });
  });
  test('give one proof a port', () => {
    expect(inspectedTwice.across.proofs.map(({ host, port }) => [host, port])).toEqual([
      ['gbl.his.arc.azure.com', 443],
      ['ocsp.digicert.com', 80],
    ]);
  });
  test('name the private CA with its names, and public issuers with their keys', () => {
    expect(inspectedTwice.across.privateIssuers).toEqual([
      {
        anchor: 'CN=Contoso Inspection CA',
        hosts: ['global.handler.control.monitor.azure.com', 'login.microsoftonline.com'],
      },
    ]);
    expect(inspectedTwice.across.publicIssuers).toEqual([
      { subject: 'CN=Microsoft Azure RSA TLS Issuing CA 04', ski: 'aa04' },
    ]);
  });
  test('the product is named by a 470 to any of them', () => {
    expect(firewalled().reading.product).toBe('azure_firewall');
    expect(path({ mustBeDenied: FIN }).reading.product).toBeUndefined();
    const among = [evidence({ target: { scheme: 'http' }, http: firewall470 })];
    expect(path({ among }).reading.product).toBe('azure_firewall');
  });
});

describe('what the path says', () => {
  test('of a firewall that answers for others', () => {
    expect(firewalled().reading.says).toEqual([
      '192.0.2.1:443 connects, and nothing is there: something on this path answers handshakes for others.',
      'On ports 80 and 443 a TCP test proves nothing here, unless a network rule allows the host.',
      'A name that must be denied (example.com) is cut after ClientHello (FIN, 0 bytes back, 1.1 ms): that is what a denial looks like today.',
      'An answer of HTTP 470 or its text names the product on this path: Azure Firewall.',
    ]);
  });
  test('where a firewall is expected and nothing is filtered: that first', () => {
    const [first] = path({ mustBeDenied: {}, firewallExpected: true }).reading.says;
    expect(first).toContain('A firewall is expected on this path, and example.com, which must be denied, passes');
  });
  test('where everything answers and nothing differs: a platform, never a firewall', () => {
    for (const { reading } of [path({ mustBeDenied: {} }), path({ canaries: 'void', mustBeDenied: {} })]) {
      expect(reading.says.join(' ')).toContain('this platform answers TCP');
      expect(reading.says.join(' ')).not.toMatch(/firewall/i);
    }
  });
  test('of an inspector, of a proxy, and of a denial whose look is unknown', () => {
    const among = [evidence({ tls: inspected() }), evidence({ target: { host: 'www.contoso.com' }, tls: inspected() })];
    expect(firewalled({ among }).reading.says.at(-1)).toContain('TLS is inspected by "Contoso Inspection CA"');
    expect(path({ proxied: true }).reading.says).toContainEqual(expect.stringContaining('explicit proxy'));
    expect(path({ mustBeDenied: { dns: dnsFailed('dns.timed_out') } }).reading.says.at(-1)).toContain('is not known');
  });
});
