/** What agentpath itself asks for, as targets: who wonders why rows or reports are missing finds the answer in the same run. */
import type { Origin, Source } from '../model/origin.ts';
import type { Cloud, Settings } from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import type { FurtherTargets } from './discovered-targets.ts';
import { from } from './sources.ts';

/** Where tokens come from; elsewhere than in Azure also the host that developers sign in at. */
const TOKEN_HOSTS: Readonly<Record<Cloud, string>> = {
  public: 'login.microsoftonline.com',
  usgov: 'login.microsoftonline.us',
  china: 'login.chinacloudapi.cn',
};

/**
 * For what the settings use, and for nothing that a target asks already. No agent needs them: they are `recommended`, and no agent stops. Names of
 * the platform (scaling, host storage, `*.identity.azure.net`) are no setting and are not here.
 */
export function appTargets(
  { ingestion, store, spool, targets: { cloud } }: Pick<Settings, 'ingestion' | 'store' | 'spool' | 'targets'>,
  existing: readonly Target[],
): Pick<FurtherTargets, 'targets' | 'origins'> {
  const targets = new Map<string, Target>();
  const origins: Record<string, Origin> = {};
  const add = (host: string | undefined, stops: string, sources: readonly Source[] = []): void => {
    if (host === undefined || targets.has(host)) return;
    if (existing.some((one) => one.name === host || (one.host === host && one.port === PORT))) return;
    targets.set(host, appTarget(host, stops));
    origins[host] = { kind: 'own', sources, serviceTags: [], place: FEATURE };
  };
  const stored = [httpsHost(store), httpsHost(spool.place)];
  add(httpsHost(ingestion?.endpoint), 'agentpath cannot deliver its rows: they wait, and alerts see none');
  if (ingestion || stored.some((host) => host !== undefined)) {
    add(TOKEN_HOSTS[cloud], 'agentpath gets no tokens where they do not come from the platform', [
      from('identity-host', 'FIELD'),
    ]);
  }
  for (const host of stored) add(host, 'agentpath cannot keep reports, nor rows that wait for delivery');
  return { targets: [...targets.values()], origins };
}

const FEATURE = 'agentpath itself';
const PORT = 443;

function appTarget(host: string, stops: string): Target {
  return {
    name: host,
    host,
    port: PORT,
    scheme: 'https',
    path: '/',
    agents: [],
    feature: FEATURE,
    required: false,
    tier: 'recommended',
    effect: 'none',
    stops,
    inspection: 'unknown',
  };
}

/** A folder has none, and neither has an emulator on another port. */
function httpsHost(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, hostname, port } = new URL(url);
  return protocol === 'https:' && port === '' ? hostname : undefined;
}
