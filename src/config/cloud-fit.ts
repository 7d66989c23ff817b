/** Settings that are each well written and belong to different clouds: then one of them is a slip, and rows or reports would go astray. */
import { CLOUD_SUFFIXES, type CloudSuffixes } from '../model/cloud-suffixes.ts';
import { CLOUDS, type Settings } from '../model/settings.ts';
import { type Given, type GivenSettings, problemAt } from './given.ts';
import type { Problem } from './problems.ts';
import { quoted } from './read-value.ts';

export function cloudProblems(
  given: GivenSettings,
  { targets, ingestion, store, spool }: Settings,
): readonly Problem[] {
  const fits = (at: Given | undefined, url: string | undefined, kind: keyof CloudSuffixes): readonly Problem[] => {
    if (!at || url === undefined || !URL.canParse(url)) return [];
    const { hostname } = new URL(url);
    const home = CLOUDS.find((cloud) => hostname.endsWith(`.${CLOUD_SUFFIXES[cloud][kind]}`));
    if (home === undefined || home === targets.cloud) return [];
    return [
      problemAt(
        at,
        `${quoted(hostname)} belongs to the cloud ${home}, and the cloud is ${targets.cloud}`,
        `Write a host that ends in ${CLOUD_SUFFIXES[targets.cloud][kind]}, or set the cloud to ${home}`,
      ),
    ];
  };
  return [
    ...fits(given.ingestionEndpoint?.[0], ingestion?.endpoint, 'monitor'),
    ...fits(given.store?.[0], store, 'blob'),
    ...fits(given.spool?.[0], spool.place, 'blob'),
  ];
}
