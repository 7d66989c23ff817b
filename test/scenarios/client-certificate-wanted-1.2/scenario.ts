import type { Scenario } from '../support/scenario-shape.ts';
import { inTheOpen, NO_FIREWALL, on443 } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'TLS 1.2, and the far end wants a client certificate.',
  world: inTheOpen({ 'odd.example': on443({ kind: 'https', maxVersion: 'TLSv1.2', clientCertificate: 'wanted' }) }),
  targets: [{ host: 'odd.example' }],
  settings: NO_FIREWALL,
  expect: {
    'odd.example': {
      state: 'rejected',
      cause: 'tls.client_certificate_wanted',
      confidence: 'likely',
      twins: ['incompatible/tls.handshake_failure'],
      tcpTestSucceeded: true,
    },
  },
};
