/** A few schedules of the fault campaign (`npm run chaos` carries out hundreds): every recorded row arrives, none altered, none invented, in order. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carryOut } from '../../chaos/campaign.ts';
import { type Authorities, makeAuthorities } from '../../chaos/far.ts';
import { startStores } from '../../chaos/stores.ts';

let folder: string;
let authorities: Authorities;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chaos-'));
  authorities = await makeAuthorities();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the fault campaign, in short', () => {
  test.concurrent.for([16, 36, 40, 47])('seed %i', { timeout: 120_000 }, async (seed) => {
    const stores = await startStores('folder', folder, authorities.root);
    const { figures, problems } = await carryOut(seed, { authorities, ...stores });
    expect(problems).toEqual([]);
    expect(figures).toMatchObject({ lost: 0, altered: 0, invented: 0, outOfOrder: 0 });
    expect(figures.arrived).toBeGreaterThan(20);
    expect(Object.keys(figures.faults).length).toBeGreaterThan(0);
  });
});
