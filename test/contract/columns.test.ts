import { describe, expect, test } from 'vitest';
import { columnFile } from '../../src/record/column-file.ts';
import { ALWAYS, COLUMN_TYPES, COLUMNS, STREAM, TABLE } from '../../src/record/columns.ts';

/** Names that Log Analytics keeps for itself, as its documentation lists them. */
const RESERVED = ['_ResourceId', 'id', '_SubscriptionId', 'TenantId', 'Type', 'UniqueId', 'Title'].map((name) =>
  name.toLowerCase(),
);
const NAMED_BY_THE_DESIGN =
  'TimeGenerated ProbedAt Kind RunId ProbeId Vantage VantageSubnet LocalIp LocalPort Agents Feature TargetName Host Port Scheme Required Tier State Cause Effect Rule RulesVersion Confidence Alternatives Phase Findings TcpTestSucceeded TcpMisleads PathIntercepted PathFiltered Simulated ResolvedAddresses RemoteIp PrivateLink DnsMs TcpMs TlsMs HttpMs TotalMs TlsProtocol TlsCipher TlsAlert CertIssuer CertNotAfter HttpStatus Failure Evidence Remedy PastDue Version CatalogVersion'.split(
    ' ',
  );
const names: readonly string[] = COLUMNS.map(({ name }) => name);

test('infra/columns.json is what the code says', async () => {
  await expect(columnFile()).toMatchFileSnapshot('../../infra/columns.json');
});

describe('the table', () => {
  test('its stream bears its name', () => {
    expect(TABLE).toMatch(/^[A-Za-z][A-Za-z0-9_]*_CL$/);
    expect(STREAM).toBe(`Custom-${TABLE}`);
  });
  test.for(COLUMNS)('$name can be a column', ({ name, type, description }) => {
    expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]{0,44}$/);
    expect(RESERVED).not.toContain(name.toLowerCase());
    expect(COLUMN_TYPES).toContain(type);
    expect(description).toMatch(/^[A-Z].*\.$/);
  });
  test('no name twice, whatever its case', () => {
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });
  test('every column that the design names is there', () => {
    expect(NAMED_BY_THE_DESIGN.filter((name) => !names.includes(name))).toEqual([]);
  });
  test('what every row carries are columns, TimeGenerated among them', () => {
    expect(ALWAYS.filter((name) => !names.includes(name))).toEqual([]);
    expect(COLUMNS.find(({ name }) => name === 'TimeGenerated')?.type).toBe('datetime');
  });
});
