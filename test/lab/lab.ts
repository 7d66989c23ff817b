/**
 * The laboratory: one internet, and for each configuration an agent and a firewall in front of it, all in network namespaces of their own.
 * No packet leaves them. Every server is a daemon that returns once it listens, so nothing here waits or sleeps.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DNS_SERVER, type Host, hostsOf, linksOf } from './addresses.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { type Ended, type How, must, run } from './command.ts';
import { CONFIGURATION_NAMES, type ConfigurationName, configurationOf } from './configurations.ts';
import { DENIAL_470, haproxyConfig, nftRuleset, policyMap } from './firewall.ts';
import { farEndsConfig, internetRuleset, nginxConfig, placed, rootZone, unboundConfig } from './internet.ts';
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
import type { Situation } from './situation.ts';
import { TRUTH } from './truth.ts';

export interface LabPath {
  readonly configuration: ConfigurationName;
  /** Names of the namespaces. */
  readonly agent: string;
  readonly firewall: string;
  readonly situations: readonly Situation[];
}
export interface Lab {
  readonly internet: string;
  readonly folder: string;
  /** PEM file of the root that counts as public here. */
  readonly root: string;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly paths: readonly LabPath[];
  /** Runs a program inside a namespace. */
  exec(namespace: string, argv: readonly string[], how?: How): Promise<Ended>;
  /** Removes everything. May be called twice. */
  stop(): Promise<void>;
}

export async function startLab(configurations: readonly ConfigurationName[] = CONFIGURATION_NAMES): Promise<Lab> {
  await removeLeftOvers();
  const name = newLabName();
  const folder = path.join(tmpdir(), name);
  const stop = (): Promise<void> => removeLab(name);
  mkdirSync(folder, { mode: 0o700 });
  try {
    const hosts = hostsOf(configurations.flatMap((configuration) => TRUTH[configuration]));
    const certificates = await makeCertificates(folder);
    const internet = `${name}-internet`;
    await startInternet(internet, hosts, certificates, folder);
    const paths = configurations.map(
      (configuration): LabPath => ({
        configuration,
        agent: `${name}-agent-${configuration}`,
        firewall: `${name}-firewall-${configuration}`,
        situations: TRUTH[configuration],
      }),
    );
    await Promise.all(paths.map((one, index) => startPath(one, index + 1, internet, hosts, certificates, folder)));
    return { internet, folder, root: certificates.root, hosts, paths, exec, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function exec(namespace: string, argv: readonly string[], how?: How): Promise<Ended> {
  return run(['ip', 'netns', 'exec', namespace, ...argv], how);
}

async function within(namespace: string, argv: readonly string[], input?: string): Promise<void> {
  await must(['ip', 'netns', 'exec', namespace, ...argv], input === undefined ? {} : { input });
}

async function startInternet(
  namespace: string,
  hosts: ReadonlyMap<string, Host>,
  certificates: Certificates,
  folder: string,
): Promise<void> {
  const farEnds = placed(hosts.values());
  await addNamespace(namespace);
  const addresses = [DNS_SERVER, ...farEnds.map(({ address }) => address)];
  await ipBatch(namespace, [
    ...addresses.map((address) => `address add ${address}/32 dev lo`),
    // The internet answers nothing for addresses that nobody has.
    'route add blackhole default',
  ]);
  const lost = farEnds.filter(({ farEnd }) => farEnd === 'blackholed').map(({ address }) => address);
  await within(namespace, ['nft', '-f', '-'], internetRuleset(lost));

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
      return startHaproxy(namespace, file(`haproxy-${drops}.cfg`, config), drops);
    }),
  ]);
}

/**
 * `silent-drop` of HAProxy vanishes without a packet (TCP_REPAIR) where it has CAP_NET_ADMIN. Without, it closes with a lone reset whose TTL is 1;
 * the rulesets here give that reset a usual TTL, and so a reset comes from a proxy that we did not write.
 */
async function startHaproxy(namespace: string, config: string, drops: 'silence' | 'reset'): Promise<void> {
  const withoutAdmin = drops === 'reset' ? ['setpriv', '--inh-caps=-net_admin', '--bounding-set=-net_admin'] : [];
  await within(namespace, [...withoutAdmin, 'haproxy', '-D', '-f', config]);
}

async function startPath(
  { configuration, agent, firewall, situations }: LabPath,
  index: number,
  internet: string,
  hosts: ReadonlyMap<string, Host>,
  certificates: Certificates,
  folder: string,
): Promise<void> {
  const links = linksOf(index);
  await Promise.all([addNamespace(agent), addNamespace(firewall)]);
  await addLink({
    from: { namespace: agent, device: 'firewall', address: `${links.agent}/24` },
    to: { namespace: firewall, device: 'agent', address: `${links.agentGateway}/24` },
  });
  await addLink({
    from: { namespace: firewall, device: 'internet', address: `${links.outside}/30` },
    to: { namespace: internet, device: `path${index}`, address: `${links.outsideGateway}/30` },
  });
  await ipBatch(agent, [`route add default via ${links.agentGateway}`]);
  await ipBatch(firewall, [`route add default via ${links.outsideGateway}`]);
  await ipBatch(internet, [`route add ${links.agentNet} via ${links.outside}`]);
  // Repeats must get their ICMP errors too: the kernel limits them to about one a second.
  await setKernel(firewall, { 'net.ipv4.ip_forward': '1', 'net.ipv4.icmp_ratelimit': '0' });
  setResolvers(agent, [DNS_SERVER]);

  const built = configurationOf(configuration);
  await within(firewall, ['nft', '-f', '-'], nftRuleset(built, situations, hosts));
  if (built.filteredPorts.length === 0) return;
  const own = path.join(folder, configuration);
  mkdirSync(own);
  const files = { folder: own, policy: path.join(own, 'policy.map'), denial: path.join(own, '470.http') };
  writeFileSync(files.policy, policyMap(situations));
  writeFileSync(files.denial, DENIAL_470);
  writeFileSync(path.join(own, 'haproxy.cfg'), haproxyConfig(built, certificates, files));
  await startHaproxy(firewall, path.join(own, 'haproxy.cfg'), built.manner === 'reset' ? 'reset' : 'silence');
}
