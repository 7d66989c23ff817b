import { describe, expect, test } from 'vitest';
import { discoveredTargets } from '../../../src/catalog/discovered-targets.ts';
import { expandTargets } from '../../../src/catalog/expand-targets.ts';
import { unknownOverrides } from '../../../src/catalog/unknown-overrides.ts';
import type { Override, TargetSettings } from '../../../src/model/settings.ts';
import { settings } from './built.ts';

const override = (name: string, some: Partial<Override> = {}): Override => ({
  name,
  change: {},
  place: `agentpath.yaml:7:${name.length}`,
  ...some,
});
const GLOBAL = 'global.handler.control.monitor.azure.com';
const expanded = (overrides: readonly Override[], some: Partial<TargetSettings> = {}) =>
  expandTargets(settings({ overrides, ...some }));
const named = (name: string, overrides: readonly Override[]) =>
  expanded(overrides).targets.find((target) => target.name === name);

describe('a change', () => {
  test('is applied by the name of a target, and the origin says so; nothing else changes', () => {
    const change = { tier: 'feature', required: false, path: '/other' } as const;
    const given = override(GLOBAL, { change });
    const { targets, origins } = expanded([given]);
    const before = expanded([]);
    expect(targets).toEqual(
      before.targets.map((target) => (target.name === GLOBAL ? { ...target, ...change } : target)),
    );
    expect(origins[GLOBAL]).toEqual({ ...before.origins[GLOBAL], kind: 'override', place: given.place });
  });
  test('by the id of an entry reaches all of its targets', () => {
    const regions = ['westeurope', 'uksouth'];
    const given = override('ama.handler.region', { change: { proxy: 'http://proxy.example:8080' } });
    const { targets } = expanded([given], { regions });
    expect(targets.filter(({ proxy }) => proxy).map(({ host }) => host)).toEqual(
      regions.map((region) => `${region}.handler.control.monitor.azure.com`),
    );
  });
  test('by the name of a target wins over one by its entry, whatever their order', () => {
    const byName = override(GLOBAL, { change: { path: '/name' } });
    const byEntry = override('ama.handler.global', { change: { path: '/entry', feature: 'mine' } });
    expect(named(GLOBAL, [byName, byEntry])).toMatchObject({ path: '/name', feature: 'mine' });
    expect(named(GLOBAL, [byEntry, byName])).toMatchObject({ path: '/name', feature: 'mine' });
  });
  test('of the tier counts for the tiers that are wanted', () => {
    const given = override(GLOBAL, { change: { tier: 'legacy', required: false } });
    const required = expanded([given], { tiers: ['required'] });
    expect(required.targets.map(({ name }) => name)).not.toContain(GLOBAL);
    expect(expanded([given], { tiers: ['legacy'] }).targets.map(({ name }) => name)).toContain(GLOBAL);
  });
});

describe('switched off', () => {
  test('a target is left out with the place, and lacks nothing', () => {
    const given = override(GLOBAL, { enabled: false });
    const { targets, leftOut, origins } = expanded([given]);
    expect(targets.map(({ name }) => name)).not.toContain(GLOBAL);
    expect(origins).not.toHaveProperty([GLOBAL]);
    expect(leftOut.find(({ name }) => name === GLOBAL)).toEqual({
      name: GLOBAL,
      host: GLOBAL,
      lacks: [],
      entry: 'ama.handler.global',
      because: `switched off in ${given.place}`,
    });
  });
  test('by an entry and on again by a name, one of its targets stays', () => {
    const off = override('cma.guestconfiguration.region', { enabled: false });
    const on = override('uksouth-gas.guestconfiguration.azure.com', { enabled: true });
    const { targets } = expanded([off, on], { regions: ['westeurope', 'uksouth'] });
    expect(targets.filter(({ host }) => host.includes('-gas.')).map(({ host }) => host)).toEqual([on.name]);
  });
  test('an entry that lacks a value or a name says so rather than what it lacks', () => {
    const because = 'switched off in agentpath.yaml:7:7';
    const { leftOut } = expanded([override('ama.ods', { enabled: false })], { workspaces: [] });
    expect(leftOut.find(({ entry }) => entry === 'ama.ods')).toMatchObject({ lacks: [], because });
  });
  test('a host that a service tells is not probed, by its name or by its entry', () => {
    for (const name of ['weu.his.arc.azure.com', 'cma.his.region']) {
      const given = settings({ overrides: [override(name, { enabled: false })] });
      const told = discoveredTargets('his', ['weu.his.arc.azure.com'], { name: 'asked' }, given);
      expect(told.targets, name).toEqual([]);
      expect(told.refused, name).toEqual([
        { host: 'weu.his.arc.azure.com', because: expect.stringContaining('switched off in agentpath.yaml') },
      ]);
    }
  });
});

describe('an override of nothing', () => {
  const unknown = (names: readonly string[], some: Partial<TargetSettings> = {}) =>
    unknownOverrides(settings({ overrides: names.map((name) => override(name)), ...some })).map(({ name }) => name);

  test('is told', () => {
    const names = ['global.handler.control.monitor.azure.co', 'ama.handlers', 'eastus.monitoring.azure.com', '*'];
    expect(unknown(names)).toEqual(names);
    expect(unknown(['login.windows.net'], { cloud: 'china' })).toEqual(['login.windows.net']);
    expect(unknown([])).toEqual([]);
  });
  test('is none that names what is not chosen just now, lacks a value, or is discovered in a run', () => {
    const names = [
      'dc.services.visualstudio.com',
      'ama.dce.logs',
      '{workspaceId}.ods.opinsights.azure.com',
      'weu.his.arc.azure.com',
      'azgn-weu-1.servicebus.windows.net',
      'gbl.his.arc.azure.com/discovery?location=westeurope',
    ];
    expect(unknown(names, { agents: ['ama'], tiers: ['required'], gateway: 'hub.gw.arc.azure.com' })).toEqual([]);
    expect(unknown(['own.servicebus.windows.net'])).toEqual(['own.servicebus.windows.net']);
  });
});
