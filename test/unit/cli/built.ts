/** Results built by hand: each test names only what matters to it. */
import type { Answer, Evidence } from '../../../src/model/evidence.ts';
import type { Control, Path } from '../../../src/model/path.ts';
import type { RunResult, TargetResult } from '../../../src/model/run.ts';
import type { DnsStep, HttpStep, Steps, TcpStep, TlsFacts, TlsSeen, TlsStep } from '../../../src/model/step.ts';
import type { Target } from '../../../src/model/target.ts';
import { STATES, type State, type Verdict } from '../../../src/model/verdict.ts';

export const AT = '2026-11-23T16:40:02.000Z';

export function targetOf(host: string, given: Partial<Target> = {}): Target {
  return {
    name: host,
    host,
    port: 443,
    scheme: 'https',
    path: '/ping',
    agents: ['ama'],
    feature: 'configuration',
    required: true,
    tier: 'required',
    effect: 'broken',
    stops: 'AMA cannot fetch its data collection rules',
    inspection: 'forbidden',
    ...given,
  };
}

export const dnsOk = (address = '20.43.70.102'): DnsStep => ({
  status: 'ok',
  durationMs: 2,
  facts: {
    source: 'dns',
    resolver: '10.10.0.4:53',
    addresses: [{ address, family: 4, ttl: 60, private: false }],
    answers: [],
    aliases: [],
    privateLink: false,
  },
});
export const tcpOk = (address = '20.43.70.102', port = 443): TcpStep => ({
  status: 'ok',
  durationMs: 1.1,
  facts: { local: { address: '10.10.94.69', port: 51832 }, remote: { address, port } },
});
export const tcpTimedOut = (address: string, port: number): TcpStep => ({
  status: 'failed',
  durationMs: 5001,
  failure: { name: 'tcp.timed_out', phase: 'tcp' },
  seen: { remote: { address, port } },
});
export const tlsCut = (seen: Partial<TlsSeen> = {}): TlsStep => ({
  status: 'failed',
  durationMs: 1.2,
  failure: { name: 'tls.closed_after_hello', phase: 'tls', code: 'ECONNRESET' },
  seen: {
    hello: { kind: 'small', bytes: 402, serverName: 'a name' },
    bytesReceived: 0,
    firstBytes: '',
    end: 'fin',
    endedAfterMs: 1.2,
    ...seen,
  },
});
export const tlsOk = (facts: Partial<TlsFacts> = {}): TlsStep => ({
  status: 'ok',
  durationMs: 14,
  facts: {
    hello: { kind: 'small', bytes: 402, serverName: 'a name' },
    bytesReceived: 4000,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    chain: [
      {
        subject: 'CN=*.azure.com',
        issuer: 'CN=Microsoft Azure RSA TLS Issuing CA 04',
        subjectCn: '*.azure.com',
        issuerCn: 'Microsoft Azure RSA TLS Issuing CA 04',
        issuerOrganization: 'Microsoft Corporation',
        notBefore: '2026-01-01T00:00:00.000Z',
        notAfter: '2027-01-01T00:00:00.000Z',
        fingerprint: 'ab'.repeat(32),
        scts: true,
        selfSigned: false,
        urls: [],
      },
    ],
    chainLength: 1,
    chainEnd: 'public_root',
    anchor: 'CN=DigiCert Global Root G2',
    verification: 'ok',
    nameMatches: true,
    expired: false,
    notYetValid: false,
    ...facts,
  },
});
export const httpOk = (status = 200, body = 'Healthy'): HttpStep => ({
  status: 'ok',
  durationMs: 9,
  facts: {
    method: 'GET',
    path: '/ping',
    bytesReceived: 200,
    headers: [],
    body,
    status,
    interim: 0,
    bodyMatches: true,
    bodyComplete: true,
  },
});
const skipped = (because: string) => ({ status: 'skipped', because }) as const;

export const healthy = (given: Partial<Steps> = {}): Steps => ({
  dns: dnsOk(),
  tcp: tcpOk(),
  proxy: skipped('direct'),
  tls: tlsOk(),
  http: httpOk(),
  ...given,
});
export const cut = (given: Partial<Steps> = {}): Steps => ({
  dns: dnsOk(),
  tcp: tcpOk(),
  proxy: skipped('direct'),
  tls: tlsCut(),
  http: skipped('the handshake did not complete'),
  ...given,
});

export const repeat = (steps: Steps, round = 1): Answer => ({ kind: 'repeat', round, askedAt: AT, steps });

export function evidenceOf(target: Target, steps: Steps, questions: readonly Answer[] = []): Evidence {
  return { target, probedAt: AT, durationMs: 20, steps, questions };
}

export function controlsOf(denied: Steps = cut()): readonly Control[] {
  const dead = (tcp: TcpStep): Steps => ({
    dns: skipped('an address is dialled'),
    tcp,
    proxy: skipped('direct'),
    tls: skipped('only TCP is asked'),
    http: skipped('only TCP is asked'),
  });
  return [
    {
      kind: 'canary',
      host: '',
      port: 443,
      dialled: { address: '192.0.2.1', port: 443 },
      probedAt: AT,
      steps: dead(tcpOk('192.0.2.1', 443)),
    },
    {
      kind: 'canary',
      host: '',
      port: 47613,
      odd: true,
      dialled: { address: '192.0.2.1', port: 47613 },
      probedAt: AT,
      steps: dead(tcpTimedOut('192.0.2.1', 47613)),
    },
    { kind: 'must_be_denied', host: 'example.com', port: 443, probedAt: AT, steps: denied },
  ];
}

export const PATH: Path = {
  controls: controlsOf(),
  across: { targets: 1, proven: 0, cutLikeMustBeDenied: 1, proofs: [], privateIssuers: [], publicIssuers: [] },
  reading: {
    ports: [{ port: 443, canary: 'answered' }],
    intercepted: 'yes',
    filtered: 'yes',
    fingerprint: { host: 'example.com', port: 443, scheme: 'https', end: 'fin', bytesReceived: 0, endedAfterMs: 1.1 },
    ill: [],
    says: [
      '192.0.2.1:443 connects, and nothing is there: something on this path answers handshakes for others.',
      'On port 443 a TCP test proves nothing here, unless a network rule allows the host.',
    ],
  },
  firewallExpected: false,
  proxied: false,
};

export function resultOf(evidence: Evidence, verdict: Partial<Verdict> = {}): TargetResult {
  const { name, host, port, scheme, path, agents, feature, required, tier } = evidence.target;
  return {
    target: { name, host, port, scheme, path, agents, feature, required, tier },
    state: 'reachable',
    cause: 'far_end.proven',
    rule: 'far-end-proven',
    confidence: 'certain',
    alternatives: [],
    settle: [],
    effect: 'none',
    phase: 'http',
    truth: '200 Healthy, Microsoft Azure RSA TLS Issuing CA 04',
    because: 'the far end proved itself',
    remedy: '',
    findings: [],
    tcpTestSucceeded: evidence.steps.tcp.status === 'ok',
    tcpMisleads: false,
    ...verdict,
    evidence,
  };
}

export const DENIED: Partial<Verdict> = {
  state: 'denied',
  cause: 'denied.by_name_filter',
  rule: 'cut-as-must-be-denied',
  confidence: 'likely',
  alternatives: ['down/upstream.unreachable_from_firewall', 'down/tls.closed_by_far_end'],
  settle: ["the firewall's log for this name, the probe's subnet and this time"],
  effect: 'broken',
  phase: 'tls',
  truth: 'cut after ClientHello, 0 bytes back (FIN)',
  because: 'TCP was completed, and a name filter refused the name',
  remedy: 'Allow the name for the subnets of the probe and the agents. An earlier deny wins.',
  findings: [{ id: 'tls.cut', phase: 'tls', says: 'cut after ClientHello, as example.com is' }],
  tcpMisleads: true,
};

export function runOf(results: readonly TargetResult[], given: Partial<RunResult['run']> = {}): RunResult {
  const count = (state: State): number => results.filter((one) => one.state === state).length;
  const failed = results.filter(({ state }) => state !== 'reachable');
  const byState = Object.fromEntries(STATES.map((state) => [state, count(state)])) as Record<State, number>;
  return {
    schemaVersion: 1,
    run: {
      id: '5b0c1e36-0000-4000-8000-000000000000',
      startedAt: AT,
      durationMs: 1400,
      vantage: 'hub-we',
      vantageSubnet: '10.10.94.0/24',
      simulated: false,
      pastDue: false,
      version: '0.1.0',
      rulesVersion: 1,
      catalogVersion: '2026-11-24',
      path: PATH,
      ill: [],
      followUps: { asked: 0, carriedOver: 0, durationMs: 0 },
      ...given,
    },
    summary: {
      targets: results.length,
      byState,
      misleading: failed.filter((one) => one.tcpTestSucceeded).length,
      rootCauses:
        failed.length === 0
          ? []
          : [
              {
                id: 'denied.by_name_filter',
                state: 'denied',
                says: `${failed.length} targets: TCP connects, and then a name filter refuses the names.`,
                stops: ['AMA cannot fetch its data collection rules'],
                remedy: 'Allow them on the device that filters names. An earlier deny wins.',
                targets: failed.map(({ target }) => target.name),
              },
            ],
    },
    results,
  };
}

const WORKSPACE = '11111111-2222-3333-4444-555555555555.ods.opinsights.azure.com';

/** A run as people meet it: several agents, long names, ports, a mixture of states. */
export function mixedRun(): RunResult {
  const ama = targetOf('global.handler.control.monitor.azure.com');
  const ods = targetOf(WORKSPACE, { path: '/' });
  const shared = targetOf('oneocsp.microsoft.com', {
    name: 'oneocsp.microsoft.com:80',
    port: 80,
    scheme: 'http',
    agents: ['ama', 'cma'],
  });
  const cma = targetOf('gbl.his.arc.azure.com', { agents: ['cma'] });
  const own = targetOf('10.1.2.3', { name: 'jump host', port: 3389, scheme: 'tcp', agents: [], required: false });
  return runOf([
    resultOf(evidenceOf(ama, cut(), [repeat(cut()), repeat(cut(), 2)]), DENIED),
    resultOf(evidenceOf(ods, healthy())),
    resultOf(evidenceOf(shared, healthy({ tls: skipped('the target speaks plain HTTP') })), {
      truth: '200, OCSP',
    }),
    resultOf(
      evidenceOf(cma, healthy({ tls: tlsOk({ chainEnd: 'private_root', anchor: 'CN=Contoso Inspection CA' }) })),
      {
        state: 'intercepted',
        truth: 'certificate by "Contoso Inspection CA"',
        effect: 'degraded',
        tcpMisleads: true,
      },
    ),
    resultOf(evidenceOf(own, healthy({ tls: skipped('scheme tcp'), http: skipped('scheme tcp') })), {
      state: 'inconclusive',
      truth: 'connected, and nothing was said',
      effect: 'unknown',
    }),
  ]);
}

/** Replaces every text by one that attacks a terminal, so that a formatter that forgets any field is caught. */
export const ATTACK = 'a\u001b[2J\u001b]0;owned\u0007b\r\nPath    all is well\u202egnp.exe\u009b31m\u0000';
export function poisoned<T>(value: T, kept: readonly string[]): T {
  const walk = (inner: unknown, key: string): unknown => {
    if (typeof inner === 'string') return kept.includes(key) ? inner : ATTACK;
    if (Array.isArray(inner)) return inner.map((one) => walk(one, key));
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, walk(one, name)]));
  };
  return walk(value, '') as T;
}
