/**
 * What agentpath itself asks for, beside what it probes. Host storage of the Function goes by private endpoint or service endpoint and is not here.
 * Which names Flex Consumption asks for tokens is not documented, so both known ones are listed.
 */
import type { Cloud } from '../model/settings.ts';

/** `{app}`, `{ingestion}` (hosts of the data collection rule or endpoint) and `{telemetry}` (hosts of the connection string) are filled by the template. */
export const APP_HOSTS: Readonly<Record<Cloud, readonly string[]>> = {
  public: [
    '{ingestion}',
    '{telemetry}',
    'login.microsoftonline.com',
    '*.identity.azure.net',
    '{app}.azurewebsites.net',
    '{app}.scm.azurewebsites.net',
  ],
  usgov: [
    '{ingestion}',
    '{telemetry}',
    'login.microsoftonline.us',
    '{app}.azurewebsites.us',
    '{app}.scm.azurewebsites.us',
  ],
  china: [
    '{ingestion}',
    '{telemetry}',
    'login.chinacloudapi.cn',
    '{app}.chinacloudsites.cn',
    '{app}.scm.chinacloudsites.cn',
  ],
};
