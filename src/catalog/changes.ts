/** What changed in the agents' needs, as the pages and their histories tell it: newest first. */
import type { Source } from '../model/origin.ts';
import { from } from './sources.ts';

export interface Change {
  /** A date, or a month where no day is known. */
  readonly on: string;
  /** A sentence without a full stop. */
  readonly says: string;
  readonly source: Source;
}

export const CHANGES: readonly Change[] = [
  {
    on: '2027-02',
    says: 'Planned: CMA stops accepting certificates with negative serial numbers, which home-made inspection CAs may issue',
    source: from('arc-release-notes', 'DOC'),
  },
  {
    on: '2026-08',
    says: 'CMA 1.67 retries for gateway configuration and heartbeat, and knows the cloud Azure.Local',
    source: from('arc-release-notes', 'DOC'),
  },
  {
    on: '2026-07',
    says: 'CMA 1.66 validates TLS also where a root is missing from the store',
    source: from('arc-release-notes', 'DOC'),
  },
  {
    on: '2026-05',
    says: 'CMA 1.64 no longer enforces cipher suites, has a bypass list for the gateway, and discovers its region anew after 421',
    source: from('arc-release-notes', 'DOC'),
  },
  {
    on: '2026-04',
    says: 'The service tag AzureFrontDoor.Frontend is required; azcmagent check 1.63 validates cipher suites',
    source: from('arc-network', 'DOC'),
  },
  { on: '2026-03-01', says: 'Logs ingestion refuses TLS below 1.2', source: from('logs-security', 'DOC') },
  {
    on: '2026-02-13',
    says: '*.blob.core.windows.net left the public list of Azure Arc: extension packages come from a content delivery network',
    source: from('arc-history', 'DOC'),
  },
  { on: '2025-11', says: 'The Arc gateway left its preview (1.58)', source: from('arc-release-notes', 'DOC') },
  {
    on: '2025-10-28',
    says: "Azure Government and China must allow the public cloud's tag AzureArcInfrastructure",
    source: from('arc-network', 'DOC'),
  },
  {
    on: '2025-10',
    says: '{region}-gas.guestconfiguration is required by azcmagent check (1.57)',
    source: from('arc-release-notes', 'DOC'),
  },
  { on: '2025-09', says: 'CMA 1.56 demands cipher suites on Windows', source: from('arc-network', 'DOC') },
  { on: '2025-07-01', says: 'The API for log queries refuses TLS below 1.2', source: from('logs-security', 'DOC') },
  {
    on: '2025-04-10',
    says: 'dls.microsoft.com is listed, first for hotpatching',
    source: from('arc-history', 'DOC'),
  },
  {
    on: '2025-03-10',
    says: '*.login.microsoft.com is written with its dot; it is listed since 2 October 2024',
    source: from('arc-history', 'DOC'),
  },
  {
    on: '2024-10-08',
    says: 'Old CRL and OCSP hosts of Microsoft left the CA list, and the Baltimore root is gone',
    source: from('ca-details', 'DOC'),
  },
  {
    on: '2024-03-12',
    says: 'Data and telemetry of SQL Server moved to *.{region}.arcdataservices.com',
    source: from('arc-network', 'DOC'),
  },
];

/** After that day; a month counts as ended by its last. */
export function changesSince(date: string): readonly Change[] {
  return CHANGES.filter(({ on }) => (on.length === 7 ? `${on}-31` : on) > date);
}
