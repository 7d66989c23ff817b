import { describe, expect, test } from 'vitest';
import { appTargets } from '../../../src/catalog/app-targets.ts';
import { DEFAULT_SPOOL, type Settings } from '../../../src/model/settings.ts';
import type { Target } from '../../../src/model/target.ts';
import { own, settings } from './built.ts';

const INGESTION = {
  endpoint: 'https://dce-own-a1b2.westeurope-1.ingest.monitor.azure.com',
  ruleId: 'dcr-00000000000000000000000000000000',
  stream: 'Custom-AgentPathProbe_CL',
};
const hosts = (some: Partial<Settings>, existing: readonly Target[] = []) =>
  appTargets({ spool: DEFAULT_SPOOL, targets: settings(), ...some }, existing).targets.map(({ host }) => host);

describe('what agentpath itself asks for', () => {
  test('is nothing where it delivers nothing and keeps nothing', () => {
    expect(hosts({})).toEqual([]);
    expect(hosts({ store: '/var/reports', spool: { ...DEFAULT_SPOOL, place: 'spool' } })).toEqual([]);
  });
  test('is its ingestion, its tokens and its storage, each once', () => {
    const store = 'https://account.blob.core.windows.net/reports';
    const spool = { ...DEFAULT_SPOOL, place: 'https://account.blob.core.windows.net/spool' };
    expect(hosts({ ingestion: INGESTION, store, spool })).toEqual([
      'dce-own-a1b2.westeurope-1.ingest.monitor.azure.com',
      'login.microsoftonline.com',
      'account.blob.core.windows.net',
    ]);
  });
  test("is of the cloud, and not an emulator's port", () => {
    expect(hosts({ ingestion: INGESTION, targets: settings({ cloud: 'china' }) })).toContain('login.chinacloudapi.cn');
    expect(hosts({ store: 'http://127.0.0.1:10000/devstoreaccount1/reports' })).toEqual([]);
  });
  test('is not asked twice', () => {
    const existing = [
      own({ name: 'x', host: 'login.microsoftonline.com' }),
      own({ name: new URL(INGESTION.endpoint).host }),
    ];
    expect(hosts({ ingestion: INGESTION }, existing)).toEqual([]);
  });
  test('stops no agent, and says what stops', () => {
    const { targets, origins } = appTargets({ ingestion: INGESTION, spool: DEFAULT_SPOOL, targets: settings() }, []);
    expect(targets.map(({ agents, required, effect, feature }) => ({ agents, required, effect, feature }))).toEqual(
      Array(2).fill({ agents: [], required: false, effect: 'none', feature: 'agentpath itself' }),
    );
    expect(targets.every(({ stops }) => stops.startsWith('agentpath '))).toBe(true);
    expect(Object.keys(origins)).toEqual(targets.map(({ name }) => name));
  });
});
