/** Secrets that got into settings by mistake: refused, named, and never repeated. */
import { describe, expect, test } from 'vitest';
import { CLI_DEFAULTS, settingsFromFlags } from '../../../src/config/cli-settings.ts';
import { secretIn, withoutSecrets } from '../../../src/config/looks-secret.ts';
import { SettingsError } from '../../../src/config/problems.ts';
import { readSettings } from '../../../src/config/settings.ts';

const KEY = `${'Ab1+'.repeat(21)}xy==`;
/** Each with the part that must never come out. Made up, in the shapes that the services give them. */
const SECRETS = [
  [`DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${KEY};EndpointSuffix=core.windows.net`, KEY],
  [`Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=r;SharedAccessKey=abcdefSEKRIT=`, 'SEKRIT'],
  ['https://x.blob.core.windows.net/c?sv=2024&sig=abcSEKRITabcabcabc%3D', 'SEKRIT'],
  ['BlobEndpoint=https://x;SharedAccessSignature=sv=1&sig=SEKRITSEKRIT', 'SEKRIT'],
  [`abc8Q~${'SEKRIT_x.y-z~'.repeat(2)}abcdefgh`, 'SEKRIT'],
  ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJTRUtSSVQifQ.SEKRITsignature', 'SEKRIT'],
  ['Bearer SEKRITSEKRITSEKRITSEKRIT', 'SEKRIT'],
  [KEY, KEY],
  [`${'A'.repeat(44)}AzFuabcdeQ==`, 'AzFu'],
  ['http://user:SEKRIT@proxy.contoso.com:8080', 'SEKRIT'],
  ['-----BEGIN RSA PRIVATE KEY-----\nSEKRIT\n-----END RSA PRIVATE KEY-----', 'SEKRIT'],
  ['password=SEKRIT', 'SEKRIT'],
] as const;
const NAMES = [
  'AGENTPATH_VANTAGE',
  'AGENTPATH_STORE',
  'AGENTPATH_PROXY',
  'AGENTPATH_DCR_ID',
  'AGENTPATH_INGESTION_ENDPOINT',
  'AGENTPATH_CLIENT_ID',
  'AGENTPATH_TARGETS',
  'AGENTPATH_TRUST',
  'AGENTPATH_REGION',
  'PROBE_SCHEDULE',
] as const;

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
}

describe.each(NAMES)('%s', (name) => {
  test.for(SECRETS)('refuses %s without repeating it', ([text, part]) => {
    const message = refusal(() => readSettings({ [name]: text }, () => ''));
    expect(message).toContain(name);
    expect(message).not.toContain(part);
  });
});

test('a flag is refused by its own name', () => {
  const message = refusal(() =>
    settingsFromFlags({ proxy: 'http://user:SEKRIT@p:1', vantage: 'pwd=SEKRIT' }, {}, () => ''),
  );
  expect(message).toMatch(/--proxy: .*user name and password/);
  expect(message).toMatch(/--vantage: .*a password/);
  expect(message).not.toContain('SEKRIT');
  expect(CLI_DEFAULTS.expectFirewall).toBe(false);
});

describe('files', () => {
  const targets = 'targets:\n  - host: a.example\n    path: /probe?sig=SEKRITSEKRIT\n';
  test('a targets file, with the line', () => {
    const message = refusal(() => readSettings({ AGENTPATH_TARGETS: 't.yaml' }, () => targets));
    expect(message).toMatch(/t\.yaml:3:\d+: it holds what looks like a shared access signature/);
    expect(message).not.toContain('SEKRIT');
  });

  test('a file of certificates that holds their key too', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nSEKRIT\n-----END PRIVATE KEY-----\n';
    for (const name of ['AGENTPATH_TRUST', 'AGENTPATH_INSPECTION_CA']) {
      const message = refusal(() => readSettings({ [name]: 'both.pem' }, () => pem));
      expect(message).toContain('"both.pem" holds what looks like a private key');
      expect(message).not.toContain('SEKRIT');
    }
  });
});

describe('what is no secret', () => {
  test.for([
    '0 */5 * * * *',
    'dcr-0123456789abcdef0123456789abcdef',
    '11111111-2222-4333-8444-555555555555',
    'https://agentpath-abcd.westeurope-1.ingest.monitor.azure.com',
    'https://agentpathabcd.blob.core.windows.net/reports',
    'http://proxy.contoso.com:8080',
    'http://[fd00::1]:3128',
    '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/x/providers/Microsoft.Insights/dataCollectionEndpoints/y',
    '10.0.0.4:53,[fd00::4]:53',
    'hub-password-vault.contoso.com',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    'the signature=none of it',
  ])('%s', (text) => {
    expect(secretIn(text)).toBeUndefined();
    expect(withoutSecrets(text)).toBe(text);
  });
});

test('no text makes the search slow', () => {
  const started = performance.now();
  for (const part of ['eyJ', 'a:', '://', '-----BEGIN ', 'Bearer ', 'sig=', 'A', 'x://a:b', 'Q~', '= ', 'password ']) {
    withoutSecrets(part.repeat(Math.ceil(200_000 / part.length)));
  }
  expect(performance.now() - started).toBeLessThan(10_000);
});
