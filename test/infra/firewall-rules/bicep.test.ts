/** Generated Bicep in the real compiler: no warning, nothing to reformat, and what would be deployed is the plan. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entries, expandTargets } from '../../../src/catalog/expand-targets.ts';
import type { RulePlan } from '../../../src/firewall-rules/rule-plan.ts';
import { toRulePlan } from '../../../src/firewall-rules/to-rule-plan.ts';
import { covers, wildcardOf } from '../../../src/firewall-rules/wildcards.ts';
import { API_VERSION } from '../../../src/firewall-rules/write-bicep.ts';
import { writeRules } from '../../../src/firewall-rules/write-rules.ts';
import { CLOUDS, type Cloud } from '../../../src/model/settings.ts';
import {
  allowance,
  catalogueAllowances,
  cataloguePlan,
  mixedPlan,
  OPTIONS,
  type SaidRule,
  SOURCES,
  saidBy,
  settingsOf,
} from '../../unit/firewall-rules/built.ts';
import { armGroup, saidByArm } from '../../unit/firewall-rules/said.ts';
import { compile, formatted, INFRA, predictFile, type Resource, stopBicep } from '../bicep/support/bicep.ts';
import { skipsWithoutBicep } from '../bicep/support/find-bicep.ts';
import { all } from '../bicep/support/read.ts';

const GROUPS = 'Microsoft.Network/firewallPolicies/ruleCollectionGroups';
const skipped = await skipsWithoutBicep();

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'agentpath-rules-'));
  // Every rule of the linter that this repository knows is an error here, and the others are at their preset.
  copyFileSync(path.join(INFRA, 'bicepconfig.json'), path.join(folder, 'bicepconfig.json'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await stopBicep();
});

interface Built {
  readonly diagnostics: readonly unknown[];
  readonly groups: readonly Resource[];
  readonly said: readonly SaidRule[];
}

async function built(name: string, plan: RulePlan): Promise<Built> {
  const file = path.join(folder, `${name}.bicep`);
  writeFileSync(file, writeRules(plan, 'bicep'));
  writeFileSync(path.join(folder, `${name}.bicepparam`), `using './${name}.bicep'\n\nparam policyName = 'afwp-hub'\n`);
  const { diagnostics } = await compile(path.relative(INFRA, file));
  const { is, shouldBe } = await formatted(file);
  expect(is).toBe(shouldBe);
  const prediction = await predictFile(path.join(folder, `${name}.bicepparam`));
  if ('refused' in prediction) throw new Error(prediction.refused);
  expect(prediction.diagnostics).toEqual([]);
  const groups = all(prediction, GROUPS);
  const said = groups.flatMap(({ name, properties }) =>
    armGroup(name.split('/').at(-1) ?? '', properties, (sources) =>
      Array.isArray(sources) ? sources.map(String) : [],
    ),
  );
  return { diagnostics, groups, said };
}

describe.skipIf(skipped)('generated Bicep', () => {
  describe.each(CLOUDS)('for the whole catalogue (%s)', (cloud) => {
    const plan = cataloguePlan(cloud);
    let made: Built;
    beforeAll(async () => {
      made = await built(cloud, plan);
    });

    test('compiles without a warning', () => {
      expect(made.diagnostics).toEqual([]);
    });
    test('would deploy the plan', () => {
      expect(made.groups.map(({ name, apiVersion }) => [name, apiVersion])).toEqual([
        ['afwp-hub/rcg-agentpath', API_VERSION],
      ]);
      expect(made.said).toEqual(saidBy(plan));
    });
    test('says what the ARM template says', () => {
      expect(made.said).toEqual(saidByArm(writeRules(plan, 'arm')));
    });
    test('lets through the catalogue, by the right protocol and port, and nothing else', () => {
      const flows = (rules: readonly SaidRule[]): readonly string[] =>
        rules.flatMap(({ protocol, destinations }) => destinations.map((one) => `${protocol} ${one}`));
      expect([...flows(made.said)].sort()).toEqual([...expectedFlows(cloud)].sort());
      expect(made.said.filter(({ sources }) => sources.join() !== SOURCES.join())).toEqual([]);
      expect(new Set(made.said.map(({ protocol }) => protocol))).toEqual(new Set(['Https:443', 'Http:80']));
      expect(made.said.filter(({ destinations }) => destinations.some((one) => covers(one, 'example.com')))).toEqual(
        [],
      );
    });
  });

  test('wildcards, service tags, IP groups and every kind of rule compile too', async () => {
    const ipGroup = `/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg/providers/Microsoft.Network/ipGroups/ipg`;
    const plans: readonly (readonly [string, RulePlan])[] = [
      ['wide', toRulePlan(catalogueAllowances('public', { wildcards: true, legacy: true }), OPTIONS)],
      ['tagged', cataloguePlan('public', { networkRules: true })],
      ['mixed', mixedPlan({ networkRules: true, policy: 'another' })],
      ['groups', mixedPlan({ sources: { kind: 'ipGroups', values: [ipGroup] } })],
    ];
    for (const [name, plan] of plans) {
      const { diagnostics, said } = await built(name, plan);
      expect(diagnostics, name).toEqual([]);
      expect(said, name).toEqual(saidBy(plan));
    }
  });

  test('a plan of several groups deploys them all', async () => {
    const plan = fullPlan();
    expect(plan.groups.length).toBe(3);
    const { diagnostics, said } = await built('full', plan);
    expect(diagnostics).toEqual([]);
    expect(said).toEqual(saidBy(plan));
  });

  test('texts with everything in them that means something to Bicep stay texts', async () => {
    const sharp = [
      "'",
      "'''",
      `\${x}`,
      `\\\${x}`,
      '\\',
      '\\n',
      '//',
      '/* ',
      '*/',
      '#disable-next-line',
      '@',
      '{',
      '[listKeys()]',
      '\n',
      '🙂',
      '\u202e',
      'https://management.azure.com',
    ];
    const allowances = sharp.map((text, index) =>
      allowance(`h${index}.example`, { feature: `f${index} ${text}`, why: text, places: [text], warnings: [text] }),
    );
    const plan = toRulePlan(
      { allowances, notAllowed: sharp.map((name) => ({ name, because: name })) },
      { ...OPTIONS, notes: sharp },
    );
    const { diagnostics, said } = await built('sharp', plan);
    expect(diagnostics).toEqual([]);
    expect(said).toEqual(saidBy(plan));
    expect(said.length).toBe(sharp.length);
  });

  test('no host of anybody is taken for an address that the template talks to', async () => {
    const linted = [
      ...['management.azure.com', 'gallery.azure.com', 'login.microsoftonline.com', 'blob.core.windows.net'],
      ...['management.core.windows.net', 'database.windows.net', 'graph.windows.net', 'contoso.vault.azure.net'],
      ...['datalake.azure.net', 'azuredatalakestore.net', 'azuredatalakeanalytics.net', 'batch.core.windows.net'],
    ];
    const allowances = linted.map((host, index) => allowance(host, { feature: `talks to ${host}`, port: 443 + index }));
    const plan = toRulePlan({ allowances, notAllowed: [] }, OPTIONS);
    const { diagnostics, said } = await built('linted', plan);
    expect(diagnostics).toEqual([]);
    expect(said).toEqual(saidBy(plan));
    // Each of them would be.
    const file = path.join(folder, 'linted.bicep');
    writeFileSync(file, writeRules(plan, 'bicep').replaceAll(/\s*#disable-next-line.*/g, ''));
    const without = (await compile(path.relative(INFRA, file))).diagnostics;
    expect(without.length).toBeGreaterThanOrEqual(linted.length);
  });

  test('a slip would be seen', async () => {
    const file = path.join(folder, 'slip.bicep');
    writeFileSync(
      file,
      writeRules(cataloguePlan('public'), 'bicep')
        .replaceAll(/\s*#disable-next-line.*/g, '')
        .replace('targetFqdns', 'targetFqdn'),
    );
    const { diagnostics } = await compile(path.relative(INFRA, file));
    expect(JSON.stringify(diagnostics)).toMatch(/no-hardcoded-env-urls/);
    expect(JSON.stringify(diagnostics)).toMatch(/BCP0(?:37|89)/);
  });
});

/** Straight from the catalogue's data: what the agents are documented to need, without what nothing stops without. */
function expectedFlows(cloud: Cloud): ReadonlySet<string> {
  const { targets } = expandTargets(settingsOf(cloud));
  const flow = (scheme: string, port: number, host: string): string =>
    `${scheme === 'http' ? 'Http' : 'Https'}:${port} ${host}`;
  const named = targets
    .filter(({ tier }) => tier !== 'legacy')
    .map(({ scheme, port, host }) => flow(scheme, port, host));
  const discovered = entries(cloud)
    .filter(({ needs, uses }) => needs === 'discovery' && Object.values(uses).some(({ tier }) => tier !== 'legacy'))
    .map(({ scheme, port, host }) => flow(scheme, port, wildcardOf(host)));
  return new Set([...named, ...discovered]);
}

/** So many sources that a group holds only some of the rules. */
function fullPlan(): RulePlan {
  const values = Array.from({ length: 5000 }, (_, index) => `10.${Math.floor(index / 250)}.${index % 250}.0/24`);
  const allowances = Array.from({ length: 25 }, (_, index) =>
    allowance(`h${index}.example`, { feature: `feature ${index}` }),
  );
  return toRulePlan({ allowances, notAllowed: [] }, { ...OPTIONS, sources: { kind: 'addresses', values } });
}
