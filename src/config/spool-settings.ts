import { DEFAULT_SPOOL, type SpoolSettings } from '../model/settings.ts';
import type { Collector, GivenSettings } from './given.ts';
import { readStore } from './read-text.ts';
import type { Reader } from './read-value.ts';
import type { SettingKey } from './settings-table.ts';

/** Rows wait beside the reports, unless told otherwise. */
export function spoolSettings(
  given: GivenSettings,
  store: string | undefined,
  collector: Collector,
  numberOf: (key: SettingKey) => Reader<number>,
): SpoolSettings {
  const place = collector.one(given.spool, readStore) ?? (store === undefined ? undefined : besides(store));
  const number = (key: SettingKey): number | undefined => collector.one(given[key], numberOf(key));
  return {
    ...(place !== undefined && { place }),
    maxAgeHours: number('spoolMaxAge') ?? DEFAULT_SPOOL.maxAgeHours,
    maxMegabytes: number('spoolMaxMegabytes') ?? DEFAULT_SPOOL.maxMegabytes,
    maxRows: number('spoolMaxRows') ?? DEFAULT_SPOOL.maxRows,
  };
}

/** Of a container its neighbour, of a folder a folder in it: reports are listed one by one, and rows are not to be among them. */
function besides(store: string): string {
  return /^https?:\/\//.test(store) ? store.replace(/[^/]+$/, 'spool') : `${store.replace(/[\\/]+$/, '')}/spool`;
}
