/** What the compiler itself says, and what only the compiled template shows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compile, compileSet, formatted, INFRA, PARAMETERS, ROOT, stopBicep } from './support/bicep.ts';
import { earlierThan, parametersOf, parameterTable, resourcesOf } from './support/compiled.ts';
import { skipsWithoutBicep } from './support/find-bicep.ts';
import { at, isRecord } from './support/read.ts';

const skipped = await skipsWithoutBicep();
const sources = readdirSync(INFRA, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.bicep'));
const sets = readdirSync(PARAMETERS).map((name) => name.replace(/\.bicepparam$/, ''));

test('no registry module: nothing has to be fetched to compile', () => {
  expect(sources.length).toBeGreaterThan(20);
  const fetched = sources.filter((name) => /'(br|ts)[:/]/.test(readFileSync(join(INFRA, name), 'utf8')));
  expect(fetched).toEqual([]);
});
test('no comment switches a warning off', () => {
  expect(sources.filter((name) => readFileSync(join(INFRA, name), 'utf8').includes('#disable'))).toEqual([]);
});
test('every rule of the linter that is named is an error', () => {
  const config: unknown = JSON.parse(readFileSync(join(INFRA, 'bicepconfig.json'), 'utf8'));
  const rules = at(config, 'analyzers.core.rules');
  const levels = isRecord(rules) ? Object.values(rules).map((rule) => at(rule, 'level')) : [];
  expect(at(config, 'analyzers.core.enabled')).toBe(true);
  expect(levels.length).toBeGreaterThan(30);
  expect(levels.filter((level) => level !== 'error')).toEqual([]);
});

describe.skipIf(skipped)('the compiler', async () => {
  afterAll(stopBicep);
  const main = skipped ? undefined : await compile('main.bicep');
  const template = main?.template;

  test('builds without a warning', () => {
    expect(main?.diagnostics).toEqual([]);
    expect(template).toBeDefined();
  });
  test('would not be silent about a slip', async () => {
    // A misspelt property is a warning of the compiler only, an unused parameter one of the linter: the test above must see both.
    const { diagnostics } = await compile('../test/infra/bicep/with-a-slip.bicep');
    expect(diagnostics.map((one) => at(one, 'code')).toSorted()).toEqual(['BCP089', 'no-unused-params']);
  });
  test.each(sets)('takes the parameter file %s', async (set) => {
    expect((await compileSet(set)).diagnostics).toEqual([]);
  });
  test.each([
    ...sources.map((name) => join('infra', name)),
    ...sets.map((name) => join('test/infra/bicep/parameters', `${name}.bicepparam`)),
  ])('would write %s as it is', async (file) => {
    const { is, shouldBe } = await formatted(join(ROOT, file));
    expect(is).toBe(shouldBe);
  });
  test('knows the same parameters in the shell and in what platform teams deploy by itself', () => {
    const shell = parametersOf(template).filter(({ name }) => !['environmentName', 'resourceGroupName'].includes(name));
    const whole = parametersOf(at(template, 'resources.agentpath.properties.template')).filter(
      ({ name }) => name !== 'name',
    );
    const comparable = (list: typeof shell) =>
      list.map(({ name, type, description }) => ({ name, type, description: name.includes('.') ? description : '' }));
    expect(comparable(whole)).toEqual(comparable(shell));
    expect(whole.length).toBeGreaterThan(50);
  });
  test('finds every parameter described, with its default or as needed', () => {
    const parameters = parametersOf(template);
    expect(parameters.filter(({ description }) => !/^[A-Z`].*\.$/s.test(description)).map(({ name }) => name)).toEqual(
      [],
    );
    const silent = parameters.filter(
      ({ name, required, description }) =>
        name.includes('.') && !required && !/Default|Needed|Left alone/.test(description),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
  test("the README's table is the template's parameters (the text to paste is in the message)", () => {
    const readme = readFileSync(join(INFRA, 'README.md'), 'utf8');
    const table = /<!-- parameters -->\n\n([\s\S]*?)\n\n<!-- \/parameters -->/.exec(readme)?.[1];
    expect(table).toBe(parameterTable(template));
  });

  describe('deploys in this order', () => {
    const deployed = (module: string) => resourcesOf(template, ['agentpath', module]);
    const orders: readonly (readonly [string, string, string])[] = [
      ['destination', 'dataCollection', 'table'],
      ['destination', 'table', 'newLogs'],
      ['destination', 'ingestion', 'dataCollection'],
      ['destination', 'workspaceFacts', 'newLogs'],
      ['destination', 'privateLinkScope', 'dataCollection'],
      ['path', 'newNetworkOfOurs', 'routeTable'],
      ['path', 'subnetsInExistingNetwork', 'routeTable'],
      ['path', 'newNetworkOfOurs', 'securityGroup'],
      ['path', 'peeringFromHub', 'newNetworkOfOurs'],
      ['storage', 'endpoint', 'zone'],
      ['storage', 'role', 'account'],
    ];
    test.each(orders)('%s: %s after %s', (module, later, earlier) => {
      expect([...earlierThan(deployed(module), later)]).toContain(earlier);
    });
    test.each([
      ['app', 'path'],
      ['app', 'storage'],
      ['app', 'roleOnRule'],
      ['app', 'roleOnApplicationInsights'],
      ['storage', 'path'],
      ['hub', 'destination'],
      ['path', 'hub'],
      ['reading', 'destination'],
      ['demoMachine', 'firewallRules'],
    ])('%s after %s', (later, earlier) => {
      expect([...earlierThan(resourcesOf(template, ['agentpath']), later)]).toContain(earlier);
    });
    test('subnets of one network, and saved searches of one workspace, one after the other', () => {
      const subnets = resourcesOf(template, ['agentpath', 'path', 'subnetsInExistingNetwork'])['created'];
      const functions = resourcesOf(template, ['agentpath', 'reading', 'functions'])['function'];
      expect([at(subnets, 'copy.mode'), at(subnets, 'copy.batchSize')]).toEqual(['serial', 1]);
      expect([at(functions, 'copy.mode'), at(functions, 'copy.batchSize')]).toEqual(['serial', 1]);
    });
  });

  test('asks for no key anywhere, and hands out no secret', () => {
    const text = JSON.stringify(template);
    expect(text).not.toMatch(/listKeys|listAccountSas|listServiceSas|listSecrets/i);
    const outputs = at(template, 'outputs');
    expect(isRecord(outputs) && Object.keys(outputs).filter((name) => !/^[A-Z_]+$/.test(name))).toEqual([]);
    expect(at(template, 'parameters.demoPassword.type')).toBe('securestring');
    expect(text).toContain('demoPassword is missing');
  });
});
