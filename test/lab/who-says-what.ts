/** The table of the README: representative situations, and what each tool says of the same host at the same moment. */
import pLimit from 'p-limit';
import type { TargetResult } from '../../src/model/run.ts';
import type { ConfigurationName } from './configurations.ts';
import type { Lab } from './lab.ts';
import { toolsOn } from './tools.ts';

/** A row of the truth table, said for people. */
type Row = readonly [ConfigurationName, name: string, words: string, machine?: 'trusts the inspector'];
const REPRESENTATIVE: readonly Row[] = [
  ['app-rules', 'allowed', 'allowed by name'],
  ['app-rules', 'denied', 'denied by name: closed after ClientHello'],
  ['app-rules-reset', 'denied', 'denied by name: reset'],
  ['app-rules-silence', 'denied', 'denied by name: silence'],
  ['app-rules', 'denied-http', 'denied by name on port 80: status 470'],
  ['app-rules', 'allowed-refuses', 'allowed, and the far end refuses the firewall (a twin of denied)'],
  ['tls-inspection', 'inspected', 'TLS opened by an inspector'],
  ['tls-inspection', 'inspected', 'the same, on a machine that trusts its CA', 'trusts the inspector'],
  ['network-rules', 'dropped', 'dropped by a rule by address'],
  ['mixed', 'allowed-but-dropped', 'the name is allowed, its address is dropped'],
  ['mixed', 'misdirected', 'DNS leads to another service'],
  ['intermittent', 'sometimes-closed', 'allowed by name, and one of three firewall instances denies it'],
  ['no-firewall', 'ecdsa-tls12', "the far end takes none of the agents' cipher suites"],
  ['no-firewall', 'tls10', 'TLS 1.0 and 1.1 only'],
  ['app-rules', 'wrong-region', 'HTTP 421: the service of another region'],
  ['far-ends', 'private-link-only', 'HTTP 403: callers by private link alone'],
  ['far-ends', 'demands-certificate', 'the far end demands a client certificate'],
  ['app-rules', 'empty-zone', 'privatelink zone without a record'],
];

type Results = ReadonlyMap<ConfigurationName, readonly TargetResult[]>;

/** Rows of cells; the first is the head. `results` are agentpath's verdicts. */
export async function whoSaysWhat(lab: Lab, results: Results): Promise<readonly (readonly string[])[]> {
  const limit = pLimit(8);
  const names = new Set(REPRESENTATIVE.map(([configuration]) => configuration));
  const paths = lab.paths.filter(({ configuration }) => names.has(configuration));
  const tools = new Map(
    await Promise.all(paths.map(async (path) => [path.configuration, await toolsOn(lab, path)] as const)),
  );
  const rows = REPRESENTATIVE.flatMap(([configuration, name, words, machine]) => {
    const roots = machine ? lab.rootAndInspector : lab.root;
    const path = paths.find((one) => one.configuration === configuration);
    const situation = path?.situations.find((one) => one.name === name);
    const result = results.get(configuration)?.find(({ target }) => target.name === name);
    if (!path || !situation || !result) return [];
    const asked = tools.get(configuration) ?? [];
    const inTurn = async (): Promise<readonly string[]> => {
      const said: string[] = [];
      for (const tool of asked) {
        await lab.renew(path);
        said.push(await tool.says(situation, roots));
      }
      return said;
    };
    const atOnce = (): Promise<readonly string[]> => Promise.all(asked.map((tool) => tool.says(situation, roots)));
    const ask = async (): Promise<readonly string[]> => {
      // In turn where each has to meet the same flow, the first of three.
      const said = situation.everyThird ? await inTurn() : await atOnce();
      return [words, ...said, wordsOf(result, situation.truth.twin)];
    };
    return [limit(ask)];
  });
  const [any] = tools.values();
  return [['situation', ...(any ?? []).map(({ name }) => name), 'agentpath'], ...(await Promise.all(rows))];
}

/** Of twins with the others too. */
function wordsOf({ state, cause, confidence, alternatives }: TargetResult, twin: boolean): string {
  const others = twin ? alternatives.map((one) => `, or \`${one}\``) : [];
  return `**${state}**, ${confidence}: \`${cause}\`${others.join('')}`;
}
