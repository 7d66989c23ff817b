/** A run with a healthy target, a denied one and two controls, as a firewalled path gives it. */
import type { Evidence } from '../../../src/model/evidence.ts';
import type { RunFacts, RunResult, TargetResult } from '../../../src/model/run.ts';
import type { Certificate, Steps } from '../../../src/model/step.ts';
import type { Target } from '../../../src/model/target.ts';

export const RUN_ID = '0b8f3c1e-7d0a-4f43-9a55-6f3b8f0f5a11';
const AT = '2026-11-24T10:00:01.234Z';

const healthyTarget: Target = {
  name: 'ama-ods-6a7b8c9d-0e1f-4a2b-8c3d-4e5f6a7b8c9d',
  host: '6a7b8c9d-0e1f-4a2b-8c3d-4e5f6a7b8c9d.ods.opinsights.azure.com',
  port: 443,
  scheme: 'https',
  path: '/',
  agents: ['ama', 'cma'],
  feature: 'log collection',
  required: true,
  tier: 'required',
  effect: 'broken',
  stops: 'logs do not arrive in the workspace',
  inspection: 'forbidden',
  privateLinkZone: 'privatelink.ods.opinsights.azure.com',
};
const deniedTarget: Target = {
  ...healthyTarget,
  name: 'ama-handler-control',
  host: 'global.handler.control.monitor.azure.com',
  expect: { status: [200, 404], body: 'ok' },
  stops: 'the agent gets no configuration',
};

export function certificate(name: string, issuer: string, urls: readonly string[] = []): Certificate {
  return {
    subject: `CN=${name}, O=Microsoft Corporation, C=US`,
    issuer: `CN=${issuer}, O=Microsoft Corporation, C=US`,
    subjectCn: name,
    issuerCn: issuer,
    issuerOrganization: 'Microsoft Corporation',
    notBefore: '2026-09-01T00:00:00.000Z',
    notAfter: '2027-02-28T23:59:59.000Z',
    fingerprint: 'ab'.repeat(32),
    ski: 'cd'.repeat(20),
    aki: 'ef'.repeat(20),
    scts: true,
    selfSigned: false,
    urls,
  };
}

const dns: Steps['dns'] = {
  status: 'ok',
  durationMs: 12.345_67,
  facts: {
    answers: [
      {
        resolver: '10.10.0.4:53',
        question: 'A',
        transport: 'udp',
        rcode: 'NOERROR',
        addresses: ['20.50.68.130'],
        aliases: [{ from: 'a', to: 'b' }],
        durationMs: 12.1,
      },
    ],
    system: { outcome: 'not_asked', because: 'no surprise' },
    privateLink: false,
    aliases: [{ from: 'a', to: 'b' }],
    source: 'dns',
    resolver: '10.10.0.4:53',
    addresses: [{ address: '20.50.68.130', family: 4, ttl: 60, private: false }],
  },
};
const tcp: Steps['tcp'] = {
  status: 'ok',
  durationMs: 1.23,
  facts: { local: { address: '10.20.0.5', port: 50_123 }, remote: { address: '20.50.68.130', port: 443 } },
};
const direct: Steps['proxy'] = { status: 'skipped', because: 'direct' };

export const healthySteps: Steps = {
  dns,
  tcp,
  proxy: direct,
  tls: {
    status: 'ok',
    durationMs: 45.678,
    facts: {
      hello: { kind: 'small', bytes: 387, serverName: healthyTarget.host },
      bytesReceived: 5321,
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      chain: [
        certificate('*.ods.opinsights.azure.com', 'Microsoft Azure RSA TLS Issuing CA 03', [
          'http://crl.example/1.crl',
        ]),
        certificate('Microsoft Azure RSA TLS Issuing CA 03', 'DigiCert Global Root G2'),
      ],
      chainLength: 2,
      chainEnd: 'public_root',
      anchor: 'CN=DigiCert Global Root G2, OU=www.digicert.com, O=DigiCert Inc, C=US',
      verification: 'ok',
      nameMatches: true,
      expired: false,
      notYetValid: false,
    },
  },
  http: {
    status: 'ok',
    durationMs: 23.4,
    facts: {
      method: 'GET',
      path: '/',
      bytesReceived: 321,
      status: 404,
      headers: [['Date', 'Tue, 24 Nov 2026 10:00:01 GMT']],
      body: '',
      interim: 0,
      clockSkewS: 0,
      bodyComplete: true,
    },
  },
};

export const deniedSteps: Steps = {
  dns,
  tcp,
  proxy: direct,
  tls: {
    status: 'failed',
    durationMs: 8.9,
    failure: { name: 'tls.closed_after_hello', phase: 'tls', code: 'ECONNRESET', message: 'disconnected' },
    seen: {
      hello: { kind: 'small', bytes: 387, serverName: deniedTarget.host },
      bytesReceived: 0,
      firstBytes: '',
      end: 'fin',
      endedAfterMs: 8.123,
    },
  },
  http: { status: 'skipped', because: 'tls failed' },
};

export function evidence(target: Target, steps: Steps, more: Partial<Evidence> = {}): Evidence {
  return { target, probedAt: AT, durationMs: 83.212_3, steps, questions: [], ...more };
}

function targetFacts({ name, host, port, scheme, path, agents, feature, required, tier }: Target) {
  return { name, host, port, scheme, path, agents, feature, required, tier };
}

export const healthy: TargetResult = {
  target: targetFacts(healthyTarget),
  state: 'reachable',
  cause: 'tls.proven',
  rule: 'reachable.public_chain',
  confidence: 'certain',
  alternatives: [],
  settle: [],
  effect: 'none',
  phase: 'http',
  truth: 'the far end proved its name',
  because: 'The chain ends in a public root and is valid for the name.',
  remedy: '',
  findings: [
    { id: 'dns.public_answer', phase: 'dns', says: 'DNS gave a public address.' },
    { id: 'tls.public_chain', phase: 'tls', says: 'The chain ends in DigiCert Global Root G2.' },
    { id: 'path.application_rule', phase: 'path', says: 'An application rule allows the name.' },
  ],
  tcpTestSucceeded: true,
  tcpMisleads: false,
  evidence: evidence(healthyTarget, healthySteps),
};

export const denied: TargetResult = {
  target: targetFacts(deniedTarget),
  state: 'denied',
  cause: 'name_filter.cut_like_must_be_denied',
  rule: 'denied.like_must_be_denied',
  confidence: 'likely',
  alternatives: ['down/firewall_cannot_reach'],
  settle: ['the log of the firewall: AZFWApplicationRule'],
  effect: 'broken',
  phase: 'tls',
  truth: 'cut after ClientHello, 0 bytes back',
  because: 'It was cut just as the name that must be denied.',
  remedy: 'Allow global.handler.control.monitor.azure.com:443 on the device that filters names.',
  findings: [{ id: 'tls.cut_after_hello', phase: 'tls', says: 'Cut 8 ms after the ClientHello.' }],
  tcpTestSucceeded: true,
  tcpMisleads: true,
  evidence: evidence(deniedTarget, deniedSteps, {
    questions: [
      { kind: 'repeat', round: 1, askedAt: AT, steps: deniedSteps },
      {
        kind: 'dead_address',
        round: 1,
        askedAt: AT,
        dialled: { address: '192.0.2.1', port: 443 },
        serverName: deniedTarget.host,
        hello: 'small',
        steps: deniedSteps,
      },
      {
        kind: 'system_resolver',
        round: 1,
        askedAt: AT,
        system: { outcome: 'addresses', addresses: ['20.50.68.130'], durationMs: 3 },
      },
    ],
  }),
};

export const run: RunFacts = {
  id: RUN_ID,
  startedAt: '2026-11-24T10:00:00.000Z',
  durationMs: 12_345.678,
  vantage: 'spoke-prod-weu-01',
  vantageSubnet: '10.20.0.0/27',
  simulated: false,
  pastDue: false,
  version: '0.1.0',
  rulesVersion: 1,
  catalogVersion: '2026-11-24',
  path: {
    controls: [
      {
        kind: 'canary',
        host: '',
        dialled: { address: '192.0.2.1', port: 443 },
        port: 443,
        probedAt: AT,
        steps: {
          ...deniedSteps,
          dns: { status: 'skipped', because: 'an address' },
          tls: { status: 'skipped', because: 'a canary' },
        },
      },
      { kind: 'must_be_denied', host: 'example.com', port: 443, probedAt: AT, steps: deniedSteps },
    ],
    across: {
      targets: 2,
      proven: 1,
      cutLikeMustBeDenied: 1,
      proofs: [{ name: healthyTarget.name, host: healthyTarget.host, address: '20.50.68.130', port: 443 }],
      privateIssuers: [],
      publicIssuers: [{ subject: 'CN=Microsoft Azure RSA TLS Issuing CA 03', ski: 'cd'.repeat(20) }],
    },
    reading: {
      ports: [{ port: 443, canary: 'answered' }],
      intercepted: 'yes',
      filtered: 'yes',
      fingerprint: { host: 'example.com', port: 443, scheme: 'https', end: 'fin', bytesReceived: 0, endedAfterMs: 8 },
      product: 'azure_firewall',
      ill: [],
      says: ['Something on the path answers handshakes for others on port 443.'],
    },
    firewallExpected: true,
    proxied: false,
  },
  ill: [],
  followUps: { asked: 3, carriedOver: 0, durationMs: 321 },
};

export const sample: RunResult = {
  schemaVersion: 1,
  run,
  summary: {
    targets: 2,
    byState: {
      reachable: 1,
      denied: 1,
      blocked: 0,
      intercepted: 0,
      incompatible: 0,
      rejected: 0,
      unresolved: 0,
      down: 0,
      inconclusive: 0,
    },
    misleading: 1,
    rootCauses: [
      {
        id: 'denied.name_filter',
        state: 'denied',
        says: 'One name is denied.',
        stops: ['the agent gets no configuration'],
        remedy: 'Allow it.',
        targets: [deniedTarget.name],
      },
    ],
  },
  results: [healthy, denied],
};
