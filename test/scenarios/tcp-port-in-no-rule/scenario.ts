import type { Scenario } from '../support/scenario-shape.ts';
import { behindFirewall } from '../support/worlds.ts';

export const scenario: Scenario = {
  title: 'The name is allowed on 443; on 8084 no rule names the port, and packets are dropped.',
  world: behindFirewall({ 'gbl.his.arc.azure.com': { services: { 8084: { kind: 'https' } } } }, [
    'gbl.his.arc.azure.com',
  ]),
  targets: [{ host: 'gbl.his.arc.azure.com', port: 8084 }],
  expect: {
    'gbl.his.arc.azure.com': {
      state: 'blocked',
      cause: 'tcp.timed_out',
      confidence: 'likely',
      tcpTestSucceeded: false,
    },
  },
};
