import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Action, HostEntry, World } from '../../../src/simulator/world.ts';
import { running, securely } from './clients.ts';

const HOST = 'a.contoso.test';
const inspected = (
  host: HostEntry = {},
  inspection: World['inspection'] = {},
  action: Action = { do: 'inspect' },
): World => ({ hosts: { [HOST]: host }, firewall: { allow: [], names: { [HOST]: action } }, inspection });

test('the client gets a certificate for the name by the inspecting CA, TLS 1.2 at most, and the far end behind it answers', async () => {
  const run = await running(inspected());
  const seen = await securely(run, '192.0.2.1', HOST, { path: '/ping' });
  expect(seen).toMatchObject({
    protocol: 'TLSv1.2',
    issuer: 'Contoso Inspection CA',
    sent: [HOST, 'Contoso Inspection CA'],
    verification: 'SELF_SIGNED_CERT_IN_CHAIN',
    answer: expect.stringMatching(/^HTTP\/1.1 200 .*Healthy$/s),
  });
  expect(run.simulation.journal).toMatchObject([{ action: 'Allow', tlsInspected: true, protocol: 'HTTP/1.1' }]);
  const trusting = await securely(run, '192.0.2.1', HOST, { ca: run.simulation.inspectionCa });
  expect(trusting).toMatchObject({ verification: 'ok' });
});

test('the CA may have a name of its own, may have expired, and may not be sent', async () => {
  const expired = await running(inspected({}, { name: 'Fabrikam TLS Proxy', expired: true }));
  expect(new X509Certificate(expired.simulation.inspectionCa).validToDate.getTime()).toBeLessThan(Date.UTC(2021, 0));
  const trusted = { ca: expired.simulation.inspectionCa };
  expect(await securely(expired, '192.0.2.1', HOST, trusted)).toMatchObject({
    issuer: 'Fabrikam TLS Proxy',
    verification: 'CERT_HAS_EXPIRED',
  });
  const bare = await running(inspected({}, { sends: 'leaf' }));
  expect(await securely(bare, '192.0.2.1', HOST)).toMatchObject({
    sent: [HOST],
    verification: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  });
});

test('a URL may be denied inside: 470 within TLS, and a row of its own', async () => {
  const run = await running(inspected({}, {}, { do: 'inspect', denyPaths: ['/secret'] }));
  expect(await securely(run, '192.0.2.1', HOST, { path: '/secret?x=1' })).toMatchObject({
    answer: expect.stringMatching(/^HTTP\/1.1 470 .*Action: Deny/s),
  });
  expect(await securely(run, '192.0.2.1', HOST, { path: '/other' })).toMatchObject({
    answer: expect.stringMatching(/^HTTP\/1.1 200 /),
  });
  expect(run.simulation.journal).toMatchObject([
    { action: 'Allow' },
    { action: 'Deny', url: `${HOST}/secret?x=1`, tlsInspected: true },
    { action: 'Allow' },
  ]);
});

test.for([
  ['expired', { kind: 'https', certificate: { validity: 'expired' } }],
  ['for another name', { kind: 'https', certificate: { names: ['b.contoso.test'] } }],
  ['by a private CA', { kind: 'https', certificate: { issuer: 'private' } }],
  ['nobody', { kind: 'bytes', when: 'after_first_bytes', ending: 'close' }],
] as const)('a far end that is %s ends it before the client sees a certificate', async ([, service]) => {
  const run = await running(inspected({ services: { 443: service } }));
  expect(await securely(run, '192.0.2.1', HOST)).toMatchObject({ code: 'ECONNRESET', syscall: undefined, bytes: 0 });
});

test('a far end that resets inside is a reset to the client', async () => {
  const run = await running(
    inspected({ services: { 443: { kind: 'https', http: { otherwise: { misconduct: 'resets' } } } } }),
  );
  expect(await securely(run, '192.0.2.1', HOST)).toMatchObject({ answer: '(ECONNRESET)' });
});
