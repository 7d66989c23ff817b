/** Builders of evidence that show only what matters to a case: everything not named is that of a healthy target on a quiet path. */
import { readPath } from '../../src/classify/read-path.ts';
import type { Answer, Evidence, QuestionKind } from '../../src/model/evidence.ts';
import type { Failure, FailureName } from '../../src/model/failure.ts';
import type { Control, ControlKind, Path } from '../../src/model/path.ts';
import type { Phase } from '../../src/model/phase.ts';
import type {
  Certificate,
  DnsFacts,
  DnsSeen,
  Failed,
  HttpFacts,
  HttpSeen,
  Ok,
  ProxyFacts,
  ProxySeen,
  Skipped,
  Steps,
  TcpFacts,
  TcpSeen,
  TcpStep,
  TlsFacts,
  TlsSeen,
} from '../../src/model/step.ts';
import type { Target } from '../../src/model/target.ts';

export const AT = '2026-11-23T16:40:02.000Z';
export const DEAD = '192.0.2.1';

export function target(over: Partial<Target> = {}): Target {
  const host = over.host ?? 'global.handler.control.monitor.azure.com';
  const scheme = over.scheme ?? 'https';
  const port = over.port ?? (scheme === 'http' ? 80 : 443);
  return {
    name: `${host}:${port}`,
    host,
    port,
    scheme,
    path: '/',
    agents: ['ama'],
    feature: 'configuration',
    required: true,
    tier: 'required',
    effect: 'broken',
    stops: 'AMA cannot fetch its configuration',
    inspection: 'forbidden',
    ...over,
  };
}

// steps ------------------------------------------------------------------------------------------------------------

export const skipped = (because = 'not reached'): Skipped => ({ status: 'skipped', because });

export function dnsOk(over: Partial<DnsFacts> = {}): Ok<DnsFacts> {
  return { status: 'ok', durationMs: 2, facts: dnsFacts(over) };
}
function dnsFacts(over: Partial<DnsFacts>): DnsFacts {
  return {
    source: 'dns',
    resolver: '10.10.0.4:53',
    addresses: [{ address: '20.43.70.102', family: 4, ttl: 60, private: false }],
    answers: [],
    privateLink: false,
    aliases: [],
    ...over,
  };
}
export function dnsFailed(name: FailureName, seen: Partial<DnsSeen> = {}): Failed<DnsSeen> {
  return {
    status: 'failed',
    durationMs: 2,
    failure: { name, phase: 'dns' },
    seen: {
      answers: [],
      privateLink: false,
      aliases: [],
      system: { outcome: 'failed', code: 'ENOTFOUND', durationMs: 2 },
      ...seen,
    },
  };
}

export function tcpOk(address = '20.43.70.102', port = 443, durationMs = 1.1): Ok<TcpFacts> {
  return {
    status: 'ok',
    durationMs,
    facts: { local: { address: '10.10.94.69', port: 51832 }, remote: { address, port } },
  };
}
export function tcpFailed(name: FailureName, failure: Partial<Failure> = {}): Failed<TcpSeen> {
  return {
    status: 'failed',
    durationMs: 5000,
    failure: { name, phase: 'tcp', ...failure },
    seen: { remote: { address: '20.43.70.102', port: 443 } },
  };
}

export function connectFailed(name: FailureName, over: Partial<ProxySeen> = {}): Failed<ProxySeen> {
  return {
    status: 'failed',
    durationMs: 3,
    failure: { name, phase: 'proxy' },
    seen: { authority: 'host:443', headers: [], body: '', bytesReceived: 0, ...over },
  };
}
export const connectOk: Ok<ProxyFacts> = {
  status: 'ok',
  durationMs: 3,
  facts: { authority: 'global.handler.control.monitor.azure.com:443', status: 200 },
};

export function certificate(over: Partial<Certificate> = {}): Certificate {
  return {
    subject: 'CN=leaf',
    issuer: 'CN=Microsoft Azure RSA TLS Issuing CA 04',
    subjectCn: 'leaf',
    issuerCn: 'Microsoft Azure RSA TLS Issuing CA 04',
    issuerOrganization: 'Microsoft Corporation',
    notBefore: '2026-06-01T00:00:00.000Z',
    notAfter: '2027-06-01T00:00:00.000Z',
    fingerprint: '00',
    aki: 'aa04',
    scts: false,
    selfSigned: false,
    urls: [],
    ...over,
  };
}
export const INTERMEDIATE = certificate({
  subject: 'CN=Microsoft Azure RSA TLS Issuing CA 04',
  issuer: 'CN=DigiCert Global Root G2',
  ski: 'aa04',
});
export function tlsOk(over: Partial<TlsFacts> = {}): Ok<TlsFacts> {
  return {
    status: 'ok',
    durationMs: 14,
    facts: {
      hello: { kind: 'small', bytes: 402, serverName: 'global.handler.control.monitor.azure.com' },
      bytesReceived: 4200,
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      chain: [certificate({ scts: true }), INTERMEDIATE],
      chainLength: 2,
      chainEnd: 'public_root',
      anchor: 'CN=DigiCert Global Root G2',
      verification: 'ok',
      nameMatches: true,
      expired: false,
      notYetValid: false,
      ...over,
    },
  };
}
/** A chain that an inspecting CA signed. */
export function inspected(anchor = 'CN=Contoso Inspection CA', over: Partial<TlsFacts> = {}): Ok<TlsFacts> {
  const issuer = { issuer: anchor, aki: 'cc01' };
  return tlsOk({ chainEnd: 'private_root', anchor, chain: [certificate(issuer)], chainLength: 1, ...over });
}

const TLS_ENDS: Readonly<Record<string, Partial<TlsSeen>>> = {
  'tls.closed_after_hello': { end: 'fin' },
  'tls.reset_after_hello': { end: 'rst' },
  'tls.silent_after_hello': { end: 'deadline', endedAfterMs: 8000 },
  'tls.closed_mid_handshake': { end: 'fin', bytesReceived: 1215, serverVersion: 'TLSv1.3' },
  'tls.reset_mid_handshake': { end: 'rst', bytesReceived: 1215, serverVersion: 'TLSv1.3' },
  'tls.stalled_mid_handshake': { end: 'deadline', bytesReceived: 1215, serverVersion: 'TLSv1.3' },
  'tls.unsupported_protocol': { end: 'ours', bytesReceived: 90, serverVersion: 'TLSv1.0' },
};
export function tlsFailed(
  name: FailureName,
  over: Partial<TlsSeen> = {},
  failure: Partial<Failure> = {},
): Failed<TlsSeen> {
  return {
    status: 'failed',
    durationMs: 1.2,
    failure: { name, phase: 'tls', ...failure },
    seen: {
      hello: { kind: 'small', bytes: 402, serverName: 'global.handler.control.monitor.azure.com' },
      bytesReceived: 0,
      firstBytes: '',
      end: 'ours',
      endedAfterMs: 1.1,
      ...TLS_ENDS[name],
      ...over,
    },
  };
}
export const ALERTS: Readonly<Record<number, string>> = {
  40: 'handshake_failure',
  42: 'bad_certificate',
  49: 'access_denied',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  112: 'unrecognized_name',
  116: 'certificate_required',
  120: 'no_application_protocol',
};
export function alertOf(number: number) {
  return { level: 'fatal', number, name: ALERTS[number] ?? `alert_${number}` } as const;
}
export function alerted(number: number, over: Partial<TlsSeen> = {}): Failed<TlsSeen> {
  const alert = alertOf(number);
  return tlsFailed(`tls.alert.${alert.name}`, { end: 'alert', alert, bytesReceived: 7, ...over });
}
/** Bytes that are no TLS. */
export function plaintext(text: string): Failed<TlsSeen> {
  return tlsFailed('tls.not_tls', {
    firstBytes: [...text].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join(''),
    bytesReceived: text.length,
    end: 'fin',
  });
}

export function http(status: number, over: Partial<HttpFacts> = {}): Ok<HttpFacts> {
  return {
    status: 'ok',
    durationMs: 9,
    facts: {
      method: 'GET',
      path: '/',
      bytesReceived: 300,
      status,
      headers: [],
      body: '',
      interim: 0,
      bodyComplete: true,
      ...over,
    },
  };
}
export function httpFailed(
  name: FailureName,
  over: Partial<HttpSeen> = {},
  failure: Partial<Failure> = {},
): Failed<HttpSeen> {
  return {
    status: 'failed',
    durationMs: 9,
    failure: { name, phase: 'http', ...failure },
    seen: { method: 'GET', path: '/', bytesReceived: 0, headers: [], body: '', ...over },
  };
}
/** What Azure Firewall answers to plain HTTP that no rule allows. */
export const firewall470 = httpFailed('http.firewall_denied', {
  status: 470,
  body: 'Action: Deny. Reason: No rule matched. Proceeding with default action.',
  bytesReceived: 260,
});

// flows ------------------------------------------------------------------------------------------------------------

/** A whole flow: what follows a step that failed is skipped; plain HTTP has no TLS, and `tcp` no HTTP. */
export function flow(over: Partial<Steps> = {}, scheme: Target['scheme'] = 'https'): Steps {
  const steps: { -readonly [P in Phase]: Steps[P] } = {
    dns: over.dns ?? dnsOk(),
    tcp: over.tcp ?? tcpOk(),
    proxy: over.proxy ?? skipped('direct'),
    tls: over.tls ?? (scheme === 'https' ? tlsOk() : skipped('plain')),
    http: over.http ?? (scheme === 'tcp' ? httpFailed('http.silent_service', { method: 'none' }) : http(200)),
  };
  if (steps.dns.status === 'failed') steps.tcp = skipped('dns failed');
  if (steps.tcp.status !== 'ok') steps.proxy = skipped('tcp failed');
  const broken = steps.tcp.status !== 'ok' || steps.proxy.status === 'failed';
  if (broken) steps.tls = skipped('an earlier phase failed');
  if (broken || steps.tls.status === 'failed') steps.http = skipped('an earlier phase failed');
  return steps;
}

export interface EvidenceParts extends Partial<Steps> {
  readonly target?: Partial<Target>;
  readonly questions?: readonly Answer[];
}
export function evidence({ target: about, questions = [], ...steps }: EvidenceParts = {}): Evidence {
  const whole = target(about);
  return { target: whole, probedAt: AT, durationMs: 20, steps: flow(steps, whole.scheme), questions };
}
export function answer(
  kind: QuestionKind,
  steps: Partial<Steps>,
  round = 1,
  scheme: Target['scheme'] = 'https',
): Answer {
  return { kind, round, askedAt: AT, steps: flow(steps, scheme) };
}

// paths ------------------------------------------------------------------------------------------------------------

export function control(kind: ControlKind, over: Partial<Control> = {}): Control {
  return { kind, host: 'example.com', port: 443, probedAt: AT, steps: flow(), ...over };
}
export function canary(port: number, tcp: TcpStep, odd = false): Control {
  const steps = { dns: skipped('the address was given'), tcp, proxy: skipped(), tls: skipped(), http: skipped() };
  return control('canary', { host: '', port, dialled: { address: DEAD, port }, ...(odd && { odd: true }), steps });
}
export const silentTcp: TcpStep = tcpFailed('tcp.timed_out');

export interface PathParts {
  /** Ports on which the canary connects, is silent, or (odd) shows that it is void. */
  readonly canaries?: 'answered' | 'silent' | 'refused' | 'void' | 'not_asked';
  readonly ports?: readonly number[];
  /** How the must-be-denied name fared; absent: it was not asked. */
  readonly mustBeDenied?: Partial<Steps>;
  /** The same over plain HTTP. */
  readonly port80?: Partial<Steps>;
  readonly controls?: readonly Control[];
  /** The other targets of the run. */
  readonly among?: readonly Evidence[];
  readonly firewallExpected?: boolean;
  readonly proxied?: boolean;
}

/** Read from controls by the code itself: a reading that cannot come about is no case. */
export function path(parts: PathParts = {}): Path {
  const { canaries = 'answered', ports = [80, 443], mustBeDenied, port80, controls = [], among = [] } = parts;
  const outcome = canaries === 'silent' ? silentTcp : canaries === 'refused' ? tcpFailed('tcp.refused') : undefined;
  const all = [
    ...(canaries === 'not_asked' ? [] : ports.map((port) => canary(port, outcome ?? tcpOk(DEAD, port)))),
    ...(canaries === 'not_asked' ? [] : [canary(47613, canaries === 'void' ? tcpOk(DEAD, 47613) : silentTcp, true)]),
    ...(mustBeDenied ? [control('must_be_denied', { steps: flow(mustBeDenied) })] : []),
    ...(port80 ? [control('port_80', { port: 80, steps: flow(port80, 'http') })] : []),
    ...controls,
  ];
  const { firewallExpected = false, proxied = false } = parts;
  return readPath(all, among, { firewallExpected, proxied });
}

export const FIN: Partial<Steps> = { tls: tlsFailed('tls.closed_after_hello') };
export const RST: Partial<Steps> = { tls: tlsFailed('tls.reset_after_hello') };
export const SILENT: Partial<Steps> = { tls: tlsFailed('tls.silent_after_hello') };
/** Azure Firewall as documented: answers for everybody, cuts after ClientHello, and says 470 on port 80. */
export const firewalled = (parts: PathParts = {}): Path =>
  path({ mustBeDenied: FIN, port80: { http: firewall470 }, ...parts });
/** No filter: the canary is silent and the name that must be denied passes. */
export const open = (parts: PathParts = {}): Path =>
  path({ canaries: 'silent', mustBeDenied: {}, port80: {}, ...parts });
