import { describe, expect, test } from 'vitest';
import { SettingsError } from '../../../src/config/problems.ts';
import { readSettings } from '../../../src/config/settings.ts';

const RULE = 'dcr-00000000000000000000000000000000';
function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readSettings({ AGENTPATH_DCR_ID: RULE, ...env });
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map(({ place, says }) => `${place}: ${says}`);
  }
}
const endpoint = (url: string, cloud = 'public') => ({ AGENTPATH_INGESTION_ENDPOINT: url, AGENTPATH_CLOUD: cloud });

describe('where tokens may be sent', () => {
  test.for([
    endpoint('https://dce-a1b2.westeurope-1.ingest.monitor.azure.com'),
    endpoint('https://dcr-a1b2-westeurope.logs.z1.ingest.monitor.azure.com'),
    endpoint('https://dce-a1b2.usgovvirginia-1.ingest.monitor.azure.us', 'usgov'),
    endpoint('https://dce-a1b2.chinanorth3-1.ingest.monitor.azure.cn', 'china'),
    { ...endpoint('https://x.ingest.monitor.azure.com'), AGENTPATH_STORE: 'https://a.blob.core.windows.net/reports' },
    { ...endpoint('https://x.ingest.monitor.azure.com'), AGENTPATH_STORE: 'https://a.z01.blob.storage.azure.net/x' },
    { ...endpoint('https://x.ingest.monitor.azure.com'), AGENTPATH_STORE: './reports' },
    { ...endpoint('https://127.0.0.1:8443'), AGENTPATH_NETWORK: './world.mjs' },
    { ...endpoint('https://localhost:8443'), AGENTPATH_NETWORK: './world.mjs' },
    { ...endpoint('https://x.ingest.monitor.azure.com'), AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/' },
    { ...endpoint('https://x.ingest.monitor.azure.com'), AZURE_AUTHORITY_HOST: 'login.microsoftonline.com' },
  ])('%o', (env) => {
    expect(problemsOf(env)).toEqual([]);
  });

  test.for([
    ['another host', endpoint('https://ingest.example')],
    ['a host that only looks like one', endpoint('https://x.ingest.monitor.azure.com.example')],
    ['a host that ends like one', endpoint('https://evil-ingest.monitor.azure.com')],
    ['an address', endpoint('https://20.50.68.130')],
    ['this machine, on the real network', endpoint('https://127.0.0.1:8443')],
    ['another machine, on a simulated one', { ...endpoint('https://10.0.0.4'), AGENTPATH_NETWORK: './world.mjs' }],
  ] as const)('the endpoint is %s: refused', ([, env]) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(/^AGENTPATH_INGESTION_ENDPOINT: .* no host of Azure's/)]);
  });

  test('storage, the spool and the authority too, all at once', () => {
    const env = {
      ...endpoint('https://x.ingest.monitor.azure.com'),
      AGENTPATH_STORE: 'https://store.example/reports',
      AGENTPATH_SPOOL: 'https://a.blob.core.windows.net.example/spool',
      AZURE_AUTHORITY_HOST: 'http://login.microsoftonline.com',
    };
    expect(problemsOf(env).map((problem) => problem.split(':')[0])).toEqual([
      'AGENTPATH_STORE',
      'AGENTPATH_SPOOL',
      'AZURE_AUTHORITY_HOST',
    ]);
  });
});

describe('where rows wait', () => {
  const spoolOf = (env: Readonly<Record<string, string>>) => readSettings(env).spool;
  test.for([
    [{}, undefined],
    [{ AGENTPATH_STORE: './kept/' }, './kept/spool'],
    [{ AGENTPATH_STORE: 'https://a.blob.core.windows.net/reports' }, 'https://a.blob.core.windows.net/spool'],
    [{ AGENTPATH_STORE: './kept', AGENTPATH_SPOOL: '/var/spool/x' }, '/var/spool/x'],
  ] as const)('%o', ([env, place]) => {
    expect(spoolOf(env).place).toBe(place);
  });
  test('the bounds', () => {
    expect(spoolOf({})).toEqual({ maxAgeHours: 168, maxMegabytes: 256, maxRows: 1_000_000 });
    const env = {
      AGENTPATH_SPOOL_MAX_AGE_HOURS: '48',
      AGENTPATH_SPOOL_MAX_MB: '10',
      AGENTPATH_SPOOL_MAX_ROWS: '5000',
    };
    expect(spoolOf(env)).toEqual({ maxAgeHours: 48, maxMegabytes: 10, maxRows: 5000 });
    expect(problemsOf({ ...endpoint('https://x.ingest.monitor.azure.com'), AGENTPATH_SPOOL_MAX_ROWS: '10' })).toEqual([
      expect.stringContaining('AGENTPATH_SPOOL_MAX_ROWS'),
    ]);
  });
});
