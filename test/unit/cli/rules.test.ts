/** `agentpath rules` as it is called: flags and stored results in, a text out, everything else on standard error. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RulesOptions, rules } from '../../../src/cli/rules.ts';
import { SettingsError } from '../../../src/config/problems.ts';
import { readRules } from '../../../src/firewall-rules/read-rules.ts';
import type { RunResult } from '../../../src/model/run.ts';
import { controlsOf, cut, DENIED, evidenceOf, healthy, PATH, resultOf, runOf, targetOf } from './built.ts';
import { recorded } from './recorded.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'agentpath-rules-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const WORKSPACE = 'aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa';
const options = (given: Partial<RulesOptions> = {}): RulesOptions => ({
  format: 'csv',
  collectionGroup: 'rcg-agentpath',
  priority: '1000',
  source: ['10.10.94.0/24'],
  ...given,
});
const file = (name: string): string => path.join(folder, name);

function stored(result: RunResult): string {
  writeFileSync(file('last.json'), JSON.stringify(result));
  return file('last.json');
}
function names(csv: string | undefined): readonly string[] {
  const read = readRules(csv ?? '');
  if (!read.ok) throw new Error(read.problems.join());
  return read.names.map(({ destination, protocol, port }) => `${protocol}:${port} ${destination}`);
}
function problemsOf(call: () => unknown): readonly string[] {
  try {
    call();
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ place, says }) => `${place}: ${says}`);
    throw error;
  }
  return [];
}

describe('from the catalogue', () => {
  test('what the chosen agents need, with the values given; the rest is said on standard error', () => {
    const { terminal, printed, said } = recorded();
    const given = options({ region: ['westeurope'], workspace: [WORKSPACE], agents: ['ama'] });
    expect(rules(given, terminal)).toBe(0);
    const allowed = names(printed[0]);
    expect(allowed).toContain('Https:443 westeurope.handler.control.monitor.azure.com');
    expect(allowed).toContain(`Https:443 ${WORKSPACE}.ods.opinsights.azure.com`);
    expect(allowed).toContain('Http:80 ocsp.digicert.com');
    expect(allowed.filter((name) => name.includes('his.arc'))).toEqual([]);
    expect(said.join('\n')).toMatch(/rules for \d+ names from 1 source, in 1 rule collection group\./);
    expect(said.join('\n')).toContain('No rule for crl.microsoft.com:80: legacy');
  });
  test('a name that lacks its value is said, and on request covered by its wildcard', () => {
    const exact = recorded();
    rules(options({ agents: ['ama'] }), exact.terminal);
    expect(exact.said.join(' ').replaceAll(/\s+/g, ' ')).toContain(
      '{workspaceId}.ods.opinsights.azure.com: its name needs a value',
    );
    const wide = recorded();
    rules(options({ agents: ['ama'], wildcards: true }), wide.terminal);
    expect(names(wide.printed[0])).toContain('Https:443 *.ods.opinsights.azure.com');
    expect(wide.said.join(' ').replaceAll(/\s+/g, ' ')).toContain('opens every Log Analytics workspace of everyone');
  });
  test('what goes to a private endpoint gets none, whether its name is known or not', () => {
    const { terminal, printed, said } = recorded();
    rules(options({ agents: ['cma'], privateLink: ['arc'] }), terminal);
    expect(names(printed[0]).filter((name) => /his\.arc|guestconfiguration/.test(name))).toEqual([]);
    expect(names(printed[0])).toContain('Https:443 login.microsoftonline.com');
    const words = said.join(' ').replaceAll(/\s+/g, ' ');
    expect(words).toContain(
      'No rule for gbl.his.arc.azure.com: it goes to a private endpoint and not through the firewall',
    );
    expect(words).toMatch(/No rule for \S*\{his\}\.his\.arc\.azure\.com: it goes to a private endpoint/);
  });
  test('behind an Arc gateway only what is dialled beside it', () => {
    const { terminal, printed, said } = recorded();
    rules(options({ agents: ['cma'], gateway: 'contoso.gw.arc.azure.com' }), terminal);
    expect(names(printed[0])).toContain('Https:443 contoso.gw.arc.azure.com');
    expect(names(printed[0]).filter((name) => name.includes('guestconfiguration'))).toEqual([]);
    expect(said.join(' ').replaceAll(/\s+/g, ' ')).toContain('it rides inside the Arc gateway');
  });
  test('tiers: legacy only where it is named', () => {
    const named = recorded();
    rules(options({ agents: ['ama'], tier: ['required', 'legacy'] }), named.terminal);
    const allowed = names(named.printed[0]);
    expect(allowed).toContain('Http:80 mscrl.microsoft.com');
  });
  test('a name that must be denied and would be allowed is warned of', () => {
    writeFileSync(file('targets.yaml'), 'targets:\n  - host: example.com\n');
    const { terminal, said } = recorded();
    rules(options({ targets: file('targets.yaml') }), terminal);
    expect(said.join(' ').replaceAll(/\s+/g, ' ')).toContain(
      'example.com must be denied for agentpath to know how a denial looks',
    );
  });
  test('into a file, whole', () => {
    const { terminal, printed, said } = recorded();
    rules(options({ format: 'arm', out: file('rules.json'), agents: ['cma'] }), terminal);
    expect(printed).toEqual([]);
    expect(readdirSync(folder)).toEqual(['rules.json']);
    expect(names(readFileSync(file('rules.json'), 'utf8'))).toContain('Https:443 gbl.his.arc.azure.com');
    expect(said.join(' ').replaceAll(/\s+/g, ' ')).toContain(`written to ${file('rules.json')}`);
    expect(problemsOf(() => rules(options({ out: file('no/such/folder') }), terminal))).toEqual([
      expect.stringContaining('cannot be written'),
    ]);
  });
});

describe('from a stored result', () => {
  const HANDLER = 'westeurope.handler.control.monitor.azure.com';
  const run = runOf([
    resultOf(evidenceOf(targetOf(HANDLER), cut()), DENIED),
    resultOf(evidenceOf(targetOf('weu.his.arc.azure.com', { agents: ['cma'] }), cut()), DENIED),
    resultOf(evidenceOf(targetOf('own.contoso.example', { name: 'own', agents: [], tier: 'feature' }), cut()), DENIED),
    resultOf(evidenceOf(targetOf('fine.example'), healthy())),
    resultOf(evidenceOf(targetOf('slow.example'), healthy()), { state: 'blocked', cause: 'tcp.timed_out' }),
  ]);

  test('only what it found denied, explained by the catalogue where that knows it', () => {
    const { terminal, printed, said } = recorded();
    rules(options({ from: stored(run) }), terminal);
    expect(names(printed[0])).toEqual([
      `Https:443 ${HANDLER}`,
      'Https:443 weu.his.arc.azure.com',
      'Https:443 own.contoso.example',
    ]);
    // The cloud and the region are read out of the names; a name that only the service tells, by its pattern.
    expect(printed[0]).toMatch(/westeurope\.handler.*ama-network/);
    expect(printed[0]).toMatch(/weu\.his.*arc-network/);
    expect(said.join(' ').replaceAll(/\s+/g, ' ')).toContain('No rule for slow.example: blocked (tcp.timed_out)');
  });
  test('--blocked, --agents and --tier widen and narrow it', () => {
    const { terminal, printed, said } = recorded();
    rules(options({ from: stored(run), blocked: true, agents: ['ama'], tier: ['required'] }), terminal);
    expect(names(printed[0])).toEqual(['Https:443 slow.example', `Https:443 ${HANDLER}`]);
    expect(said.join(' ').replaceAll(/\s+/g, ' ')).toContain('No rule for own: not among the chosen agents and tiers');
  });
  test('a service that could not be asked for names leaves their documented wildcards', () => {
    const failed = { kind: 'his', asked: 'gbl', outcome: 'failed', hosts: [] } as const;
    const { terminal, printed } = recorded();
    rules(options({ from: stored({ ...run, run: { ...run.run, discoveries: [failed] } }) }), terminal);
    expect(names(printed[0])).toContain('Https:443 *.his.arc.azure.com');
  });
  test("sources without the probe's own subnet are warned of", () => {
    const { terminal, said } = recorded();
    rules(options({ from: stored(run), source: ['192.168.0.0/24'] }), terminal);
    expect(said.join(' ').replaceAll(/\s+/g, ' ')).toContain(
      'The run came from 10.10.94.0/24, which none of the sources holds',
    );
    const covered = recorded();
    rules(options({ from: stored(run), source: ['10.10.0.0/16'] }), covered.terminal);
    expect(covered.said.join(' ')).not.toContain('The run came from');
  });
  test('a simulated run is called one in the text itself', () => {
    const { terminal, printed } = recorded();
    rules(options({ from: stored({ ...run, run: { ...run.run, simulated: true } }), format: 'bicep' }), terminal);
    expect(printed[0]?.startsWith('// THE RUN WAS SIMULATED')).toBe(true);
  });
  test('the must-be-denied name is the one of the run', () => {
    const controls = controlsOf().map((one) =>
      one.kind === 'must_be_denied' ? { ...one, host: 'own.contoso.example' } : one,
    );
    const { terminal, said } = recorded();
    rules(options({ from: stored({ ...run, run: { ...run.run, path: { ...PATH, controls } } }) }), terminal);
    expect(said.join(' ').replaceAll(/\s+/g, ' ')).toContain('own.contoso.example must be denied');
  });
  test('where nothing was denied there is nothing to allow, and why is said', () => {
    const nothing = stored(runOf([resultOf(evidenceOf(targetOf('fine.example'), healthy()))]));
    expect(problemsOf(() => rules(options({ from: nothing }), recorded().terminal))).toEqual([
      '--from: this run found nothing that a rule would let through',
    ]);
  });
});

describe('all problems at once', () => {
  test('of flags, settings and the result', () => {
    const wrong = options({
      source: ['10.0.0.1/24', 'fd00::/64,any'],
      policy: '-x',
      collectionGroup: '',
      priority: '99',
      from: file('missing.json'),
      region: ['West Europe'],
      cloud: 'public',
    });
    expect(problemsOf(() => rules(wrong, recorded().terminal))).toEqual([
      '--source: "10.0.0.1/24" holds bits of a host',
      '--source: "fd00::/64" is no subnet of IPv4',
      '--source: "any" is no subnet of IPv4',
      '--priority: "99" is out of range',
      '--collection-group: "" is no name',
      '--policy: "-x" is no name',
      '--cloud: a result given with --from names its targets already',
      '--region: a result given with --from names its targets already',
      expect.stringMatching(/^--region: "West Europe"/),
      expect.stringMatching(/missing\.json: it cannot be read/),
    ]);
  });
  test.for([
    ['no source', { source: [] }, '--source, --ip-group: no source is given'],
    ['both kinds of sources', { ipGroup: ['x'] }, '--source, --ip-group: both are given'],
    [
      'an IP group that is none',
      { source: [], ipGroup: ['ipg-agents'] },
      '--ip-group: "ipg-agents" is no resource id of an IP group',
    ],
    ['--blocked without a result', { blocked: true }, '--blocked: it is about the targets of a result'],
  ] as const)('%s', ([, given, expected]) => {
    const found = problemsOf(() => rules(options({ agents: ['ama'], ...given }), recorded().terminal));
    expect(found.filter((one) => one.startsWith(expected))).toHaveLength(1);
  });
  test('more than Azure Firewall takes', () => {
    const source = Array.from({ length: 60_000 }, (_, i) => `10.${Math.floor(i / 256)}.${i % 256}.0/24`);
    expect(problemsOf(() => rules(options({ source, agents: ['ama'] }), recorded().terminal)).join()).toMatch(
      /the rules: \d+ bytes of rules/,
    );
  });
});
