import { beforeAll, describe, expect, test } from 'vitest';
import { type Prediction, predict } from '../support/bicep.ts';

const head = `using 'x/infra/main.bicep'\nparam environmentName = 'e'\nparam location = 'westeurope'\n`;
const NETWORK =
  '/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v';
const WORKSPACE =
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w';

/** Wrong sets, and what must be said of each: all of it at once. */
const WRONG: readonly { readonly name: string; readonly set: string; readonly says: readonly string[] }[] = [
  {
    name: 'a network of others with half of what is needed',
    set: `param network = { virtualNetworkId: '${NETWORK}', probeSubnetName: 'snet_probe', createNetworkSecurityGroup: true, dnsServers: ['10.0.0.4'] }
param probe = { schedule: '00:05:00', moreSettings: { TZ: 'UTC' } }`,
    says: [
      'network.probeSubnetPrefix is missing',
      'network.probeSubnetName holds an underscore',
      'network.endpointSubnetId or network.endpointSubnetPrefix is missing',
      'Exactly one of network.routeTableId',
      'network.virtualNetworkId lies in another subscription',
      'network.addressPrefix, dnsServers and hubVirtualNetworkId belong to a new network',
      'probe.schedule is no NCRONTAB expression',
      'probe.moreSettings holds TZ',
      'alerts.expectedInterval is missing',
    ],
  },
  {
    name: 'private link without an endpoint (DCE), and other contradictions',
    set: `param network = { firewallPrivateIp: '10.0.0.4', routesFromElsewhere: true, probeSubnetPrefix: '10.90.0.0/28' }
param workspace = { privateLinkOnly: true, tablePlan: 'Basic', retentionInDays: 90, totalRetentionInDays: 30 }
param firewall = { policyId: '${WORKSPACE}' }
param alerts = { rules: { 'target-brokn': { severity: 0 } } }`,
    says: [
      'workspace.privateLinkOnly without an endpoint (DCE)',
      'workspace.tablePlan is Basic',
      'workspace.totalRetentionInDays is less',
      'alerts.rules names target-brokn',
      'network.agentSubnets is missing',
      'Exactly one of network.routeTableId',
      'network.probeSubnetPrefix is smaller than /27',
    ],
  },
  {
    name: 'a further vantage that owns an endpoint, and a demo hub in a network of others',
    set: `param network = { virtualNetworkId: '${NETWORK}', probeSubnetPrefix: '10.0.0.0/27', endpointSubnetPrefix: '10.0.0.32/28' }
param workspace = { dataCollectionRuleId: '${WORKSPACE}', createEndpoint: true, dataCollectionEndpointId: '${WORKSPACE}' }
param demo = { deploy: true, machine: 'none' }`,
    says: [
      'workspace.dataCollectionRuleId without workspace.workspaceId',
      'workspace.createEndpoint with workspace.dataCollectionRuleId',
      'workspace.createEndpoint and workspace.dataCollectionEndpointId exclude each other',
      'demo.deploy brings a hub and needs a new network',
    ],
  },
  {
    name: 'what azd hands over when the address of the firewall was never set',
    set: `param network = { firewallPrivateIp: '', hubVirtualNetworkId: '' }`,
    says: ['Exactly one of network.routeTableId'],
  },
  {
    name: 'subnets of a new network that are said to exist, and a Linux machine without a key',
    set: `param network = { createSubnets: false }
param demo = { deploy: true }`,
    says: ['network.createSubnets is false and network.virtualNetworkId is missing', 'demo.sshPublicKey is missing'],
  },
];

export function refusalTests(): void {
  describe('what is refused before anything is deployed', () => {
    const predictions: Prediction[] = [];
    beforeAll(async () => {
      for (const { set } of WRONG) predictions.push(await predict(head + set));
    }, 60_000);

    test.each(WRONG.map(({ name, says }, index) => ({ name, says, index })))('$name', ({ says, index }) => {
      const prediction = predictions[index];
      const refused = prediction && 'refused' in prediction ? prediction.refused : 'not refused';
      for (const words of says) expect(refused).toContain(words);
    });
  });
}
