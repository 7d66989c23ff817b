import type { Scenario } from '../support/scenario-shape.ts';
import { BY_PROXY, FIREWALL_SAID_SO, throughProxy } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'Plain requests in absolute form are refused by the explicit proxy with 470.',
  world: throughProxy({ 'crl3.digicert.com': {} }, []),
  targets: [{ host: 'crl3.digicert.com', scheme: 'http' }],
  settings: BY_PROXY,
  expect: { 'crl3.digicert.com': { ...FIREWALL_SAID_SO, tcpTestSucceeded: false } },
  path: { product: 'azure_firewall' },
};
