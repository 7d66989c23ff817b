import { describe, expect, test } from 'vitest';
import { all, at, list, probeSubnet, subnets, text, the } from '../support/read.ts';
import { GIVEN, SETS, type SetName, type Sets } from '../support/sets.ts';

const CREATES_SUBNETS: readonly SetName[] = SETS.filter((name) => name !== 'private-link');
const OWN_NETWORK: readonly SetName[] = ['new-everything', 'demo-hub', 'demo-hub-linux'];
const PRIVATE_ENDPOINT: readonly SetName[] = SETS.filter((name) => name !== 'second-vantage');

export function networkTests(sets: Sets): void {
  describe.each(CREATES_SUBNETS)("the probe's own subnet in %s", (set) => {
    const subnet = probeSubnet(sets[set]);

    test('is delegated to what Flex Consumption runs on, and to nothing else', () => {
      expect(list(subnet, 'properties.delegations').map((one) => at(one, 'properties.serviceName'))).toEqual([
        'Microsoft.App/environments',
      ]);
    });
    test('is a /27 or larger, and its name has no underscore', () => {
      expect(Number(text(subnet, 'properties.addressPrefix').split('/')[1])).toBeLessThanOrEqual(27);
      expect(subnet?.id.split('/').at(-1)).not.toContain('_');
    });
    test('is told to the rows as it is', () => {
      expect(at(the(sets[set], 'Microsoft.Web/sites/config'), 'properties.AGENTPATH_VANTAGE_SUBNET')).toBe(
        at(subnet, 'properties.addressPrefix'),
      );
    });
  });

  test('subnets that exist are used and not written', () => {
    expect(subnets(sets['private-link'])).toEqual([]);
    expect(at(the(sets['private-link'], 'Microsoft.Web/sites'), 'properties.virtualNetworkSubnetId')).toMatch(
      /vnet-spoke3\/subnets\/snet-probe$/,
    );
  });

  describe('the default route', () => {
    test.each(['new-everything', 'demo-hub'] as const)(
      '%s: to the firewall, with nothing propagated past it',
      (set) => {
        const table = the(sets[set], 'Microsoft.Network/routeTables');
        expect(at(table, 'properties.disableBgpRoutePropagation')).toBe(true);
        expect(list(table, 'properties.routes').map((one) => at(one, 'properties'))).toEqual([
          {
            addressPrefix: '0.0.0.0/0',
            nextHopType: 'VirtualAppliance',
            nextHopIpAddress: set === 'new-everything' ? '10.0.0.4' : expect.stringContaining('firewallPrivateIp'),
          },
        ]);
        expect(at(probeSubnet(sets[set]), 'properties.routeTable.id')).toBe(table.id);
      },
    );
    test("existing network: the agents' own table, and none of ours", () => {
      expect(at(probeSubnet(sets['existing-network']), 'properties.routeTable.id')).toBe(GIVEN.spoke1RouteTable);
      expect(all(sets['existing-network'], 'Microsoft.Network/routeTables')).toEqual([]);
    });
    test('Virtual WAN: no table at all', () => {
      expect(at(probeSubnet(sets['second-vantage']), 'properties.routeTable')).toBeNull();
      expect(all(sets['second-vantage'], 'Microsoft.Network/routeTables')).toEqual([]);
    });
    test('private endpoints stay off the route table', () => {
      const endpoints = subnets(sets['new-everything']).find(({ id }) => id.endsWith('-endpoints'));
      expect(at(endpoints, 'properties.routeTable')).toBeNull();
      expect(list(endpoints, 'properties.delegations')).toEqual([]);
    });
  });

  describe('a network of others', () => {
    test.each(['existing-network', 'second-vantage', 'private-link'] as const)('%s: gets subnets at most', (set) => {
      const types = new Set(sets[set].predictedResources.map(({ type }) => type));
      for (const type of [
        'virtualNetworks',
        'privateDnsZones',
        'virtualNetworks/virtualNetworkPeerings',
        'privateDnsZones/virtualNetworkLinks',
      ]) {
        expect([...types], type).not.toContain(`Microsoft.Network/${type}`);
      }
    });
    test('subnets are written in its own resource group', () => {
      for (const { id } of subnets(sets['existing-network'])) {
        expect(id).toMatch(/^\/subscriptions\/3{8}-.*\/resourceGroups\/rg-spoke1\//);
      }
    });
  });

  describe('a network of ours', () => {
    test.each(OWN_NETWORK)('%s: its blob zone is linked to all who ask, and holds the record', (set) => {
      const links = all(sets[set], 'Microsoft.Network/privateDnsZones/virtualNetworkLinks');
      const asking = links.map((one) => text(one, 'properties.virtualNetwork.id').split('/').at(-1));
      const own = all(sets[set], 'Microsoft.Network/virtualNetworks').find(({ name }) => !name.endsWith('-hub'));
      expect(asking).toContain(own?.name);
      expect(links.map((one) => at(one, 'properties.registrationEnabled'))).not.toContain(true);
      expect(the(sets[set], 'Microsoft.Network/privateDnsZones').name).toContain('privatelink.blob.');
      expect(
        list(
          the(sets[set], 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups'),
          'properties.privateDnsZoneConfigs',
        ),
      ).toHaveLength(1);
    });
    test('is peered with the hub both ways, and lets the firewall forward', () => {
      const peerings = all(sets['new-everything'], 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings');
      expect(peerings.map(({ name }) => name)).toEqual(['vnet-probe-new/to-vnet-hub', 'vnet-hub/to-vnet-probe-new']);
      expect(peerings.map((one) => at(one, 'properties.allowForwardedTraffic'))).toEqual([true, true]);
      expect(peerings[1]?.id).toContain('/resourceGroups/rg-hub/');
    });
  });

  describe('storage is reached around the firewall', () => {
    test.each(PRIVATE_ENDPOINT)('%s: by private endpoint, and in no other way', (set) => {
      const account = the(sets[set], 'Microsoft.Storage/storageAccounts');
      const endpoint = the(sets[set], 'Microsoft.Network/privateEndpoints', 'pep-st');
      expect(at(account, 'properties.publicNetworkAccess')).toBe('Disabled');
      expect(list(account, 'properties.networkAcls.virtualNetworkRules')).toEqual([]);
      expect(list(endpoint, 'properties.privateLinkServiceConnections.0.properties.groupIds')).toEqual(['blob']);
      expect(subnets(sets[set]).flatMap((one) => list(one, 'properties.serviceEndpoints'))).toEqual([]);
    });
    test('second vantage: by the service endpoint of its subnet, as asked for', () => {
      const account = the(sets['second-vantage'], 'Microsoft.Storage/storageAccounts');
      const subnet = probeSubnet(sets['second-vantage']);
      expect(list(subnet, 'properties.serviceEndpoints')).toEqual([{ service: 'Microsoft.Storage' }]);
      expect(at(account, 'properties.publicNetworkAccess')).toBe('Enabled');
      expect(list(account, 'properties.networkAcls.virtualNetworkRules')).toEqual([
        { id: subnet?.id, action: 'Allow' },
      ]);
      expect(all(sets['second-vantage'], 'Microsoft.Network/privateEndpoints')).toEqual([]);
    });
    test('zones of others get the record where they are named, and policy writes it where not', () => {
      const zone = the(sets['private-link'], 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups', 'pep-st');
      expect(at(zone, 'properties.privateDnsZoneConfigs.0.properties.privateDnsZoneId')).toMatch(
        /rg-dns.*privatelink\.blob/,
      );
      expect(all(sets['existing-network'], 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups')).toEqual([]);
    });
  });

  test.each(['new-everything', 'second-vantage'] as const)('%s: a security group of ours holds no rule', (set) => {
    const group = the(sets[set], 'Microsoft.Network/networkSecurityGroups');
    expect(at(group, 'properties.securityRules')).toEqual([]);
    expect(at(probeSubnet(sets[set]), 'properties.networkSecurityGroup.id')).toBe(group.id);
  });
  test('without being asked, no security group is made for a network of others', () => {
    expect(all(sets['existing-network'], 'Microsoft.Network/networkSecurityGroups')).toEqual([]);
  });
}
