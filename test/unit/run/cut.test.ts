/** A run that would run into the next is cut with what it has, delivers it, and says so. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { selected } from '../../../src/run/compose.ts';
import { runFailure } from '../../../src/run/service.ts';
import { type LoadedEngine, loadEngine } from '../../load/loaded-engine.ts';

let folder: string;
let loaded: LoadedEngine;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cut-'));
  loaded = await loadEngine({ targets: 150, deniedOneIn: 0, store: folder, canaries: false });
});
afterAll(async () => {
  await loaded.close();
  await rm(folder, { recursive: true, force: true });
});

test('what was probed is delivered, the run is ill, and the invocation fails after it', async () => {
  const { engine, endpoint, settings } = loaded;
  const slow = { ...settings, probe: { ...settings.probe, concurrency: 1 } };
  // A hundred and fifty targets one after another take far longer on any machine.
  const report = await engine.run(slow, { deliver: true, timing: { cutAfterMs: 50, deliveryMs: 60_000 } });
  const probed = report.result.results.length;
  expect(probed).toBeLessThan(150);
  // Revocation hosts that the certificates named would have been targets too.
  const says = new RegExp(
    `^cut after 0 s, so as not to run into the next run: ${probed} of 15\\d targets were probed$`,
  );
  expect(report.result.run.ill).toEqual([expect.stringMatching(says)]);
  expect(runFailure(report)).toContain('cut after');
  expect(report.delivery).toMatchObject({ kept: 0, refused: 0 });
  expect(endpoint.accepted()).toBe(report.delivery?.written);
  expect(endpoint.rows().at(-1)).toMatchObject({ Kind: 'run', Ill: [expect.stringMatching(says)] });
});

test('one that ends in time is whole', async () => {
  const { engine, settings } = loaded;
  const report = await engine.run(settings, {
    deliver: true,
    only: selected(settings)
      .targets.slice(0, 2)
      .map(({ name }) => name),
    timing: { cutAfterMs: 600_000, deliveryMs: 60_000 },
  });
  expect(report.result.run.ill).toEqual([]);
  expect(report.spool).toMatchObject({ waiting: 0 });
});

test('a caller that breaks it off gets what was probed, and no row is written', async () => {
  const { engine, endpoint, settings } = loaded;
  const before = endpoint.accepted();
  const controller = new AbortController();
  const slow = { ...settings, probe: { ...settings.probe, concurrency: 1 } };
  const running = engine.run(slow, {
    deliver: true,
    signal: controller.signal,
    onProgress: () => controller.abort(),
    timing: { cutAfterMs: 600_000, deliveryMs: 60_000 },
  });
  const report = await running;
  expect(report.result.results.length).toBeLessThan(150);
  expect(report).not.toHaveProperty('delivery');
  expect(endpoint.accepted()).toBe(before);
});
