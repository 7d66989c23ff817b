/**
 * Every host that the pages and reports behind the catalogue name, as they write it, by cloud: taken down by hand, so that an entry that is lost or
 * renamed is missed. Placeholders are those of the catalogue; a trailing `:80` says that the host is asked on that port.
 */
import type { Cloud } from '../../../src/model/settings.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const EVERYWHERE = words(`
  download.microsoft.com packages.microsoft.com
  ocsp.digicert.com:80 oneocsp.microsoft.com:80 crl3.digicert.com:80 crl4.digicert.com:80 www.microsoft.com:80
  cacerts.digicert.com:80 cacerts.geotrust.com:80 caissuers.microsoft.com:80 ctldl.windowsupdate.com:80
  ctldl.windowsupdate.com crl2.microsoft.com docs.microsoft.com
  169.254.169.254:80 127.0.0.1:40342 168.63.129.16 localhost:40343
`);

export const DOCUMENTED: Readonly<Record<Cloud, readonly string[]>> = {
  public: [
    ...EVERYWHERE,
    ...words(`
      global.handler.control.monitor.azure.com {region}.handler.control.monitor.azure.com *.handler.control.monitor.azure.com
      {workspaceId}.ods.opinsights.azure.com *.ods.opinsights.azure.com
      {dce}.handler.control.monitor.azure.com {dce}.ingest.monitor.azure.com {dce}.metrics.ingest.monitor.azure.com
      *.ingest.monitor.azure.com *.metrics.ingest.monitor.azure.com
      global.prod.microsoftmetrics.com *.prod.microsoftmetrics.com {region}.monitoring.azure.com *.monitoring.azure.com
      prod.la.ingest.monitor.core.windows.net *.prod.la.ingestion.msftcloudes.com *.oms.opinsights.azure.com
      management.azure.com login.microsoftonline.com {region}.login.microsoft.com *.login.microsoft.com
      pas.windows.net login.windows.net
      gbl.his.arc.azure.com {his}.his.arc.azure.com *.his.arc.azure.com {region}.his.arc.azure.com
      agentserviceapi.guestconfiguration.azure.com {region}-gas.guestconfiguration.azure.com *.guestconfiguration.azure.com
      guestnotificationservice.azure.com *.guestnotificationservice.azure.com
      azgn*.servicebus.windows.net *.servicebus.windows.net *.waconazure.com
      dc.services.visualstudio.com
      dataprocessingservice.{region}.arcdataservices.com telemetry.{region}.arcdataservices.com *.{region}.arcdataservices.com
      san-af-{region}-prod.azurewebsites.net {vault}.vault.azure.net graph.microsoft.com
      www.microsoft.com dls.microsoft.com *.blob.core.windows.net {gateway}.gw.arc.azure.com
      crl.microsoft.com:80 mscrl.microsoft.com:80 ocsp.msocsp.com:80
      control-{region}.identity.azure.net
    `),
  ],
  usgov: [
    ...EVERYWHERE,
    ...words(`
      global.handler.control.monitor.azure.us {region}.handler.control.monitor.azure.us
      {workspaceId}.ods.opinsights.azure.us
      {dce}.handler.control.monitor.azure.us {dce}.ingest.monitor.azure.us
      {region}.monitoring.azure.us global.prod.microsoftmetrics.com
      management.usgovcloudapi.net login.microsoftonline.us pasff.usgovcloudapi.net
      *.his.arc.azure.us *.guestconfiguration.azure.us *.blob.core.usgovcloudapi.net
      dc.applicationinsights.us *.{region}.arcdataservices.azure.us www.microsoft.com
    `),
  ],
  china: [
    ...EVERYWHERE,
    ...words(`
      global.handler.control.monitor.azure.cn {region}.handler.control.monitor.azure.cn
      {workspaceId}.ods.opinsights.azure.cn {dce}.ingest.monitor.azure.cn
      *.oms.opinsights.azure.cn *.metrics.ingest.monitor.azure.cn {dce}.metrics.ingest.monitor.azure.cn
      login.chinacloudapi.cn login.partner.chinacloudapi.cn pas.chinacloudapi.cn management.chinacloudapi.cn
      *.his.arc.azure.cn *.guestconfiguration.azure.cn
      guestnotificationservice.azure.cn *.guestnotificationservice.azure.cn
      azgn*.servicebus.chinacloudapi.cn *.servicebus.chinacloudapi.cn *.blob.core.chinacloudapi.cn
      dc.applicationinsights.azure.cn
      ocsp.digicert.cn:80 crl.digicert.cn:80 cacerts.digicert.cn:80
    `),
  ],
};

/** Hosts of entries that no page names: each is an entry of grade INFER. */
export const CONCLUDED: Readonly<Record<Cloud, readonly string[]>> = {
  public: [],
  usgov: words(`
    gbl.his.arc.azure.us agentserviceapi.guestconfiguration.azure.us {region}-gas.guestconfiguration.azure.us
    dataprocessingservice.{region}.arcdataservices.azure.us telemetry.{region}.arcdataservices.azure.us
    {dce}.metrics.ingest.monitor.azure.us {vault}.vault.usgovcloudapi.net
  `),
  china: words(`
    gbl.his.arc.azure.cn agentserviceapi.guestconfiguration.azure.cn {region}-gas.guestconfiguration.azure.cn
    {dce}.handler.control.monitor.azure.cn {vault}.vault.azure.cn
  `),
};
