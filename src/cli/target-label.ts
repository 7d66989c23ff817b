/** How a target is called on a screen. */
import type { TargetFacts } from '../model/run.ts';
import { endpoint } from './figures.ts';

/** The port is said where it is not 443; a name that does not begin with the host stands before it. */
export function targetLabel({ name, host, port }: Pick<TargetFacts, 'name' | 'host' | 'port'>): string {
  const where = port === 443 ? host : endpoint(host, port);
  if (name === host || name === endpoint(host, port)) return where;
  return name.startsWith(host) ? name : `${name} (${where})`;
}

/** `AMA`, `CMA`, `AMA+CMA`; targets of one's own that no agent is named for are `own`. */
export function agentsLabel({ agents }: Pick<TargetFacts, 'agents'>): string {
  return agents.length === 0 ? 'own' : agents.map((agent) => agent.toUpperCase()).join('+');
}
