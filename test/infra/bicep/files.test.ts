/** What lies beside the template and needs no compiler: azd's file, its parameters and hooks, and the endpoints that the code writes. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { endpointsFile, firewallFqdn } from '../../../src/catalog/endpoints-file.ts';
import { INFRA, ROOT } from './support/bicep.ts';
import { at, isRecord } from './support/read.ts';

test('infra/endpoints.json is what the code says', async () => {
  await expect(endpointsFile()).toMatchFileSnapshot('../../../infra/endpoints.json');
});
test.each([
  ['gbl.his.arc.azure.com', 'gbl.his.arc.azure.com'],
  ['{region}.handler.control.monitor.azure.com', '{region}.handler.control.monitor.azure.com'],
  ['{his}.his.arc.azure.com', '*.his.arc.azure.com'],
  ['azgn*.servicebus.windows.net', '*.servicebus.windows.net'],
  ['*.guestconfiguration.azure.us', '*.guestconfiguration.azure.us'],
  ['a.{unknown}.b.example', '*.b.example'],
])('%s is written into a rule as %s', (host, fqdn) => {
  expect(firewallFqdn(host)).toBe(fqdn);
});

test('host.json asks for no extension bundle, which would be one more host through the firewall', () => {
  const host: unknown = JSON.parse(readFileSync(join(ROOT, 'host.json'), 'utf8'));
  expect(at(host, 'version')).toBe('2.0');
  expect(host).not.toHaveProperty('extensionBundle');
});

describe('azure.yaml', () => {
  const text = readFileSync(join(ROOT, 'azure.yaml'), 'utf8');
  const yaml: unknown = parse(text);

  // The schema of Azure/azure-dev, schemas/v1.0/azure.yaml.json. It is theirs and lies beside this repository, where it is kept at all.
  const schemaFile = join(ROOT, '../shared/data/azure.yaml.schema.json');
  test.skipIf(!existsSync(schemaFile))("is what azd's schema takes (skipped where ../shared/data is not there)", () => {
    const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object;
    const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
    // Schemas of azd's extensions, which this file does not use.
    const elsewhere = JSON.stringify(schema).matchAll(/"\$ref":"(https:[^"#]+)/g);
    for (const url of new Set([...elsewhere].map(([, found = '']) => found))) ajv.addSchema({ $id: url });
    const valid = ajv.compile(schema);
    expect(valid(yaml), JSON.stringify(valid.errors)).toBe(true);
    expect(valid({ ...(isRecord(yaml) ? yaml : {}), name: 'Agent Path' })).toBe(false);
  });
  test('points at the folder that the build writes, and builds nothing in Azure', () => {
    const service = at(yaml, 'services.probe');
    expect(service).toEqual({ project: 'dist/app', host: 'function', language: 'js', remoteBuild: false });
    expect(readFileSync(join(ROOT, 'scripts/build.mjs'), 'utf8')).toContain("mkdirSync('dist/app'");
    expect(existsSync(join(ROOT, 'dist/app/.funcignore'))).toBe(false);
  });
  test('its hooks exist for both kinds of shell, and build before packaging and deploying', () => {
    const hooks = at(yaml, 'hooks');
    const runs = isRecord(hooks)
      ? Object.entries(hooks).map(([event, hook]) =>
          [event, at(hook, 'posix.run'), at(hook, 'windows.run')].map(String),
        )
      : [];
    expect(runs.map(([event]) => event)).toEqual(['preprovision', 'prepackage', 'predeploy', 'predown']);
    for (const [, posix = '', windows = ''] of runs) {
      expect(statSync(join(ROOT, posix)).mode & 0o111, posix).not.toBe(0);
      expect(windows).toBe(posix.replace(/\.sh$/, '.ps1'));
      expect(existsSync(join(ROOT, windows)), windows).toBe(true);
    }
    expect(at(hooks, 'prepackage.posix.run')).toBe('infra/hooks/build-app.sh');
    expect(at(hooks, 'predeploy.posix.run')).toBe('infra/hooks/build-app.sh');
  });
  test('no parameter file stands where azd would prefer it to main.parameters.json', () => {
    expect(readdirSync(INFRA).filter((name) => name.endsWith('.bicepparam'))).toEqual([]);
  });
});

describe('main.parameters.json', () => {
  const file: unknown = JSON.parse(readFileSync(join(INFRA, 'main.parameters.json'), 'utf8'));
  const parameters = at(file, 'parameters');

  test('names parameters of the template, and brings no demo hub', () => {
    const declared = [...readFileSync(join(INFRA, 'main.bicep'), 'utf8').matchAll(/^param (\w+) /gm)].map(
      ([, name]) => name,
    );
    expect(isRecord(parameters) && Object.keys(parameters).filter((name) => !declared.includes(name))).toEqual([]);
    expect(at(parameters, 'demo.value.deploy')).toBe(false);
    expect(at(parameters, 'environmentName.value')).toMatch(/^\$\{AZURE_ENV_NAME\}$/);
    expect(at(parameters, 'location.value')).toMatch(/^\$\{AZURE_LOCATION\}$/);
  });
  test('an environment variable stands only where a text may stand', () => {
    const types = readFileSync(join(INFRA, 'modules/types.bicep'), 'utf8');
    const substituted = [...JSON.stringify(parameters).matchAll(/"(\w+)":"\$\{(\w+)(=[^}]*)?\}"/g)].map(
      ([, key]) => key,
    );
    for (const key of substituted.filter((one) => one !== 'value')) {
      expect(types, key).toMatch(new RegExp(`^ {2}${key}: (string|'[^\\n]*)\\?$`, 'm'));
    }
  });
});

describe('hooks', () => {
  /** Runs a hook with an `az` that writes down what it was asked. */
  function run(hook: string, environment: Readonly<Record<string, string>>, azSays = 'Registered') {
    const folder = mkdtempSync(join(tmpdir(), 'agentpath-hook-'));
    try {
      const asked = join(folder, 'asked');
      writeFileSync(asked, '');
      writeFileSync(join(folder, 'az'), `#!/bin/sh\necho "$*" >> '${asked}'\necho ${azSays}\n`, { mode: 0o755 });
      const env = {
        PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
        AZURE_SUBSCRIPTION_ID: 'sub',
        ...environment,
      };
      const { status, stderr } = spawnSync('sh', [join(INFRA, 'hooks', hook)], { env, encoding: 'utf8' });
      return { status, stderr, asked: readFileSync(asked, 'utf8') };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  test('providers that are registered are left alone, others are registered and waited for', () => {
    expect(run('register-providers.sh', {}).asked).not.toContain('provider register');
    const missing = run('register-providers.sh', {}, 'NotRegistered');
    expect(missing.status).toBe(0);
    expect(missing.asked).toContain('provider register --namespace Microsoft.App --subscription sub --wait');
  });
  test('azd down is refused where it would delete resource groups of others', () => {
    const refused = run('before-down.sh', { OTHER_RESOURCE_GROUPS: 'rg-hub,rg-logs', SERVICE_PROBE_NAME: 'app' });
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain('rg-hub,rg-logs');
    expect(refused.asked).toBe('');
  });
  test('otherwise the app leaves its subnet first', () => {
    const left = run('before-down.sh', {
      OTHER_RESOURCE_GROUPS: '',
      SERVICE_PROBE_NAME: 'app',
      AZURE_RESOURCE_GROUP: 'rg',
    });
    expect(left.status).toBe(0);
    expect(left.asked).toContain(
      'functionapp vnet-integration remove --name app --resource-group rg --subscription sub',
    );
    expect(run('before-down.sh', {}).asked).toBe('');
  });
  test('the names that the hooks read are outputs of the template, or of azd', () => {
    const outputs = [...readFileSync(join(INFRA, 'main.bicep'), 'utf8').matchAll(/^output (\w+) /gm)].map(
      ([, name]) => name,
    );
    const scripts = readdirSync(join(INFRA, 'hooks')).map((name) => readFileSync(join(INFRA, 'hooks', name), 'utf8'));
    const read = scripts.flatMap((text) => [...text.matchAll(/\$(?:\{|env:)?([A-Z][A-Z_]+)/g)].map(([, name]) => name));
    expect(read.length).toBeGreaterThan(5);
    expect(read.filter((name) => ![...outputs, 'AZURE_SUBSCRIPTION_ID', 'LASTEXITCODE'].includes(name))).toEqual([]);
  });
});
