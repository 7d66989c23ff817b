import type { Scenario } from '../support/scenario-shape.ts';
import { BY_PROXY, FIREWALL_SAID_SO, PROVEN, throughProxy } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The firewall is an explicit proxy and refuses CONNECT with 470; another name passes.',
  world: throughProxy({ 'gbl.his.arc.azure.com': {}, 'westeurope.handler.control.monitor.azure.com': {} }, [
    'westeurope.handler.control.monitor.azure.com',
  ]),
  targets: [{ host: 'gbl.his.arc.azure.com' }, { host: 'westeurope.handler.control.monitor.azure.com' }],
  settings: BY_PROXY,
  expect: {
    'gbl.his.arc.azure.com': { ...FIREWALL_SAID_SO, tcpTestSucceeded: false },
    'westeurope.handler.control.monitor.azure.com': { ...PROVEN, tcpTestSucceeded: false },
  },
  path: { filtered: 'yes', product: 'azure_firewall' },
  rootCauses: ['denied.firewall_said_so'],
};
