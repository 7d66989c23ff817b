/** How a target is called on a screen. */
import type { TargetFacts } from '../model/run.ts';
import { endpoint } from './figures.ts';

/** The port is said where it is not 443; a name of its own stands before the host. */
export function targetLabel({ name, host, port }: TargetFacts): string {
  const where = port === 443 ? host : endpoint(host, port);
  return isDerived({ name, host, port }) ? where : `${name} (${where})`;
}

/** Whether the name is only the host, with or without the port: nothing that the host does not say already. */
function isDerived({ name, host, port }: Pick<TargetFacts, 'name' | 'host' | 'port'>): boolean {
  return [host, `${host}:${port}`, endpoint(host, port)].includes(name);
}

/** `AMA`, `CMA`, `AMA+CMA`; targets of one's own that no agent is named for are `own`. */
export function agentsLabel({ agents }: Pick<TargetFacts, 'agents'>): string {
  return agents.length === 0 ? 'own' : agents.map((agent) => agent.toUpperCase()).join('+');
}
