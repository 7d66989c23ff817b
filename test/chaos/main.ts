/**
 * `npm run chaos`: seeded schedules of faults and restarts over the real sink and spool, first with the spool in a folder, then in Blob storage
 * (Azurite). After each: every recorded row has arrived, none altered, none invented, in order. Prints Markdown, and what did not hold with its
 * seed; `npm run chaos -- --store folder --seed N` carries out one schedule alone.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { carryOut } from './campaign.ts';
import { makeAuthorities } from './far.ts';
import { campaignTable, combined, type Figures, faultTable } from './figures.ts';
import { STORES, type StoreKind, startStores } from './stores.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: '220' },
    azurite: { type: 'string', default: '30' },
    store: { type: 'string' },
    seed: { type: 'string' },
  },
});

const problems: string[] = [];

async function campaign(kind: StoreKind, seeds: readonly number[]): Promise<Figures | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'agentpath-chaos-'));
  const authorities = await makeAuthorities();
  const stores = await startStores(kind, folder, authorities.root);
  try {
    const figures: Figures[] = [];
    for (const seed of seeds) {
      const carried = await carryOut(seed, { authorities, ...stores });
      figures.push(carried.figures);
      problems.push(...carried.problems.map((says) => `${kind}, ${says}`));
      process.stderr.write(`\r${kind}: ${figures.length} of ${seeds.length} schedules`);
    }
    process.stderr.write('\n');
    return combined(figures);
  } finally {
    await stores.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const kinds = STORES.filter((kind) => values.store === undefined || values.store === kind);
if (kinds.length === 0) throw new Error(`--store: expected one of ${STORES.join(', ')}`);
const columns: { readonly title: string; readonly figures: Figures }[] = [];
for (const kind of kinds) {
  const seeds =
    values.seed === undefined
      ? Array.from({ length: Number(values[kind]) }, (_, index) => index + 1)
      : [Number(values.seed)];
  const figures = await campaign(kind, seeds);
  if (figures) columns.push({ title: kind, figures });
}
const all = combined(columns.map(({ figures }) => figures));
if (all) console.log([campaignTable(columns), '', faultTable(all)].join('\n'));
for (const says of problems) console.error(says);
if (problems.length > 0) process.exitCode = 1;
