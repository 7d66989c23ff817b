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
  'arc-network': { page: `${ARC}/includes/network-requirements.md`, date: '2026-04-01' },
  'arc-esu': { page: `${ARC}/includes/esu-network-requirements.md`, date: '2026-02-13' },
  'arc-gateway-endpoints': { page: `${ARC}/arc-gateway-endpoints.md`, date: '2026-02-17' },
  'arc-check': { page: `${ARC}/azcmagent-check.md`, date: '2025-12-01' },
  'ca-details': {
    page: 'MicrosoftDocs/azure-docs articles/security/fundamentals/azure-certificate-authority-details.md',
    date: '2025-11-17',
  },
  'windows-roots': { page: 'Azure/bicep-ptn-aiml-landing-zone issue 42', date: '2026' },
} as const;

export type PageKey = keyof typeof PAGES;

export function from(key: PageKey, grade: Grade): Source {
  return { key, ...PAGES[key], grade };
}
