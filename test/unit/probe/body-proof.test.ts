import { beforeAll, describe, expect, test } from 'vitest';
import { proofIn } from '../../../src/probe/body-proof.ts';
import { type Issued, issue, revocationList } from '../../support/certificates.ts';

let root: Issued;
let certificate: Buffer;
let crl: Buffer;
let longCrl: Buffer;
beforeAll(async () => {
  root = await issue({ name: 'CN=Root', ca: true });
  certificate = Buffer.from(root.certificate.rawData);
  crl = await revocationList(root);
  longCrl = await revocationList(root, 300);
});

const OCSP_ERROR = Buffer.from('30030a0106', 'hex');
/** successful, and the beginning of a basic answer (RFC 6960). */
const OCSP = Buffer.from('3018' + '0a0100' + 'a013' + '3011' + '06092b0601050507300101' + '0404' + '30020500', 'hex');

describe('what a body proves', () => {
  test('a certificate, as DER and as PEM', () => {
    expect(proofIn(certificate, true)).toBe('certificate');
    expect(proofIn(Buffer.from(root.cert), true)).toBe('certificate');
  });

  test('a CRL, whole or cut at 4 KiB', () => {
    expect(proofIn(crl, true)).toBe('crl');
    expect(longCrl.length).toBeGreaterThan(4096);
    expect(proofIn(longCrl.subarray(0, 4096), false)).toBe('crl');
  });

  test('an OCSP answer', () => {
    expect(proofIn(OCSP, true)).toBe('ocsp');
    expect(proofIn(OCSP_ERROR, true)).toBe('ocsp');
  });

  test('nothing where the structure does not fill a body that ended', () => {
    expect(proofIn(longCrl.subarray(0, 4096), true)).toBeUndefined();
    expect(proofIn(Buffer.concat([crl, Buffer.from('x')]), true)).toBeUndefined();
  });

  test.for(['', '0', '<html>blocked</html>', '0\u0082', 'Action: Deny.', '-----BEGIN CERTIFICATE-----\nAAAA\n'])(
    'nothing in %j',
    (text) => {
      expect(proofIn(Buffer.from(text, 'latin1'), true)).toBeUndefined();
      expect(proofIn(Buffer.from(text, 'latin1'), false)).toBeUndefined();
    },
  );

  test('no cut and no changed length makes it throw, or read on for long', () => {
    for (const whole of [certificate, crl, OCSP]) {
      for (let at = 0; at < whole.length; at++) {
        const changed = Buffer.from(whole);
        changed[at] = 0xff - (changed[at] ?? 0);
        expect(['crl', 'certificate', 'ocsp', undefined]).toContain(proofIn(changed, false));
        expect(proofIn(whole.subarray(0, at), true)).toBeUndefined();
      }
    }
  });
});
