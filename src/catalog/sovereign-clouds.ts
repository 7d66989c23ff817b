/**
 * Azure Government and Azure operated by 21Vianet: what their lists name concretely. Patterns without a known host (`*.his.arc.azure.us` …) are
 * listed as to be discovered, so that nobody takes their absence for a pass. Health answers there are not documented, but for the handlers'.
 */
import { amaCore } from './ama.ts';
import { CMA_USES, ESU, HTTPS, PACKAGES } from './cma.ts';
import type { Entry, Use } from './entry.ts';
import { REVOCATION_CHINA, REVOCATION_USGOV } from './revocation.ts';
import { from } from './sources.ts';

const cma = (id: string, host: string, use: Use): Entry => ({
  ...HTTPS,
  id: `cma.${id}`,
  host,
  uses: { cma: use },
  sources: [from('arc-network', 'DOC')],
});
const pattern = (id: string, host: string, use: Use): Entry => ({ ...cma(id, host, use), needs: 'discovery' });

export const USGOV_CLOUD: readonly Entry[] = [
  ...amaCore('us'),
  ...PACKAGES,
  cma('entra', 'login.microsoftonline.us', CMA_USES.entra),
  cma('entra.pas', 'pasff.usgovcloudapi.net', CMA_USES.entra),
  cma('resource-manager', 'management.usgovcloudapi.net', CMA_USES.resourceManager),
  pattern('his', '*.his.arc.azure.us', CMA_USES.identity),
  pattern('guestconfiguration', '*.guestconfiguration.azure.us', CMA_USES.guestConfiguration),
  pattern('extensions', '*.blob.core.usgovcloudapi.net', CMA_USES.guestConfiguration),
  cma('telemetry', 'dc.applicationinsights.us', CMA_USES.telemetry),
  ...ESU,
  ...REVOCATION_USGOV,
];

/** Extended Security Updates are not offered there. */
export const CHINA_CLOUD: readonly Entry[] = [
  ...amaCore('cn'),
  ...PACKAGES,
  cma('entra', 'login.chinacloudapi.cn', CMA_USES.entra),
  cma('entra.partner', 'login.partner.chinacloudapi.cn', CMA_USES.entra),
  cma('entra.pas', 'pas.chinacloudapi.cn', CMA_USES.entra),
  cma('resource-manager', 'management.chinacloudapi.cn', CMA_USES.resourceManager),
  pattern('his', '*.his.arc.azure.cn', CMA_USES.identity),
  pattern('guestconfiguration', '*.guestconfiguration.azure.cn', CMA_USES.guestConfiguration),
  cma('notifications', 'guestnotificationservice.azure.cn', CMA_USES.notifications),
  pattern('notifications.relay', 'azgn*.servicebus.chinacloudapi.cn', CMA_USES.notifications),
  pattern('extensions', '*.blob.core.chinacloudapi.cn', CMA_USES.guestConfiguration),
  cma('telemetry', 'dc.applicationinsights.azure.cn', CMA_USES.telemetry),
  ...REVOCATION_CHINA,
];
