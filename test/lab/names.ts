/** Names of the laboratory's internet: unbound, and the one zone that it serves. */
import {
  addressesOf,
  DNS_SERVER,
  FIREWALL_NETS,
  MUST_BE_DENIED as HEALTHY,
  type Host,
  REFUSING_RESOLVER,
} from './addresses.ts';
import type { FarEnd } from './situation.ts';

/** One zone, the root itself, so that nothing is ever asked elsewhere; agents and firewalls may see different views of it. */
export function unboundConfig(hosts: Iterable<Host>, folder: string): string {
  const all = [...hosts];
  const of = (farEnd: FarEnd): readonly Host[] => all.filter((host) => host.farEnd === farEnd);
  const local = [
    ...of('dns_refused').map(({ host }) => `local-zone: "${host}." always_refuse`),
    ...of('dns_silent').map(({ host }) => `local-zone: "${host}." always_deny`),
  ];
  const failing = of('dns_failing').map(
    ({ host }) => `stub-zone:\n  name: "${host}."\n  stub-addr: ${REFUSING_RESOLVER}`,
  );
  const right = of('misdirected').flatMap(({ host }) => [
    `local-zone: "${host}." redirect`,
    `local-data: "${host}. A ${HEALTHY.address}"`,
  ]);
  const hidden = of('unknown_to_firewall').map(({ host }) => `local-zone: "${host}." always_nxdomain`);
  return `
server:
  directory: "${folder}"
  chroot: ""
  username: ""
  pidfile: "${folder}/unbound.pid"
  logfile: "${folder}/unbound.log"
  use-syslog: no
  do-daemonize: yes
  num-threads: 1
  interface: ${DNS_SERVER}
  interface: ${REFUSING_RESOLVER}
  interface-action: ${REFUSING_RESOLVER} refuse
  max-udp-size: 512
  rrset-roundrobin: no
  access-control: 0.0.0.0/0 allow
  access-control-view: ${FIREWALL_NETS} firewall
  module-config: "iterator"
  ${local.join('\n  ')}
${failing.join('\n')}
view:
  name: "firewall"
  view-first: yes
  ${[...hidden, ...right].join('\n  ')}
auth-zone:
  name: "."
  zonefile: "${folder}/root.zone"
  for-upstream: yes
  for-downstream: no
remote-control:
  control-enable: no
`;
}

export function rootZone(hosts: Iterable<Host>): string {
  const records = [...hosts].flatMap((one) => {
    const { host, farEnd } = one;
    const to = (name: string): string[] => addressesOf(one).map((address) => `${name}. A ${address}`);
    switch (farEnd) {
      case 'empty_zone':
        return [`${host}. CNAME ${host.replace('.', '.privatelink.')}.`];
      case 'no_address':
        return [`${host}. TXT "no address"`];
      case 'ipv6_only':
        return [`${host}. AAAA 2001:db8::1`];
      case 'long_answer': {
        const aliases = [1, 2, 3].map((n) => `${[1, 2, 3].map(() => String(n).repeat(60)).join('.')}.${host}`);
        const names = [host, ...aliases];
        return [...aliases.map((alias, n) => `${names[n]}. CNAME ${alias}.`), ...to(aliases.at(-1) ?? host)];
      }
      default:
        return to(host);
    }
  });
  return `$TTL 60
. SOA ns.lab. nobody.lab. 1 3600 600 86400 60
. NS ns.lab.
ns.lab. A ${DNS_SERVER}
${records.join('\n')}
`;
}
