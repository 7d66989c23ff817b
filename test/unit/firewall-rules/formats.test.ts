/** The same rules, whatever the language: each is read back by a reader that we did not write, where there is one. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { csvRows, readCsvRules } from '../../../src/firewall-rules/read-csv-rules.ts';
import type { RulePlan } from '../../../src/firewall-rules/rule-plan.ts';
import { CSV_COLUMNS } from '../../../src/firewall-rules/write-csv.ts';
import { writeRules } from '../../../src/firewall-rules/write-rules.ts';
import { cataloguePlan, mixedPlan, OPTIONS, saidBy } from './built.ts';
import { saidByArm, saidByAz, saidByTerraform } from './said.ts';

const IP_GROUP =
  '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hub/providers/Microsoft.Network/ipGroups/ipg-agents';

const PLANS: readonly (readonly [string, RulePlan])[] = [
  ['the public catalogue', cataloguePlan('public')],
  ['the catalogue of Azure Government', cataloguePlan('usgov')],
  ['the catalogue of China', cataloguePlan('china')],
  ['every kind of rule', mixedPlan()],
  ['rules by service tag', mixedPlan({ networkRules: true, policy: 'afwp-hub' })],
  ['IP groups', mixedPlan({ sources: { kind: 'ipGroups', values: [IP_GROUP] } })],
  ['several groups', { ...mixedPlan(), groups: twoGroups() }],
];

function twoGroups(): RulePlan['groups'] {
  const [one] = mixedPlan().groups;
  const [other] = mixedPlan({ groupName: 'rcg-agentpath-2', priority: 1001 }).groups;
  return one && other ? [one, other] : [];
}

describe.each(PLANS)('%s', (_, plan) => {
  const said = saidBy(plan);

  test('has rules to compare', () => {
    expect(said.length).toBeGreaterThan(4);
  });
  test('as an ARM template', () => {
    expect(saidByArm(writeRules(plan, 'arm'))).toEqual(said);
  });
  test('as Terraform', async () => {
    expect(await saidByTerraform(writeRules(plan, 'terraform'))).toEqual(said);
  });
  test('as commands of az, run by bash', () => {
    expect(saidByAz(callsOf(writeRules(plan, 'cli')))).toEqual(said);
  });
  test('as CSV', () => {
    const [head, ...rows] = csvRows(writeRules(plan, 'csv'));
    expect(head).toEqual(CSV_COLUMNS);
    expect(rows.filter((row) => row.length !== CSV_COLUMNS.length)).toEqual([]);
    const rules = plan.groups.flatMap(({ collections }) => collections.flatMap((collection) => collection.rules));
    const field = (name: (typeof CSV_COLUMNS)[number]): readonly (string | undefined)[] =>
      rows.map((row) => row[CSV_COLUMNS.indexOf(name)]);
    expect(field('rule')).toEqual(rules.flatMap(({ name, allowances }) => allowances.map(() => name)));
    expect(field('host')).toEqual(rules.flatMap((rule) => rule.allowances.map(({ destination }) => destination)));
    expect(field('port')).toEqual(rules.flatMap(({ port, allowances }) => allowances.map(() => String(port))));
    expect(field('protocol')).toEqual(rules.flatMap(({ protocol, allowances }) => allowances.map(() => protocol)));
    expect(new Set(field('sources'))).toEqual(new Set([plan.sources.values.join(' ')]));
    expect(readCsvRules(writeRules(plan, 'csv')).ok).toBe(true);
  });
  test('as Markdown whose tables are well formed', () => {
    const lines = writeRules(plan, 'markdown').split('\n');
    const cells = lines.filter((line) => line.startsWith('|')).map((line) => line.split(/(?<!\\)\|/));
    expect(cells.filter((row) => row.length !== 6)).toEqual([]);
    const rows = cells.filter(([, first = '']) => first.includes('`'));
    expect(rows.length).toBe(
      plan.groups.flatMap((g) => g.collections.flatMap((c) => c.rules.flatMap((r) => r.allowances))).length,
    );
  });
  test('is the same text every time', () => {
    for (const format of ['bicep', 'arm', 'terraform', 'cli', 'csv', 'markdown'] as const) {
      expect(writeRules(plan, format)).toBe(writeRules(structuredClone(plan), format));
    }
  });
});

describe('what stands beside the rules', () => {
  test.for(['bicep', 'terraform', 'cli'] as const)(
    '%s: reason and source of every name, and what got no rule',
    (format) => {
      const text = writeRules(mixedPlan({ networkRules: true }), format).replaceAll(/\s*\n\s*(?:\/\/|#) /g, ' ');
      expect(text).toContain('Without it: AMA stops. Source: a-page (2026-01, DOC)');
      expect(text).toContain('ATTENTION: it is wide');
      expect(text).toContain('No rule for z.example: it is private.');
      expect(text).toMatch(/open every address of the tag, whoever is behind it/);
      expect(text).toMatch(/(?:Carries )?tagged\.example[.:] Without it: AMA stops/);
    },
  );
  test('arm: in descriptions and metadata', () => {
    const template: unknown = JSON.parse(writeRules(mixedPlan({ networkRules: true }), 'arm'));
    expect(template).toMatchObject({
      metadata: {
        description: expect.stringContaining('No rule for z.example: it is private.'),
        carriedByServiceTag: [{ host: 'tagged.example', port: 443 }],
      },
    });
  });
  test('groups wait for each other: a policy takes one change at a time', () => {
    const plan = { ...mixedPlan(), groups: twoGroups() };
    expect(writeRules(plan, 'bicep')).toMatch(/dependsOn: \[\n {4}group\n {2}\]/);
    expect(writeRules(plan, 'terraform')).toContain(
      'depends_on         = [azurerm_firewall_policy_rule_collection_group.agentpath]',
    );
    expect(JSON.parse(writeRules(plan, 'arm'))).toMatchObject({
      resources: [{}, { dependsOn: [expect.stringContaining("'rcg-agentpath')]")] }],
    });
  });
  test('without a policy it is asked for, with one it is named', () => {
    const named = mixedPlan({ policy: 'afwp-hub' });
    expect(writeRules(mixedPlan(), 'bicep')).toMatch(/^param policyName string$/m);
    expect(writeRules(named, 'bicep')).toMatch(/^param policyName string = 'afwp-hub'$/m);
    expect(writeRules(mixedPlan(), 'terraform')).toContain('firewall_policy_id = var.firewall_policy_id');
    expect(writeRules(named, 'terraform')).toContain('data "azurerm_firewall_policy" "agentpath"');
    expect(() => run(writeRules(mixedPlan(OPTIONS), 'cli'), { RESOURCE_GROUP: 'rg' })).toThrow(
      'the name of the firewall policy',
    );
    expect(() => run(writeRules(named, 'cli'), {})).toThrow('the resource group of the firewall policy');
  });
});

/** Checks the syntax, then runs the script with an `az` that notes its arguments. */
function callsOf(script: string): readonly (readonly string[])[] {
  const noted = run(script, { RESOURCE_GROUP: 'rg-hub', POLICY: 'afwp-hub' });
  const calls = noted.split('\0\0').filter((call) => call !== '');
  return calls.map((call) => {
    const argv = call.split('\0');
    const at = (flag: string): string | undefined => argv[argv.indexOf(flag) + 1];
    expect([at('--resource-group'), at('--policy-name'), at('--output')]).toEqual(['rg-hub', 'afwp-hub', 'none']);
    return argv;
  });
}

function run(script: string, env: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'agentpath-az-'));
  try {
    const file = (name: string): string => path.join(folder, name);
    writeFileSync(file('rules.sh'), script);
    writeFileSync(file('az'), `#!/bin/sh\nprintf '%s\\0' "$@" >> "$NOTED"\nprintf '\\0' >> "$NOTED"\n`);
    writeFileSync(file('noted'), '');
    chmodSync(file('az'), 0o755);
    execFileSync('bash', ['-n', file('rules.sh')]);
    const PATH = `${folder}:${process.env['PATH'] ?? ''}`;
    execFileSync('bash', [file('rules.sh')], { env: { PATH, NOTED: file('noted'), ...env }, stdio: 'pipe' });
    return readFileSync(file('noted'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
