import { predictSet, type Snapshot } from './bicep.ts';

export const SETS = [
  'new-everything',
  'existing-network',
  'second-vantage',
  'private-link',
  'demo-hub',
  'demo-hub-linux',
] as const;
export type SetName = (typeof SETS)[number];
export type Sets = Readonly<Record<SetName, Snapshot>>;

export async function predictSets(): Promise<Sets> {
  const snapshots: [SetName, Snapshot][] = [];
  for (const name of SETS) snapshots.push([name, await predictSet(name)]);
  return Object.fromEntries(snapshots) as Sets;
}

/** Values of the parameter files that the assertions need again. */
export const GIVEN = {
  agentSubnets: {
    'new-everything': ['10.20.1.0/24', '10.20.2.0/24'],
    'existing-network': ['10.30.1.0/24', '10.30.2.0/24'],
  },
  spoke1RouteTable:
    '/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/rg-spoke1/providers/Microsoft.Network/routeTables/rt-spoke1',
  platformWorkspace:
    '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-platform',
  securityWorkspace:
    '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-security/providers/Microsoft.OperationalInsights/workspaces/log-security',
  firstRule:
    '/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/rg-probe-spoke1/providers/Microsoft.Insights/dataCollectionRules/dcr-probe-spoke1',
} as const;
