import type { Scenario } from '../support/scenario-shape.ts';
import { FIREWALL_SAID_SO, PROVEN, PROXY, throughProxy } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'One target has a proxy of its own; the controls went another way and say nothing about it.',
  world: throughProxy({ 'gbl.his.arc.azure.com': {}, 'westeurope.handler.control.monitor.azure.com': {} }, [
    'westeurope.handler.control.monitor.azure.com',
  ]),
  targets: [
    { host: 'gbl.his.arc.azure.com', proxy: `http://${PROXY.address}:${PROXY.port}` },
    { host: 'westeurope.handler.control.monitor.azure.com' },
  ],
  expect: {
    'gbl.his.arc.azure.com': { ...FIREWALL_SAID_SO, tcpTestSucceeded: false },
    'westeurope.handler.control.monitor.azure.com': PROVEN,
  },
  path: { filtered: 'yes', intercepted: 'yes', product: 'azure_firewall' },
};
