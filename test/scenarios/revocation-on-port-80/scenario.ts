import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on80, PROVEN } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'A CRL, an OCSP answer and a certificate on port 80: bytes that only the service gives.',
  world: inTheOpen({
    'crl.example': on80({ status: 200, document: 'crl' }),
    'ocsp.example': on80({ status: 200, document: 'ocsp' }),
    'certificate.example': on80({ status: 200, document: 'certificate' }),
  }),
  targets: [
    { host: 'crl.example', scheme: 'http' },
    { host: 'ocsp.example', scheme: 'http' },
    { host: 'certificate.example', scheme: 'http' },
  ],
  settings: NO_FIREWALL,
  expect: { 'crl.example': PROVEN, 'ocsp.example': PROVEN, 'certificate.example': PROVEN },
};
