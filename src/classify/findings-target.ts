/** What is odd about a target as it was declared, beside what its answer shows. */
import { listed } from './figures.ts';
import { type FindingRow, when } from './finding-row.ts';

export const TARGET_FINDINGS: readonly FindingRow[] = [
  {
    id: 'dns.other_region',
    phase: 'dns',
    says: ({ target: { regional } }) =>
      when(
        regional && regional.declared.length > 0 && !regional.declared.includes(regional.region),
        () => `the host belongs to ${regional?.region}, and declared is ${listed(regional?.declared ?? [])}`,
      ),
  },
  {
    id: 'dns.public_though_private_link',
    phase: 'dns',
    says: ({ target, steps: { dns } }) =>
      when(
        target.privateLinkExpected && dns.status === 'ok' && dns.facts.addresses.every((one) => !one.private),
        () =>
          `private link is declared for this host, and DNS gives a public address: the zone ${target.privateLinkZone ?? 'of its private link'} is not in effect here`,
      ),
  },
  {
    id: 'http.nothing_discovered',
    phase: 'http',
    says: ({ target, steps: { http } }) => {
      if (target.discovers === undefined) return undefined;
      if (http.status !== 'ok') return `${WHAT[target.discovers]} could not be asked for`;
      return when(
        (http.facts.discovered ?? []).length === 0,
        () => `the answer names no ${WHAT[target.discovers ?? 'his']}`,
      );
    },
  },
];

const WHAT = {
  his: 'regional identity hosts',
  notifications: 'notification hosts',
  dce: 'hosts of data collection endpoints',
} as const;
