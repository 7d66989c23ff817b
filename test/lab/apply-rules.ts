/**
 * Puts firewall rules that agentpath wrote into a path of the laboratory: rules by name into the name filter, as an administrator would while it
 * runs, rules by address into the packet filter, which comes first.
 */
import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { readRules } from '../../src/firewall-rules/read-rules.ts';
import type { RuleName } from '../../src/firewall-rules/rule-name.ts';
import { configurationOf } from './configurations.ts';
import type { Lab, LabPath } from './lab.ts';

/** The path as it is then. The filter's map knows names and no ports, so a rule for a port that it does not read is an error here. */
export async function applyRules(lab: Lab, labPath: LabPath, template: string): Promise<LabPath> {
  const read = readRules(template);
  if (!read.ok) throw new Error(read.problems.join('; '));
  const byName = read.names.filter(({ protocol }) => protocol !== 'Tcp');
  const byAddress = read.names.filter(({ protocol }) => protocol === 'Tcp');
  await allowNames(lab, labPath, byName);
  const situations = labPath.situations.map((situation) => {
    const address = lab.hosts.get(situation.host)?.address;
    const allowed = byAddress.some(({ destination, port }) => destination === address && port === situation.port);
    return allowed ? { ...situation, byAddress: 'allow' as const } : situation;
  });
  const changed = { ...labPath, situations };
  await lab.renew(changed);
  return changed;
}

async function allowNames(lab: Lab, { configuration }: LabPath, names: readonly RuleName[]): Promise<void> {
  const { filteredPorts } = configurationOf(configuration);
  const odd = names.filter(({ port }) => !filteredPorts.includes(port));
  if (odd.length > 0) throw new Error(`the name filter does not read ${odd.map(({ port }) => port).join(', ')}`);
  const folder = path.join(lab.folder, configuration);
  const map = path.join(folder, 'policy.map');
  for (const { destination } of names) {
    // A name may be there already, with another manner.
    await tell(folder, `del map ${map} ${destination}`);
    const said = await tell(folder, `add map ${map} ${destination} allow`);
    if (said.trim() !== '') throw new Error(`HAProxy: ${said}`);
  }
}

/** One command of HAProxy's runtime API, and what it says. */
async function tell(folder: string, command: string): Promise<string> {
  const socket = connect(path.join(folder, 'admin.sock'));
  socket.end(`${command}\n`);
  return text(socket);
}
