/** Arbitrary evidence and paths: whatever combination of steps, questions and controls may come, sensible or not. */
import fc from 'fast-check';
import { readPath } from '../../../src/classify/read-path.ts';
import { type Answer, type Evidence, QUESTION_KINDS } from '../../../src/model/evidence.ts';
import { FAILURES, type FailureName } from '../../../src/model/failure.ts';
import { CONTROL_KINDS, type Control, type Path } from '../../../src/model/path.ts';
import { CHAIN_ENDS, type Steps } from '../../../src/model/step.ts';
import { EFFECTS, INSPECTION, SCHEMES, type Target } from '../../../src/model/target.ts';
import {
  ALERTS,
  AT,
  alerted,
  alertOf,
  certificate,
  connectFailed,
  connectOk,
  DEAD,
  dnsFailed,
  dnsOk,
  http,
  httpFailed,
  plaintext,
  skipped,
  target,
  tcpFailed,
  tcpOk,
  tlsFailed,
  tlsOk,
} from '../../support/evidence.ts';

const of = (phase: string): readonly FailureName[] => FAILURES.filter((name) => name.startsWith(`${phase}.`));
const failureOf = (phase: string) => fc.constantFrom(...of(phase));
const alertNumber = fc.constantFrom(...Object.keys(ALERTS).map(Number));
const instrument = fc.option(fc.constant({ instrument: true as const, code: 'EMFILE' }), { nil: undefined, freq: 12 });
const body = fc.constantFrom(
  '',
  'Healthy',
  'Action: Deny. Reason: No rule matched. Proceeding with default action.',
  'access over private link only',
  '<html>This page is blocked by your organization</html>',
);
const status = fc.constantFrom(200, 204, 302, 400, 401, 403, 404, 407, 421, 470, 500, 502, 503, 511);

const dns = fc.oneof(
  fc.constantFrom(dnsOk(), dnsOk({ source: 'system' }), dnsOk({ privateLink: true }), skipped('the address was given')),
  failureOf('dns').map((name) => dnsFailed(name)),
  failureOf('dns').map((name) =>
    dnsFailed(name, { privateLink: true, system: { outcome: 'addresses', addresses: ['1.2.3.4'], durationMs: 1 } }),
  ),
);
const tcp = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(tcpOk(), tcpOk('10.0.0.5'), skipped()) },
  { weight: 1, arbitrary: fc.tuple(failureOf('tcp'), instrument).map(([name, ours]) => tcpFailed(name, ours)) },
);
const proxy = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(skipped('direct'), connectOk) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(failureOf('proxy'), status, body)
      .map(([name, code, text]) => connectFailed(name, { status: code, body: text })),
  },
);
const tlsThatFails = fc.oneof(
  fc
    .tuple(failureOf('tls'), fc.nat(3000), instrument)
    .map(([name, bytesReceived, ours]) => tlsFailed(name, { bytesReceived }, ours)),
  failureOf('tls').map((name) => tlsFailed(name)),
  fc
    .tuple(alertNumber, fc.boolean())
    .map(([number, late]) => alerted(number, late ? { serverVersion: 'TLSv1.2', bytesReceived: 2070 } : {})),
  fc.constantFrom(
    plaintext('HTTP/1.1 200 OK\r\n\r\n'),
    plaintext('SSH-2.0-x'),
    plaintext('HTTP/1.1 470 status code 470\r\n'),
  ),
);
/** Every completed handshake but one that proves the far end. */
const tlsWithoutProof = fc
  .record({
    chainEnd: fc.constantFrom(...CHAIN_ENDS),
    nameMatches: fc.boolean(),
    expired: fc.boolean(),
    notYetValid: fc.boolean(),
    anchor: fc.constantFrom('CN=A', 'CN=B'),
    cipher: fc.constantFrom('TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'),
    scts: fc.boolean(),
  })
  .filter(
    ({ chainEnd, nameMatches, expired, notYetValid }) =>
      !(chainEnd === 'public_root' && nameMatches && !expired && !notYetValid),
  )
  .map(({ scts, ...facts }) => tlsOk({ ...facts, chain: [certificate({ scts, issuer: facts.anchor })] }));
const tlsProven = fc
  .constantFrom('TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256')
  .map((cipher) => tlsOk({ cipher }));

const httpAnswered = fc
  .tuple(status, body, fc.constantFrom<'crl' | undefined>('crl', undefined), fc.integer({ min: -9999, max: 9999 }))
  .map(([code, text, proof, clockSkewS]) => http(code, { body: text, clockSkewS, ...(proof && { proof }) }));
const httpThatFails = fc.oneof(
  fc.tuple(failureOf('http'), instrument).map(([name, ours]) => httpFailed(name, {}, ours)),
  alertNumber.map((number) => httpFailed(`http.alert.${alertOf(number).name}`, { alert: alertOf(number) })),
  fc.constant(httpFailed('http.silent_service', { method: 'none' })),
);
const httpSpoken = fc.constant(http(0, { method: 'none', bytesReceived: 20 }));

/** Steps that need not follow from each other: judging must hold for whatever is read from a file, too. */
const anySteps: fc.Arbitrary<Steps> = fc.record({
  dns,
  tcp,
  proxy,
  tls: fc.oneof(tlsThatFails, tlsWithoutProof, tlsProven, fc.constant(skipped())),
  http: fc.oneof(httpAnswered, httpThatFails, httpSpoken, fc.constant(skipped())),
});
/** Nothing in them was said by the far end itself, for all that can be known. */
export const stepsWithoutProof: fc.Arbitrary<Steps> = fc.record({
  dns,
  tcp,
  proxy,
  tls: fc.oneof(tlsThatFails, tlsWithoutProof, fc.constant(skipped())),
  http: fc.oneof(httpAnswered, httpThatFails, fc.constant(skipped())),
});
/** As a prober makes them: after a failure everything is skipped. */
export const resetAfterHandshake: fc.Arbitrary<Steps> = fc.record({
  dns: fc.constant(dnsOk()),
  tcp: fc.constant(tcpOk()),
  proxy: fc.constantFrom(skipped('direct'), connectOk),
  tls: fc.oneof(tlsProven, tlsWithoutProof),
  http: fc.constant(httpFailed('http.reset')),
});

export const targets: fc.Arbitrary<Target> = fc
  .record({
    host: fc.constantFrom('a.monitor.azure.com', 'login.microsoftonline.com', 'www.contoso.com', '20.43.70.102'),
    port: fc.constantFrom(80, 443, 8443),
    scheme: fc.constantFrom(...SCHEMES),
    inspection: fc.constantFrom(...INSPECTION),
    effect: fc.constantFrom(...EFFECTS),
    required: fc.boolean(),
    expecting: fc.boolean(),
    proxied: fc.boolean(),
    number: fc.nat(9999),
  })
  .map(({ expecting, proxied, number, ...over }) =>
    target({
      ...over,
      name: `target-${number}`,
      ...(expecting && { expect: { status: [200], body: 'Healthy' } }),
      ...(proxied && number % 5 === 0 && { proxy: 'http://10.0.0.1:8443' }),
    }),
  );

const answers: fc.Arbitrary<readonly Answer[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...QUESTION_KINDS),
    round: fc.integer({ min: 1, max: 6 }),
    steps: anySteps,
    askedAt: fc.constant(AT),
  }),
  { maxLength: 8 },
);

export function evidences(
  steps: fc.Arbitrary<Steps> = anySteps,
  about: fc.Arbitrary<Target> = targets,
  questions: fc.Arbitrary<readonly Answer[]> = answers,
): fc.Arbitrary<Evidence> {
  return fc.record({ target: about, probedAt: fc.constant(AT), durationMs: fc.constant(20), steps, questions });
}

const controls: fc.Arbitrary<readonly Control[]> = fc.array(
  fc
    .record({
      kind: fc.constantFrom(...CONTROL_KINDS),
      port: fc.constantFrom(80, 443, 8443, 47613),
      steps: anySteps,
      dead: fc.boolean(),
    })
    .map(
      ({ kind, port, steps, dead }): Control => ({
        kind,
        host: kind === 'canary' ? '' : 'example.com',
        port,
        steps,
        probedAt: AT,
        ...((dead || kind === 'canary') && { dialled: { address: DEAD, port } }),
        ...(port === 47613 && { odd: true as const }),
      }),
    ),
  { maxLength: 8 },
);

export const paths: fc.Arbitrary<Path> = fc
  .record({
    controls,
    among: fc.array(evidences(), { maxLength: 4 }),
    firewallExpected: fc.boolean(),
    proxied: fc.boolean(),
  })
  .map(({ controls: all, among, ...settings }) => readPath(all, among, settings));
