/** Which columns a row of which kind may have: a query that reads another reads nothing, and nobody tells it so. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALWAYS, COLUMNS, ROW_KINDS, type RowKind } from '../../../src/record/columns.ts';

const ON_EVERY_KIND = [
  ...ALWAYS,
  'Kind',
  'VantageSubnet',
  'PastDue',
  'Version',
  'CatalogVersion',
  'RulesVersion',
  'PathIntercepted',
  'PathFiltered',
];
/** What was seen in a flow, whether a target's or a control's. */
const OF_A_FLOW = [
  'Host',
  'Port',
  'Phase',
  'ResolvedAddresses',
  'PrivateLink',
  'LocalIp',
  'LocalPort',
  'RemoteIp',
  'DnsMs',
  'TcpMs',
  'ProxyMs',
  'TlsMs',
  'HttpMs',
  'TlsProtocol',
  'TlsCipher',
  'TlsAlert',
  'TlsEnd',
  'TlsBytesReceived',
  'TlsEndedAfterMs',
  'CertIssuer',
  'CertAnchor',
  'CertNotAfter',
  'HttpStatus',
  'Failure',
  'Evidence',
  'EvidenceDropped',
];
const runOnly = COLUMNS.filter(({ description }) => description.startsWith('On run rows')).map(({ name }) => name);
const shared: readonly string[] = [...ON_EVERY_KIND, ...OF_A_FLOW, ...runOnly, 'Control'];
const targetOnly = COLUMNS.map(({ name }) => name).filter((name) => !shared.includes(name));

export const COLUMNS_OF_KIND: Readonly<Record<RowKind, readonly string[]>> = {
  target: [...ON_EVERY_KIND, ...OF_A_FLOW, ...targetOnly],
  control: [...ON_EVERY_KIND, ...OF_A_FLOW, 'Control'],
  run: [...ON_EVERY_KIND, ...runOnly],
};

export interface RecordedRow {
  readonly Kind: RowKind;
  readonly [column: string]: unknown;
}

/** The rows that the code made for the scenarios; what all rows of a scenario have in common stands once in its file. */
export function recordedRows(): readonly RecordedRow[] {
  const folder = join(import.meta.dirname, '../../scenarios');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('record.json'))
    .flatMap((path) => {
      const { everyRow, rows } = JSON.parse(readFileSync(join(folder, path), 'utf8')) as RecordFile;
      return rows.map((row) => ({ ...everyRow, ...row }));
    });
}
interface RecordFile {
  readonly everyRow: object;
  readonly rows: readonly RecordedRow[];
}

export function isKind(word: string): word is RowKind {
  return ROW_KINDS.some((kind) => kind === word);
}
