import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'TLS 1.3: the handshake completes, then alert 116 says that a client certificate is wanted.',
  world: inTheOpen({ 'odd.example': on443({ kind: 'https', minVersion: 'TLSv1.3', clientCertificate: 'wanted' }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'rejected',
      cause: 'tls.client_certificate_wanted',
      confidence: 'certain',
      tcpTestSucceeded: true,
    },
  },
};
