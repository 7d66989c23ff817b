/**
 * The firewall of one path, as its documentation describes Azure Firewall: rules by address come first and let the SYN through or stop it;
 * on the ports that rules by name use, it completes TCP itself, reads SNI or Host, resolves the name itself and goes there, whatever address
 * the agent dialled. nftables is the packet filter, HAProxy the name filter.
 */
import type { Host } from './addresses.ts';
import type { Configuration, Manner } from './configurations.ts';
import { USUAL_TTL } from './internet.ts';
import { CLOSING_PORT, HTTP_PORT, SILENT_PORT, TLS_PORT } from './name-filter.ts';
import type { AddressRule, EveryThird, Situation } from './situation.ts';

/** What a packet filter says to a packet. */
const TOWARDS: Readonly<Record<Exclude<AddressRule, 'drop-answers' | 'drop-large'>, string>> = {
  allow: 'accept',
  drop: 'drop',
  'net-unreachable': 'reject with icmp type net-unreachable',
  'host-unreachable': 'reject with icmp type host-unreachable',
  'net-prohibited': 'reject with icmp type net-prohibited',
  'host-prohibited': 'reject with icmp type host-prohibited',
  'admin-prohibited': 'reject with icmp type admin-prohibited',
  'port-unreachable': 'reject with icmp type port-unreachable',
  'tcp-reset': 'reject with tcp reset',
};

/** A rule about the way there, and where needed one about the way back. */
function statements(address: string, rule: AddressRule): readonly string[] {
  switch (rule) {
    case 'drop-answers':
      return [`ip saddr ${address} tcp flags & (syn | ack) == (syn | ack) drop`, ...statements(address, 'allow')];
    case 'drop-large':
      return [`ip saddr ${address} ip length > 1000 drop`, ...statements(address, 'allow')];
    default:
      return [`iifname "agent" ip daddr ${address} meta l4proto tcp ${TOWARDS[rule]}`];
  }
}

/** The kernel counts flows for each rule, from when the ruleset is loaded. */
const FIRST_OF_THREE = 'numgen inc mod 3 0';
const instance = (address: string, port: number): string =>
  `ip daddr ${address} tcp dport 443 ${FIRST_OF_THREE} redirect to :${port}`;

/** Where a filter vanished from a connection, the kernel would reset what comes later (keep-alives): a device that drops stays silent. */
function staysSilent(manner: Manner): string {
  const ports = manner === 'silence' ? [SILENT_PORT, TLS_PORT] : [SILENT_PORT];
  return `chain resets {
    type filter hook output priority filter; policy accept;
    tcp sport { ${ports.join(', ')} } tcp flags & rst == rst drop
  }`;
}

/** Of what comes from the agent, and of what goes there. */
function losses(percent: number): string {
  const lost = `numgen random mod 1000 < ${percent * 10} counter drop`;
  return `
  chain from_agent {
    type filter hook prerouting priority raw; policy accept;
    iifname "agent" ${lost}
  }
  chain to_agent {
    type filter hook postrouting priority filter; policy accept;
    oifname "agent" ${lost}
  }`;
}

/** Loading it again replaces it, and begins its counts anew. */
export function nftRuleset(
  { filteredPorts, otherPackets, questions, resolvers, way, manner }: Configuration,
  situations: readonly Situation[],
  hosts: ReadonlyMap<string, Host>,
): string {
  const byAddress = situations.flatMap(({ host, byAddress: rule }) => {
    const address = hosts.get(host)?.address;
    return rule === undefined || address === undefined ? [] : [{ address, rule }];
  });
  const own = byAddress.length === 0 ? '' : `ip daddr { ${byAddress.map(({ address }) => address).join(', ')} } accept`;
  const redirects = filteredPorts.map((port) => `tcp dport ${port} redirect to :${port === 80 ? HTTP_PORT : TLS_PORT}`);
  const thirds = situations.flatMap(({ host, everyThird }) => {
    const address = hosts.get(host)?.address;
    return everyThird === undefined || address === undefined ? [] : [{ address, everyThird }];
  });
  const ofThird = (wanted: EveryThird): readonly string[] =>
    thirds.filter(({ everyThird }) => everyThird === wanted).map(({ address }) => address);
  const instances = [
    ...ofThird('closed').map((address) => instance(address, CLOSING_PORT)),
    ...ofThird('silenced').map((address) => instance(address, SILENT_PORT)),
  ];
  const refusals = ofThird('refused').map(
    (address) => `iifname "agent" ip daddr ${address} ct state new ${FIRST_OF_THREE} reject with tcp reset`,
  );
  return `
table ip firewall
delete table ip firewall
table ip firewall {
  ${way ? losses(way.lossPercent) : ''}
  chain names {
    type nat hook prerouting priority dstnat; policy accept;
    iifname != "agent" accept
    ${own}
    ${instances.join('\n    ')}
    ${redirects.join('\n    ')}
  }
  chain addresses {
    type filter hook forward priority filter; policy ${otherPackets};
    ${refusals.join('\n    ')}
    ${byAddress.flatMap(({ address, rule }) => statements(address, rule)).join('\n    ')}
    ct state established,related accept
    ip daddr { ${resolvers.join(', ')} } meta l4proto { tcp, udp } th dport 53 ${questions}
  }
  ${staysSilent(manner)}
  ${USUAL_TTL}
}
`;
}
