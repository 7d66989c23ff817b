import { describe, expect, test } from 'vitest';
import { classify } from '../../../src/classify/classify.ts';
import { FINDINGS, findings } from '../../../src/classify/findings.ts';
import type { Path } from '../../../src/model/path.ts';
import {
  alerted,
  answer,
  canary,
  certificate,
  dnsFailed,
  dnsOk,
  type EvidenceParts,
  evidence,
  FIN,
  firewall470,
  firewalled,
  http,
  httpFailed,
  inspected,
  open,
  path,
  RST,
  silentTcp,
  tcpFailed,
  tcpOk,
  tlsOk,
} from '../../support/evidence.ts';

const private1 = { address: '10.20.0.5', family: 4, private: true } as const;
const alias = [{ from: 'a', to: 'global.handler.control.privatelink.monitor.azure.com' }];
const ill = path({ controls: [canary(443, tcpFailed('tcp.unknown', { code: 'EMFILE', instrument: true }))] });
const mustBeDenied = (steps: EvidenceParts): EvidenceParts => ({
  ...FIN,
  questions: [answer('repeat_must_be_denied', steps)],
});

const CASES: readonly (readonly [id: string, evidence: EvidenceParts, path: Path, says?: string])[] = [
  [
    'dns.other_region',
    { target: { regional: { region: 'eastus', declared: ['westeurope', 'northeurope'] } } },
    open(),
    'the host belongs to eastus, and declared is westeurope and northeurope',
  ],
  [
    'dns.public_though_private_link',
    { target: { privateLinkExpected: true, privateLinkZone: 'privatelink.his.arc.azure.com' } },
    open(),
    'the zone privatelink.his.arc.azure.com is not in effect here',
  ],
  [
    'http.nothing_discovered',
    { target: { discovers: 'notifications' }, http: http(200, { discovered: [] }) },
    open(),
    'the answer names no notification hosts',
  ],
  ['http.nothing_discovered', { target: { discovers: 'his' }, ...FIN }, open(), 'could not be asked for'],
  ['dns.from_hosts_file', { dns: dnsOk({ source: 'hosts_file' }) }, open(), 'the hosts file gives 20.43.70.102'],
  ['dns.from_system', { dns: dnsOk({ source: 'system' }) }, open()],
  [
    'dns.system_disagrees',
    { dns: dnsOk({ system: { outcome: 'addresses', addresses: ['10.0.0.9'], durationMs: 1 } }) },
    open(),
    "the system's resolver gives 10.0.0.9, our question to DNS 20.43.70.102",
  ],
  [
    'dns.system_disagrees',
    { dns: dnsOk({ system: { outcome: 'failed', code: 'ENOTFOUND', durationMs: 1 } }) },
    open(),
    'finds no address (ENOTFOUND)',
  ],
  ['dns.private_answer', { dns: dnsOk({ addresses: [private1] }) }, open(), '10.20.0.5 is a private address'],
  [
    'dns.private_link',
    { dns: dnsOk({ privateLink: true, aliases: alias }) },
    open(),
    'leads into privatelink.monitor.azure.com',
  ],
  ['dns.private_link', { dns: dnsFailed('dns.name_not_found', { privateLink: true, aliases: alias }) }, open()],
  [
    'dns.public_under_private_link',
    { dns: dnsOk({ privateLink: true, aliases: alias }) },
    open(),
    'no private endpoint is in effect here',
  ],
  ['dns.sinkhole', { dns: dnsOk({ addresses: [{ address: '0.0.0.0', family: 4, private: false }] }) }, open()],
  [
    'dns.resolver_trouble',
    {
      dns: dnsOk({
        answers: [
          {
            resolver: '10.10.0.5:53',
            question: 'A',
            transport: 'udp',
            rcode: 'none',
            addresses: [],
            aliases: [],
            durationMs: 900,
            trouble: 'timed out',
          },
        ],
      }),
    },
    open(),
    '1 resolver in trouble: 10.10.0.5:53 timed out',
  ],
  ['dns.slow', { dns: { ...dnsOk(), durationMs: 2500 } }, open(), 'DNS took 2500 ms'],
  ['tcp.canary_answered', {}, firewalled(), 'on port 443 something answers'],
  ['tcp.canary_void', {}, path({ canaries: 'void' })],
  [
    'tcp.addresses_differ',
    { tcp: tcpFailed('tcp.refused'), questions: [answer('other_address', {})] },
    open(),
    'the first fails, and of the others 1 work',
  ],
  [
    'tcp.addresses_differ',
    { questions: [answer('other_address', FIN)] },
    open(),
    'the first works, and of the others 0 work and 1 fail',
  ],
  ['tcp.slow', { tcp: tcpOk('1.2.3.4', 443, 2500) }, open()],
  [
    'tls.cut_like_must_be_denied',
    FIN,
    firewalled(),
    'cut after ClientHello (FIN, 0 bytes back, 1.1 ms), as example.com is',
  ],
  [
    'tls.cut_unlike_must_be_denied',
    RST,
    firewalled(),
    'RST, 0 bytes back), while example.com is cut otherwise (FIN, 0 bytes back)',
  ],
  ['tls.inspection_ca', { tls: inspected() }, firewalled(), 'signed under "Contoso Inspection CA"'],
  [
    'tls.incomplete_chain',
    { tls: tlsOk({ chainEnd: 'incomplete', anchor: 'CN=Gap' }) },
    open(),
    'the issuer "Gap" was not sent along',
  ],
  ['tls.expired', { tls: tlsOk({ expired: true }) }, open(), 'expired 2027-06-01'],
  ['tls.not_yet_valid', { tls: tlsOk({ notYetValid: true }) }, open(), 'valid from 2026-06-01'],
  [
    'tls.wrong_name',
    { tls: tlsOk({ nameMatches: false, chain: [certificate({ subjectCn: 'other.example' })] }) },
    open(),
    'is for other.example',
  ],
  ['tls.agent_suites_refused', { questions: [answer('agent_suites', { tls: alerted(40) })] }, open()],
  ['tls.wide_hello_succeeds', { tls: alerted(40), questions: [answer('wide_hello', {})] }, open()],
  ['tls.hello_size_matters', { ...FIN, questions: [answer('large_hello', {})] }, open(), 'the small ClientHello fails'],
  ['tls.hello_size_matters', { questions: [answer('large_hello', FIN)] }, open(), 'the large one fails'],
  ['tls.slow', { tls: { ...tlsOk(), durationMs: 2500 } }, open()],
  ['http.firewall_named_itself', { target: { scheme: 'http' }, http: firewall470 }, open()],
  [
    'http.source_seen_by_firewall',
    {
      target: { scheme: 'http' },
      http: httpFailed('http.firewall_denied', {
        status: 470,
        body: 'HTTP  request from 10.10.94.69:51832 to a.example:80. Url: a.example. Action: Deny. No rule matched.',
      }),
    },
    open(),
    'the firewall saw this flow come from 10.10.94.69:51832',
  ],
  [
    'http.firewall_text_in_genuine_session',
    { http: http(403, { body: 'Action: Deny. Reason: No rule matched.' }) },
    open(),
    'the far end said it',
  ],
  [
    'http.unexpected_status',
    { target: { expect: { status: [200, 204] } }, http: http(404) },
    open(),
    'status 404, documented is 200 or 204',
  ],
  [
    'http.unexpected_body',
    { target: { expect: { body: 'Healthy' } }, http: http(200, { bodyMatches: false }) },
    open(),
    'lacks "Healthy"',
  ],
  ['http.server_error', { http: http(503) }, open()],
  ['http.private_link_text', { http: http(403, { body: 'private link' }) }, open()],
  ['http.misdirected', { http: http(421) }, open()],
  [
    'http.redirected',
    { http: http(301, { headers: [['location', 'https://b.example/']] }) },
    open(),
    'to https://b.example/',
  ],
  ['http.failed_after_proof', { http: httpFailed('http.reset') }, open()],
  ['http.clock_skew', { http: http(200, { clockSkewS: -301 }) }, open(), 'our clock is 301 s ahead of'],
  ['http.clock_skew', { http: http(200, { clockSkewS: 121 }) }, open(), 'our clock is 121 s behind'],
  ['http.slow', { http: { ...http(200), durationMs: 2500 } }, open()],
  ['path.not_filtered', {}, open()],
  ['path.ill', {}, ill],
  ['path.product', {}, firewalled()],
  ['path.rule_application', { questions: [answer('dead_address', {})] }, firewalled()],
  [
    'path.rule_network_or_direct',
    { questions: [answer('dead_address', FIN)] },
    firewalled(),
    'a network rule or a route',
  ],
  [
    'path.rule_network_or_direct',
    { dns: dnsOk({ addresses: [private1] }), questions: [answer('dead_address', FIN)] },
    firewalled(),
    'a private endpoint carries it',
  ],
  [
    'path.rule_network_or_direct',
    { target: { scheme: 'http' }, questions: [answer('dead_address', { http: firewall470 }, 1, 'http')] },
    firewalled(),
  ],
  ['path.no_name_proxy', { questions: [answer('dead_address', { tcp: silentTcp })] }, open()],
  ['path.name_decides', { ...FIN, questions: [answer('reachable_address', FIN)] }, firewalled()],
  ['path.name_passes_elsewhere', { ...FIN, questions: [answer('dead_address', {})] }, firewalled()],
  [
    'path.intermittent',
    { ...FIN, questions: [answer('repeat', {}), answer('repeat', FIN, 2)] },
    firewalled(),
    '1 of 3 connections',
  ],
  ['path.repeated', { ...FIN, questions: [answer('repeat', FIN)] }, firewalled(), '2 of 2 connections ended alike'],
  ['path.repeats_differ', { ...FIN, questions: [answer('repeat', RST)] }, firewalled()],
  ['path.unsteady', mustBeDenied({}), firewalled()],
];

describe('a finding', () => {
  test.for(CASES)('%s', ([id, parts, on, says = '']) => {
    const found = findings(evidence(parts), on).find((one) => one.id === id);
    expect(found).toMatchObject({ id, phase: id.split('.')[0], says: expect.stringContaining(says) });
  });

  test('every one has a case, and its id is told once', () => {
    const ids = FINDINGS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...new Set(CASES.map(([id]) => id))].toSorted()).toEqual(ids.toSorted());
  });

  test('a healthy target on a quiet path has none', () => {
    const quiet = path({ canaries: 'silent', mustBeDenied: { dns: dnsFailed('dns.timed_out') } });
    expect(findings(evidence(), quiet)).toEqual([]);
  });
  test('a clock within two minutes is no finding', () => {
    expect(findings(evidence({ http: http(200, { clockSkewS: 120 }) }), path()).map(({ id }) => id)).not.toContain(
      'http.clock_skew',
    );
  });
  test('the verdict carries them all', () => {
    const seen = evidence({ ...FIN, dns: dnsOk({ addresses: [private1] }) });
    expect(classify(seen, firewalled()).findings.map(({ id }) => id)).toEqual([
      'dns.private_answer',
      'tcp.canary_answered',
      'tls.cut_like_must_be_denied',
      'path.product',
    ]);
  });
});
