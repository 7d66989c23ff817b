/** What services told about further hosts. Fresh answers are counted; an old one shows its age, and a missing one says what is not probed. */
import type { Discovery, RunFacts } from '../model/run.ts';
import { counted } from './figures.ts';
import { beside, widthOf } from './layout.ts';
import type { Screen } from './screen.ts';

const LABEL = 'Told';
const INDENT = 8;
const HOUR_MS = 3_600_000;

export function formatDiscoveries({ discoveries = [], startedAt }: RunFacts, { columns }: Screen): string {
  if (discoveries.length === 0) return '';
  const fresh = discoveries.filter(({ outcome }) => outcome === 'fresh');
  const hosts = fresh.reduce((sum, one) => sum + one.hosts.length, 0);
  const lines = [
    ...(fresh.length > 0
      ? [`${counted(hosts, 'further host')}, by ${fresh.map(({ asked }) => asked).join(', ')}.`]
      : []),
    ...discoveries.flatMap((one) => notFresh(one, startedAt)),
  ];
  return beside(LABEL.padEnd(Math.max(INDENT, widthOf(LABEL))), lines, INDENT, columns).join('\n');
}

function notFresh({ outcome, asked, hosts, toldAt, why = '' }: Discovery, startedAt: string): readonly string[] {
  switch (outcome) {
    case 'fresh':
      return [];
    case 'kept':
      return [
        `${asked} tells nothing now (${why}); its answer of ${age(toldAt, startedAt)} ago is used: ${counted(hosts.length, 'host')}.`,
      ];
    case 'failed':
      return [`${asked} tells nothing (${why}): the hosts that it would name are not probed.`];
  }
}

function age(toldAt: string | undefined, startedAt: string): string {
  const hours = Math.max(0, Math.round((Date.parse(startedAt) - Date.parse(toldAt ?? startedAt)) / HOUR_MS));
  if (hours < 1) return 'less than an hour';
  return hours < 48 ? counted(hours, 'hour') : counted(Math.round(hours / 24), 'day');
}
