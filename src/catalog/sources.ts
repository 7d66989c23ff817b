/** The pages that the catalogue rests on. */
import type { Grade, Source } from '../model/origin.ts';

const MONITOR = 'MicrosoftDocs/azure-monitor-docs articles/azure-monitor';
const ARC = 'MicrosoftDocs/azure-management-docs articles/azure-arc/servers';

const PAGES = {
  'ama-network': { page: `${MONITOR}/agents/azure-monitor-agent-network-configuration.md`, date: '2026-08' },
  'ama-network-china': { page: 'docs.azure.cn, network page of the Azure Monitor Agent', date: '2026-08' },
  'ama-troubleshooter': {
    page: 'Azure/azure-linux-extensions AzureMonitorAgent/ama_tst/modules/connect/check_endpts.py',
    date: '2025-10-23',
  },
  'dce-overview': { page: `${MONITOR}/data-collection/data-collection-endpoint-overview.md`, date: '2026-08' },
  'monitor-access': { page: `${MONITOR}/fundamentals/azure-monitor-network-access.md`, date: '2025-08-18' },
  'monitor-private-link': { page: `${MONITOR}/fundamentals/private-link-configure.md`, date: '2026-01-27' },
  'monitor-kubernetes': { page: `${MONITOR}/containers/kubernetes-monitoring-firewall.md`, date: '2026-08' },
  'monitor-kubernetes-china': { page: 'docs.azure.cn, firewall page of Kubernetes monitoring', date: '2026-08' },
  'private-dns': { page: 'MicrosoftDocs/azure-docs articles/private-link/private-endpoint-dns.md', date: '2026-07-16' },
  'arc-network': { page: `${ARC}/includes/network-requirements.md`, date: '2026-04-01' },
  'arc-esu': { page: `${ARC}/includes/esu-network-requirements.md`, date: '2026-02-13' },
  'arc-gateway': { page: `${ARC}/arc-gateway.md`, date: '2026-08' },
  'arc-gateway-endpoints': { page: `${ARC}/arc-gateway-endpoints.md`, date: '2026-02-17' },
  'arc-check': { page: `${ARC}/azcmagent-check.md`, date: '2025-12-01' },
  'arc-release-notes': { page: `${ARC}/agent-release-notes.md`, date: '2026-08' },
  'arc-history': { page: `${ARC}/includes/network-requirements.md (commits)`, date: '2026-04' },
  'ca-details': {
    page: 'MicrosoftDocs/azure-docs articles/security/fundamentals/azure-certificate-authority-details.md',
    date: '2025-11-17',
  },
  'logs-security': { page: `${MONITOR}/logs/includes/waf-logs-security.md`, date: '2026-08' },
  'windows-roots': { page: 'Azure/bicep-ptn-aiml-landing-zone issue 42', date: '2026' },
  'identity-host': { page: 'Azure/bicep-ptn-aiml-landing-zone issues 39 and 40', date: '2026' },
} as const;

export type PageKey = keyof typeof PAGES;

export function from(key: PageKey, grade: Grade): Source {
  return { key, ...PAGES[key], grade };
}
