/** Starts what listens inside a namespace; it ends with that. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Certificates } from './certificates.ts';
import { must } from './command.ts';
import { configurationOf } from './configurations.ts';
import type { LabPath } from './lab.ts';
import { DENIAL_470, FILTER_PORTS, haproxyConfig, haproxyProxyConfig, policyMap } from './name-filter.ts';
import { waitUntilListening } from './namespaces.ts';
import {
  CERTIFICATE_GENERATOR,
  INNER_PROXY_PORT,
  PROXY_PORT,
  squidInspectorConfig,
  squidProxyConfig,
} from './squid.ts';

/** What judges names on this path: nothing, HAProxy, Squid, or one behind the other. */
export async function startFilters(
  { configuration, firewall, situations }: LabPath,
  certificates: Certificates,
  folder: string,
): Promise<void> {
  const { proxy, nameFilter, filteredPorts, ...built } = configurationOf(configuration);
  const own = path.join(folder, configuration);
  mkdirSync(own);
  const write = (name: string, text: string): string => {
    writeFileSync(path.join(own, name), text);
    return path.join(own, name);
  };
  const files = {
    folder: own,
    policy: write('policy.map', policyMap(situations)),
    denial: write('470.http', DENIAL_470),
  };
  const haproxy = (config: string): Promise<void> =>
    startHaproxy(firewall, write('haproxy.cfg', config), built.manner === 'reset' ? 'reset' : 'silence');

  if (proxy !== undefined) {
    const port = proxy === 'squid' ? PROXY_PORT : INNER_PROXY_PORT;
    await startSquid(firewall, own, (squids) => squidProxyConfig(situations, squids, port), [port]);
    if (proxy === 'haproxy') await haproxy(haproxyProxyConfig(files, PROXY_PORT, INNER_PROXY_PORT));
  } else if (nameFilter === 'squid') {
    await startSquid(firewall, own, (squids) => squidInspectorConfig(situations, certificates, squids), FILTER_PORTS);
  } else if (filteredPorts.length > 0) {
    await haproxy(haproxyConfig(configurationOf(configuration), certificates, files));
  }
}

/**
 * `silent-drop` of HAProxy vanishes without a packet (TCP_REPAIR) where it has CAP_NET_ADMIN. Without, it closes with a lone reset whose TTL is 1;
 * the rulesets here give that reset a usual TTL, and so a reset comes from a proxy that we did not write.
 */
export async function startHaproxy(namespace: string, config: string, drops: 'silence' | 'reset'): Promise<void> {
  const withoutAdmin = drops === 'reset' ? ['setpriv', '--inh-caps=-net_admin', '--bounding-set=-net_admin'] : [];
  await within(namespace, [...withoutAdmin, 'haproxy', '-D', '-f', config]);
}

/** Squid gives up being root, so it gets a folder of its own, with the store in which an inspector keeps the certificates that it makes. */
async function startSquid(
  namespace: string,
  own: string,
  configIn: (folder: string) => string,
  ports: readonly number[],
): Promise<void> {
  const folder = path.join(own, 'squid');
  const file = path.join(folder, 'squid.conf');
  await must(['install', '-d', '-o', 'proxy', folder]);
  writeFileSync(file, configIn(folder));
  const asProxy = ['setpriv', '--reuid', 'proxy', '--regid', 'proxy', '--clear-groups'];
  await must([...asProxy, CERTIFICATE_GENERATOR, '-c', '-s', path.join(folder, 'certificates'), '-M', '4MB']);
  await within(namespace, ['squid', '-f', file]);
  await waitUntilListening(namespace, ports);
}

export async function within(namespace: string, argv: readonly string[], input?: string): Promise<void> {
  await must(['ip', 'netns', 'exec', namespace, ...argv], input === undefined ? {} : { input });
}
