/** The tables that the queries read. Ours from the code; the others as the Azure Monitor table reference lists them. */
import { COLUMNS, TABLE } from '../../../src/record/columns.ts';
import type { NamedType, TableSchema } from './kusto.ts';

/** Log Analytics adds these to every table. */
const COMMON: readonly NamedType[] = columns({
  string: ['TenantId', 'Type', '_ResourceId', '_SubscriptionId', 'SourceSystem', '_IsBillable'],
  real: ['_BilledSize'],
});
const TIME: NamedType = { name: 'TimeGenerated', type: 'datetime' };

type Types = Readonly<Partial<Record<'string' | 'int' | 'bool' | 'real' | 'datetime' | 'dynamic', readonly string[]>>>;

function columns(types: Types): readonly NamedType[] {
  return Object.entries(types).flatMap(([type, names]) => names.map((name) => ({ name, type })));
}
function table(name: string, types: Types): TableSchema {
  return { name, columns: [TIME, ...columns(types), ...COMMON] };
}

/** `boolean` is the name of the type in a data collection rule; KQL says `bool`. */
const KQL_TYPES: Readonly<Record<string, string>> = { boolean: 'bool' };

export const OWN_TABLE: TableSchema = {
  name: TABLE,
  columns: [...COLUMNS.map(({ name, type }) => ({ name, type: KQL_TYPES[type] ?? type })), ...COMMON],
};

const FIREWALL_TABLES: readonly TableSchema[] = [
  table('AZFWApplicationRule', {
    string: [
      'Action',
      'ActionReason',
      'Fqdn',
      'Policy',
      'Protocol',
      'Rule',
      'RuleCollection',
      'RuleCollectionGroup',
      'SourceIp',
      'TargetUrl',
      'WebCategory',
    ],
    int: ['DestinationPort', 'SourcePort'],
    bool: ['IsExplicitProxyRequest', 'IsTlsInspected'],
  }),
  table('AZFWNetworkRule', {
    string: [
      'Action',
      'ActionReason',
      'DestinationIp',
      'Policy',
      'Protocol',
      'Rule',
      'RuleCollection',
      'RuleCollectionGroup',
      'SourceIp',
    ],
    int: ['DestinationPort', 'SourcePort'],
  }),
  table('AZFWThreatIntel', {
    string: ['Action', 'DestinationIp', 'Fqdn', 'Protocol', 'SourceIp', 'TargetUrl', 'ThreatDescription'],
    int: ['DestinationPort', 'SourcePort'],
    bool: ['IsTlsInspected'],
  }),
  table('AZFWIdpsSignature', {
    string: ['Action', 'Category', 'Description', 'DestinationIp', 'Protocol', 'SignatureId', 'SourceIp'],
    int: ['DestinationPort', 'Severity', 'SourcePort'],
  }),
  table('AZFWDnsQuery', {
    string: [
      'ErrorMessage',
      'Protocol',
      'QueryClass',
      'QueryName',
      'QueryType',
      'ResponseCode',
      'ResponseFlags',
      'SourceIp',
    ],
    int: ['EDNS0BufferSize', 'ErrorNumber', 'QueryId', 'RequestSize', 'ResponseSize', 'SourcePort'],
    bool: ['DnssecOkBit'],
    real: ['RequestDurationSecs'],
  }),
  /** Only the columns of the older form of the firewall's logs. */
  table('AzureDiagnostics', { string: ['Category', 'OperationName', 'ResourceId', 'msg_s'] }),
];

const OTHER_TABLES: readonly TableSchema[] = [
  table('AzureActivity', {
    string: [
      'ActivityStatusValue',
      'ActivitySubstatusValue',
      'Caller',
      'CallerIpAddress',
      'CategoryValue',
      'CorrelationId',
      'OperationName',
      'OperationNameValue',
      'ResourceGroup',
      'ResourceProviderValue',
      'SubscriptionId',
    ],
    dynamic: ['Authorization_d', 'Claims_d', 'Properties_d'],
  }),
  table('Heartbeat', {
    string: ['Category', 'Computer', 'ComputerIP', 'OSType', 'Resource', 'ResourceGroup', 'ResourceType', 'Version'],
  }),
];

export const TABLES: readonly TableSchema[] = [OWN_TABLE, ...FIREWALL_TABLES, ...OTHER_TABLES];
/** Tables that appear in a workspace only with their first row. */
export const MAY_BE_MISSING: readonly string[] = [...FIREWALL_TABLES, ...OTHER_TABLES].map(({ name }) => name);

export function tableNamed(name: string): TableSchema {
  const found = TABLES.find((one) => one.name === name);
  if (!found) throw new Error(`no table ${name} is known here`);
  return found;
}

/** Azure Resource Graph speaks KQL too, over tables of its own. */
const RESOURCE_GRAPH_TYPES: Types = {
  string: ['id', 'name', 'type', 'tenantId', 'kind', 'location', 'resourceGroup', 'subscriptionId', 'managedBy'],
  dynamic: ['sku', 'plan', 'properties', 'tags', 'identity', 'zones', 'extendedLocation'],
};
export const RESOURCE_GRAPH_TABLES: readonly TableSchema[] = ['resources', 'networkresourcechanges'].map((name) => ({
  name,
  columns: columns(RESOURCE_GRAPH_TYPES),
}));
