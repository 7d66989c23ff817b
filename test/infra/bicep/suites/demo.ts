import { describe, expect, test } from 'vitest';
import { all, at, list, text, the } from '../support/read.ts';
import { SETS, type Sets } from '../support/sets.ts';

const COSTLY = [
  'Microsoft.Network/azureFirewalls',
  'Microsoft.Network/publicIPAddresses',
  'Microsoft.Network/firewallPolicies',
  'Microsoft.Compute/virtualMachines',
];
const prefix = (subnet: unknown): number => Number(text(subnet, 'properties.addressPrefix').split('/')[1]);

export function demoTests(sets: Sets): void {
  test.each(SETS.filter((name) => !name.startsWith('demo-hub')))('%s brings nothing of the demo hub', (set) => {
    expect(sets[set].predictedResources.filter(({ type }) => COSTLY.includes(type)).map(({ id }) => id)).toEqual([]);
  });

  describe.each([
    ['demo-hub', 'Basic'],
    ['demo-hub-linux', 'Standard'],
  ] as const)('%s', (set, tier) => {
    const snapshot = sets[set];
    const firewall = the(snapshot, 'Microsoft.Network/azureFirewalls');
    const policy = the(snapshot, 'Microsoft.Network/firewallPolicies');
    const hub = the(snapshot, 'Microsoft.Network/virtualNetworks', '-hub');

    test('firewall and policy are of one tier, and what a tier needs is there', () => {
      expect(at(firewall, 'properties.sku')).toEqual({ name: 'AZFW_VNet', tier });
      expect(at(policy, 'properties.sku.tier')).toBe(tier);
      expect(at(firewall, 'properties.firewallPolicy.id')).toBe(policy.id);
      const names = list(hub, 'properties.subnets').map((one) => text(one, 'name'));
      const basic = tier === 'Basic';
      expect(names).toEqual(basic ? ['AzureFirewallSubnet', 'AzureFirewallManagementSubnet'] : ['AzureFirewallSubnet']);
      expect(all(snapshot, 'Microsoft.Network/publicIPAddresses')).toHaveLength(names.length);
      expect(at(firewall, 'properties.managementIpConfiguration') === null).toBe(!basic);
      // No DNS proxy on Basic.
      expect(at(policy, 'properties.dnsSettings')).toEqual(basic ? null : { enableProxy: true });
      for (const subnet of list(hub, 'properties.subnets')) expect(prefix(subnet)).toBeLessThanOrEqual(26);
    });
    test('its log goes to tables of its own', () => {
      const log = all(snapshot, 'Microsoft.Insights/diagnosticSettings').find(({ id }) => id.startsWith(firewall.id));
      expect(at(log, 'properties.logAnalyticsDestinationType')).toBe('Dedicated');
      const categories = list(log, 'properties.logs').map((one) => at(one, 'category'));
      expect(categories).toContain('AZFWApplicationRule');
      expect(categories).toContain('AZFWNetworkRule');
      expect(categories.includes('AZFWDnsQuery')).toBe(tier !== 'Basic');
    });
    test('the machine is behind it, without a public address', () => {
      const card = the(snapshot, 'Microsoft.Network/networkInterfaces');
      expect(JSON.stringify(card)).not.toContain('publicIPAddress');
      expect(at(card, 'properties.ipConfigurations.0.properties.subnet.id')).toMatch(
        /\/vnet-probe-demo\/subnets\/snet-agents$/,
      );
    });
  });

  test('the Linux machine takes a key and no password; the Windows one gets the agent for Windows', () => {
    const linux = at(the(sets['demo-hub-linux'], 'Microsoft.Compute/virtualMachines'), 'properties.osProfile');
    expect(at(linux, 'linuxConfiguration.disablePasswordAuthentication')).toBe(true);
    expect(linux).not.toHaveProperty('adminPassword');
    expect(the(sets['demo-hub-linux'], 'Microsoft.Compute/virtualMachines/extensions').name).toMatch(
      /AzureMonitorLinuxAgent$/,
    );
    expect(the(sets['demo-hub'], 'Microsoft.Compute/virtualMachines/extensions').name).toMatch(
      /AzureMonitorWindowsAgent$/,
    );
  });
  test('the password is nowhere but on the machine', () => {
    const elsewhere = sets['demo-hub'].predictedResources.filter(
      ({ type }) => type !== 'Microsoft.Compute/virtualMachines',
    );
    expect(JSON.stringify([elsewhere, sets['demo-hub'].outputs])).not.toMatch(
      /Only-for-the-prediction|parameters\('(demoP|p)assword'\)/,
    );
  });
  test('with the DNS proxy, the hub asks for the private record', () => {
    const linked = all(sets['demo-hub-linux'], 'Microsoft.Network/privateDnsZones/virtualNetworkLinks');
    expect(linked.map((one) => text(one, 'properties.virtualNetwork.id').split('/').at(-1))).toEqual([
      'vnet-probe-demo',
      'vnet-probe-demo-hub',
    ]);
    const spoke = all(sets['demo-hub-linux'], 'Microsoft.Network/virtualNetworks').find(
      ({ name }) => !name.endsWith('-hub'),
    );
    expect(JSON.stringify(at(spoke, 'properties.dhcpOptions'))).toMatch(/dnsServers/);
  });
}
