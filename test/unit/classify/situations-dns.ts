import type { FailureName } from '../../../src/model/failure.ts';
import { dnsFailed, evidence, firewalled, path } from '../../support/evidence.ts';
import type { Situation } from './situations.ts';

const PROXY = 'http://10.10.1.4:8443';
const proxied = { proxy: PROXY };

const DNS: readonly (readonly [FailureName, string, string])[] = [
  ['dns.name_not_found', 'dns.name_not_found', 'dns-name-not-found'],
  ['dns.no_answer', 'dns.no_answer', 'dns-no-answer'],
  ['dns.server_failure', 'dns.server_failure', 'dns-server-failure'],
  ['dns.refused', 'dns.refused', 'dns-refused'],
  ['dns.timed_out', 'dns.timed_out', 'dns-timed-out'],
  ['dns.unreachable', 'dns.resolver_unreachable', 'dns-unreachable'],
  ['dns.other_rcode', 'dns.unreadable', 'dns-unreadable'],
  ['dns.malformed', 'dns.unreadable', 'dns-unreadable'],
  ['dns.unknown', 'dns.unreadable', 'dns-unreadable'],
];

export const DNS_SITUATIONS: readonly Situation[] = [
  ...DNS.map(
    ([failure, cause, rule]): Situation => ({
      name: `unresolved by ${failure}`,
      evidence: evidence({ dns: dnsFailed(failure) }),
      path: firewalled(),
      right: {
        state: 'unresolved',
        cause,
        rule,
        confidence: 'likely',
        phase: 'dns',
        tcpTestSucceeded: false,
        effect: 'broken',
      },
    }),
  ),
  {
    name: 'NXDOMAIN under privatelink: the zone is empty',
    evidence: evidence({
      dns: dnsFailed('dns.name_not_found', {
        privateLink: true,
        aliases: [
          {
            from: 'global.handler.control.monitor.azure.com',
            to: 'global.handler.control.privatelink.monitor.azure.com',
          },
        ],
      }),
    }),
    path: firewalled(),
    right: {
      state: 'unresolved',
      cause: 'dns.privatelink_empty_zone',
      rule: 'dns-privatelink-empty-zone',
      confidence: 'likely',
      remedy:
        'Add the A record "global.handler.control" to the private DNS zone privatelink.monitor.azure.com (the private endpoint\'s DNS zone group does that), or unlink the zone from this network if global.handler.control.monitor.azure.com is to be reached publicly.',
    },
  },
  {
    name: 'AAAA only, and the system agrees',
    evidence: evidence({ dns: dnsFailed('dns.ipv6_only') }),
    path: firewalled(),
    right: {
      state: 'unresolved',
      cause: 'dns.ipv6_only',
      rule: 'dns-ipv6-only',
      confidence: 'certain',
      alternatives: [],
    },
  },
  {
    name: 'AAAA only, and the system gives the same IPv6 addresses: it agrees',
    evidence: evidence({
      dns: dnsFailed('dns.ipv6_only', {
        system: { outcome: 'addresses', addresses: ['2603:1030::1'], durationMs: 3 },
      }),
    }),
    path: firewalled(),
    right: { state: 'unresolved', cause: 'dns.ipv6_only', rule: 'dns-ipv6-only', confidence: 'certain' },
  },
  {
    name: 'AAAA only, and the system was not asked',
    evidence: evidence({
      dns: dnsFailed('dns.ipv6_only', { system: { outcome: 'not_asked', because: 'no time left' } }),
    }),
    path: firewalled(),
    right: { state: 'unresolved', cause: 'dns.ipv6_only', rule: 'dns-ipv6-only', confidence: 'likely' },
  },
  {
    name: 'the system, asked afterwards, knows an address',
    evidence: evidence({
      dns: dnsFailed('dns.name_not_found', { system: { outcome: 'not_asked', because: 'no time left' } }),
      questions: [
        {
          kind: 'system_resolver',
          round: 1,
          askedAt: '2026-11-23T16:40:05.000Z',
          system: { outcome: 'addresses', addresses: ['20.43.70.102'], durationMs: 3 },
        },
      ],
    }),
    path: firewalled(),
    right: { state: 'inconclusive', cause: 'dns.system_disagrees', rule: 'dns-system-disagrees', confidence: 'likely' },
  },
  {
    name: 'the machine names no resolver',
    evidence: evidence({ dns: dnsFailed('dns.no_resolver') }),
    path: firewalled(),
    right: { state: 'unresolved', cause: 'dns.no_resolver', rule: 'dns-no-resolver', confidence: 'certain' },
  },
  {
    name: 'our resolver fails and the system knows an address that was not probed',
    evidence: evidence({
      dns: dnsFailed('dns.timed_out', { system: { outcome: 'addresses', addresses: ['20.43.70.102'], durationMs: 3 } }),
    }),
    path: firewalled(),
    right: { state: 'inconclusive', cause: 'dns.system_disagrees', rule: 'dns-system-disagrees', confidence: 'likely' },
  },
  {
    name: "the explicit proxy's name does not resolve",
    evidence: evidence({ target: proxied, dns: dnsFailed('dns.name_not_found') }),
    path: path({ canaries: 'not_asked', proxied: true }),
    right: {
      state: 'unresolved',
      cause: 'proxy.name_unresolved',
      rule: 'proxy-name-unresolved',
      confidence: 'certain',
    },
  },
];
