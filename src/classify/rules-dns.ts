/** No usable address. Confirmed by the system's own resolver before it is said. */

import { certain, failed, likely, none, type Rule, SETTLE, twins } from './rule.ts';
import { failureTruth } from './truth.ts';
import type { View } from './view.ts';

/** Where there is IPv6 alone, a system that gives IPv6 addresses says the same. */
const systemKnowsMore = ({ failure, system }: View): boolean =>
  system?.outcome === 'addresses' &&
  system.addresses.some((address) => failure?.name !== 'dns.ipv6_only' || !address.includes(':'));
const systemAgrees = (view: View): boolean =>
  (view.system?.outcome === 'failed' || view.system?.outcome === 'addresses') && !systemKnowsMore(view);
const direct =
  (...names: readonly string[]) =>
  (view: View): boolean =>
    !view.proxied && failed(...names)(view);

export const DNS_RULES: readonly Rule[] = [
  {
    id: 'proxy-name-unresolved',
    state: 'unresolved',
    cause: 'proxy.name_unresolved',
    when: ({ proxied, failure }) => proxied && failure?.phase === 'dns',
    confidence: ({ failure, system }) =>
      failure?.name === 'dns.name_not_found' && system?.outcome === 'failed' ? 'certain' : 'likely',
    alternatives: twins('unresolved/dns.resolver_unreachable'),
    settle: [SETTLE.resolverLog],
    because: "the explicit proxy's own name has no address, so the target was never asked for",
    truth: (view) => `proxy ${failureTruth(view)}`,
  },
  {
    id: 'dns-system-disagrees',
    state: 'inconclusive',
    cause: 'dns.system_disagrees',
    when: (view) => view.failure?.phase === 'dns' && systemKnowsMore(view),
    confidence: likely,
    alternatives: twins('unresolved/dns.name_not_found', 'reachable/far_end.proven'),
    settle: ['a probe that uses the system resolver alone (leave the resolvers unset)', SETTLE.resolverLog],
    because: 'our question to the resolver failed, and the system knows an address that was not probed',
    truth: (view) => `${failureTruth(view)}, and the system has an address`,
  },
  {
    id: 'dns-privatelink-empty-zone',
    state: 'unresolved',
    cause: 'dns.privatelink_empty_zone',
    when: ({ steps, failure, proxied }) =>
      !proxied &&
      steps.dns.status === 'failed' &&
      steps.dns.seen.privateLink &&
      ['dns.name_not_found', 'dns.no_answer', 'dns.ipv6_only'].includes(failure?.name ?? ''),
    confidence: likely,
    alternatives: twins('unresolved/dns.name_not_found'),
    settle: [
      'the private DNS zone: whether it has a record for this name',
      'the same name from a network without that zone',
    ],
    because:
      'the name leads into a privatelink zone that has no record for it: a private DNS zone is linked here, and the private endpoint or its record is missing',
    truth: (view) => `${failureTruth(view)}, under privatelink`,
  },
  {
    id: 'dns-name-not-found',
    state: 'unresolved',
    cause: 'dns.name_not_found',
    when: direct('dns.name_not_found'),
    // A filtering resolver says NXDOMAIN for names that exist.
    confidence: likely,
    alternatives: twins('unresolved/dns.filtered_by_resolver'),
    settle: ['the same name from a resolver elsewhere', SETTLE.resolverLog],
    because: 'the resolver says that the name does not exist',
    truth: failureTruth,
  },
  {
    id: 'dns-no-answer',
    state: 'unresolved',
    cause: 'dns.no_answer',
    when: direct('dns.no_answer'),
    confidence: likely,
    alternatives: twins('unresolved/dns.filtered_by_resolver'),
    settle: ['the same name from a resolver elsewhere', SETTLE.resolverLog],
    because: 'the name exists and has no address of either family here',
    truth: failureTruth,
  },
  {
    id: 'dns-ipv6-only',
    state: 'unresolved',
    cause: 'dns.ipv6_only',
    when: direct('dns.ipv6_only'),
    confidence: (view) => (systemAgrees(view) ? 'certain' : 'likely'),
    alternatives: twins('unresolved/dns.filtered_by_resolver'),
    settle: [SETTLE.resolverLog],
    because: 'the name has IPv6 addresses only, and this path carries IPv4',
    truth: failureTruth,
  },
  {
    id: 'dns-server-failure',
    state: 'unresolved',
    cause: 'dns.server_failure',
    when: direct('dns.server_failure'),
    confidence: likely,
    alternatives: twins('unresolved/dns.filtered_by_resolver', 'down/dns.authority_unwell'),
    settle: [SETTLE.resolverLog, "the firewall's DNS proxy and the servers it forwards to"],
    because: 'the resolver could not get an answer from the servers it asks (SERVFAIL)',
    truth: failureTruth,
  },
  {
    id: 'dns-refused',
    state: 'unresolved',
    cause: 'dns.refused',
    when: direct('dns.refused'),
    confidence: likely,
    alternatives: twins('unresolved/dns.filtered_by_resolver'),
    settle: [SETTLE.resolverLog],
    because: 'the resolver refuses to answer this machine or this name (REFUSED)',
    truth: failureTruth,
  },
  {
    id: 'dns-timed-out',
    state: 'unresolved',
    cause: 'dns.timed_out',
    when: direct('dns.timed_out'),
    confidence: likely,
    alternatives: twins('unresolved/dns.resolver_down'),
    settle: [SETTLE.networkLog, 'the same question over TCP, and from another machine of the subnet'],
    because: 'no resolver answered in time: port 53 is blocked on the way, or the resolver is down',
    truth: failureTruth,
  },
  {
    id: 'dns-unreachable',
    state: 'unresolved',
    cause: 'dns.resolver_unreachable',
    when: direct('dns.unreachable'),
    confidence: likely,
    alternatives: twins('unresolved/dns.resolver_down'),
    settle: [SETTLE.networkLog],
    because: 'the resolver cannot be reached from here: no route, or nothing listens there',
    truth: failureTruth,
  },
  {
    id: 'dns-no-resolver',
    state: 'unresolved',
    cause: 'dns.no_resolver',
    when: direct('dns.no_resolver'),
    confidence: certain,
    alternatives: none,
    settle: [],
    because: 'this machine names no resolver, and its own lookup found nothing',
    truth: failureTruth,
  },
  {
    id: 'dns-unreadable',
    state: 'unresolved',
    cause: 'dns.unreadable',
    when: direct('dns.other_rcode', 'dns.malformed', 'dns.unknown'),
    confidence: likely,
    alternatives: twins('unresolved/dns.filtered_by_resolver', 'unresolved/dns.resolver_down'),
    settle: [SETTLE.resolverLog],
    because: 'the resolver answered in a way that gives no address and no reason',
    truth: failureTruth,
  },
];
