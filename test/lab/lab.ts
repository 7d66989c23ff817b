/**
 * The laboratory: one internet, and for each configuration an agent and a firewall in front of it, all in network namespaces of their own.
 * No packet leaves them. Every server is a daemon that returns once it listens, so nothing here waits or sleeps.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DNS_SERVER, type Host, hostsOf, linksOf, REFUSING_RESOLVER } from './addresses.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { type Ended, type How, run } from './command.ts';
import { CONFIGURATION_NAMES, type ConfigurationName, configurationOf } from './configurations.ts';
import { startFilters, startHaproxy, within } from './daemons.ts';
import { farEndsConfig, internetRuleset, nginxConfig, placed } from './internet.ts';
import { addLongLink } from './long-way.ts';
import { rootZone, unboundConfig } from './names.ts';
import {
  addLink,
  addNamespace,
  ipBatch,
  newLabName,
  removeLab,
  removeLeftOvers,
  setKernel,
  setResolvers,
} from './namespaces.ts';
import { nftRuleset } from './packet-filter.ts';
import type { Situation } from './situation.ts';
import { PROXY_PORT } from './squid.ts';
import { TRUTH } from './truth.ts';

export interface LabPath {
  readonly configuration: ConfigurationName;
  /** Names of the namespaces. */
  readonly agent: string;
  readonly firewall: string;
  readonly situations: readonly Situation[];
  /** URL of its explicit proxy, where there is one. */
  readonly proxy?: string;
}
export interface Lab {
  readonly internet: string;
  readonly folder: string;
  /** PEM file of the root that counts as public here. */
  readonly root: string;
  /** PEM file of that root and the inspector's, for a machine that was told to trust it. */
  readonly rootAndInspector: string;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly paths: readonly LabPath[];
  /** Runs a program inside a namespace. */
  exec(namespace: string, argv: readonly string[], how?: How): Promise<Ended>;
  /** Begins a path's counts of flows anew. */
  renew(path: LabPath): Promise<void>;
  /** Removes everything. May be called twice. */
  stop(): Promise<void>;
}

export async function startLab(configurations: readonly ConfigurationName[] = CONFIGURATION_NAMES): Promise<Lab> {
  await removeLeftOvers();
  const name = newLabName();
  const folder = path.join(tmpdir(), name);
  const stop = (): Promise<void> => removeLab(name);
  // Not to be listed, and open to daemons that give up being root.
  mkdirSync(folder, { mode: 0o711 });
  try {
    const hosts = hostsOf(configurations.flatMap((configuration) => TRUTH[configuration]));
    const certificates = await makeCertificates(folder);
    const internet = `${name}-internet`;
    await startInternet(internet, hosts, certificates, folder);
    const paths = configurations.map((configuration, index): LabPath => {
      const { agentGateway } = linksOf(index + 1);
      return {
        configuration,
        agent: `${name}-agent-${configuration}`,
        firewall: `${name}-firewall-${configuration}`,
        situations: TRUTH[configuration],
        ...(configurationOf(configuration).proxy && { proxy: `http://${agentGateway}:${PROXY_PORT}` }),
      };
    });
    await Promise.all(paths.map((one, index) => startPath(one, index + 1, internet, hosts, certificates, folder)));
    const renew = (one: LabPath): Promise<void> => loadRules(one, hosts);
    const { root, rootAndInspector } = certificates;
    return { internet, folder, root, rootAndInspector, hosts, paths, exec, renew, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function exec(namespace: string, argv: readonly string[], how?: How): Promise<Ended> {
  return run(['ip', 'netns', 'exec', namespace, ...argv], how);
}

async function startInternet(
  namespace: string,
  hosts: ReadonlyMap<string, Host>,
  certificates: Certificates,
  folder: string,
): Promise<void> {
  const farEnds = placed(hosts.values());
  await addNamespace(namespace);
  const addresses = [DNS_SERVER, REFUSING_RESOLVER, ...farEnds.map(({ address }) => address)];
  await ipBatch(namespace, [
    ...addresses.map((address) => `address add ${address}/32 dev lo`),
    // The internet answers nothing for addresses that nobody has.
    'route add blackhole default',
  ]);
  await within(namespace, ['nft', '-f', '-'], internetRuleset(farEnds));

  const own = path.join(folder, 'internet');
  mkdirSync(own);
  const file = (name: string, text: string): string => {
    writeFileSync(path.join(own, name), text);
    return path.join(own, name);
  };
  file('root.zone', rootZone(hosts.values()));
  await Promise.all([
    within(namespace, ['unbound', '-c', file('unbound.conf', unboundConfig(hosts.values(), own))]),
    within(namespace, [
      'nginx',
      '-e',
      path.join(own, 'nginx.log'),
      '-c',
      file('nginx.conf', nginxConfig(farEnds, certificates, own)),
    ]),
    ...(['silence', 'reset'] as const).map((drops) => {
      const config = farEndsConfig(farEnds, drops, certificates);
      return config && startHaproxy(namespace, file(`haproxy-${drops}.cfg`, config), drops);
    }),
  ]);
}

function loadRules({ configuration, firewall, situations }: LabPath, hosts: ReadonlyMap<string, Host>): Promise<void> {
  return within(firewall, ['nft', '-f', '-'], nftRuleset(configurationOf(configuration), situations, hosts));
}

async function startPath(
  labPath: LabPath,
  index: number,
  internet: string,
  hosts: ReadonlyMap<string, Host>,
  certificates: Certificates,
  folder: string,
): Promise<void> {
  const { configuration, agent, firewall } = labPath;
  const links = linksOf(index);
  await Promise.all([addNamespace(agent), addNamespace(firewall)]);
  const built = configurationOf(configuration);
  const link = {
    from: { namespace: agent, device: 'firewall', address: `${links.agent}/24` },
    to: { namespace: firewall, device: 'agent', address: `${links.agentGateway}/24` },
  };
  await (built.way
    ? addLongLink(link, { from: links.agentBelow, to: links.gatewayBelow }, built.way.delayMs)
    : addLink(link));
  await addLink({
    from: { namespace: firewall, device: 'internet', address: `${links.outside}/30` },
    to: { namespace: internet, device: `path${index}`, address: `${links.outsideGateway}/30` },
  });
  await ipBatch(agent, [`route add default via ${links.agentGateway}`]);
  await ipBatch(firewall, [`route add default via ${links.outsideGateway}`]);
  await ipBatch(internet, [`route add ${links.agentNet} via ${links.outside}`]);
  // Repeats must get their ICMP errors too: the kernel limits them to about one a second.
  await setKernel(firewall, { 'net.ipv4.ip_forward': '1', 'net.ipv4.icmp_ratelimit': '0' });
  setResolvers(agent, built.resolvers, built.way ? 4 : 1);
  await loadRules(labPath, hosts);
  await startFilters(labPath, certificates, folder);
}
