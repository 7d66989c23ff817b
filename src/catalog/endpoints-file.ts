/** The text of `infra/endpoints.json`: what a firewall must allow, in the form that application rules of Azure Firewall take. */
import { CLOUDS, type Cloud } from '../model/settings.ts';
import { AGENTS, type Agent, type Scheme } from '../model/target.ts';
import { APP_HOSTS } from './app-hosts.ts';
import { type Entry, type Placeholder, placeholdersOf } from './entry.ts';
import { CATALOG_VERSION, entries } from './expand-targets.ts';

export interface EndpointRule {
  /** Unique within its cloud, and a name that Azure Firewall accepts. */
  readonly name: string;
  readonly agents: readonly Agent[];
  readonly protocol: 'Http' | 'Https';
  readonly port: number;
  /** May hold `{region}` and `{workspaceId}`, which the template fills; a wildcard stands for whole labels at the front, as Azure Firewall wants it. */
  readonly hosts: readonly string[];
}

/** What the template knows values for. */
const FILLED: readonly Placeholder[] = ['region', 'workspaceId'];

/**
 * Endpoints of agents by who needs them and how they are spoken to. Legacy ones are left out: nothing stops without them. So are hosts of data
 * collection endpoints, key vaults and gateways: the template knows none, and a wildcard would open everybody's.
 */
export function endpointRules(cloud: Cloud): readonly EndpointRule[] {
  const rules = new Map<string, EndpointRule>();
  for (const entry of entries(cloud)) {
    const agents = AGENTS.filter((agent) => entry.uses[agent] && entry.uses[agent].tier !== 'legacy');
    const unknown = placeholdersOf(entry.host).some((name) => !FILLED.includes(name));
    if (agents.length === 0 || unknown) continue;
    const protocol = protocolOf(entry);
    const name = `agents-${agents.join('-')}-${protocol.toLowerCase()}-${entry.port}`;
    const hosts = rules.get(name)?.hosts ?? [];
    const host = firewallFqdn(entry.host);
    rules.set(name, {
      name,
      agents,
      protocol,
      port: entry.port,
      hosts: hosts.includes(host) ? hosts : [...hosts, host],
    });
  }
  return [...rules.values()];
}

/** `*` and unknown placeholders may only stand for whole labels at the front: `azgn*.servicebus.windows.net` → `*.servicebus.windows.net`. */
export function firewallFqdn(host: string): string {
  const known = FILLED.reduce((text, name) => text.replaceAll(`{${name}}`, name), host);
  const labels = host.split('.');
  const last = known.split('.').findLastIndex((label) => /[*{}]/.test(label));
  return last < 0 ? host : ['*', ...labels.slice(last + 1)].join('.');
}

const PROTOCOLS: Readonly<Record<Scheme, 'Http' | 'Https' | undefined>> = {
  https: 'Https',
  http: 'Http',
  tcp: undefined,
};

function protocolOf({ id, scheme }: Entry): 'Http' | 'Https' {
  const protocol = PROTOCOLS[scheme];
  if (protocol === undefined) throw new Error(`${id}: an application rule cannot carry the scheme ${scheme}`);
  return protocol;
}

/** The text of `infra/endpoints.json`. */
export function endpointsFile(): string {
  const clouds = Object.fromEntries(
    CLOUDS.map((cloud) => [cloud, { rules: endpointRules(cloud), app: APP_HOSTS[cloud] }]),
  );
  return `${JSON.stringify({ version: CATALOG_VERSION, clouds }, null, 2)}\n`;
}
