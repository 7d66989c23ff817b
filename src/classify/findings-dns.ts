import { counted, listed, ms } from './figures.ts';
import { type FindingRow, SLOW_MS, when } from './finding-row.ts';
import { privateLinkZone } from './private-link.ts';
import type { View } from './view.ts';

const facts = ({ steps: { dns } }: View) => (dns.status === 'ok' ? dns.facts : undefined);
const seen = ({ steps: { dns } }: View) =>
  dns.status === 'ok' ? dns.facts : dns.status === 'failed' ? dns.seen : undefined;
const addresses = (view: View): readonly string[] => facts(view)?.addresses.map(({ address }) => address) ?? [];

export const DNS_FINDINGS: readonly FindingRow[] = [
  {
    id: 'dns.from_hosts_file',
    phase: 'dns',
    says: (view) =>
      when(
        facts(view)?.source === 'hosts_file',
        () => `the hosts file gives ${listed(addresses(view))}; DNS was not asked`,
      ),
  },
  {
    id: 'dns.from_system',
    phase: 'dns',
    says: (view) =>
      when(
        facts(view)?.source === 'system',
        () => `our own question failed, and the system's resolver gives ${listed(addresses(view))}`,
      ),
  },
  {
    id: 'dns.system_disagrees',
    phase: 'dns',
    says: (view) => {
      const { system } = view;
      if (system?.outcome === 'failed') {
        return when(facts(view)?.source === 'dns', () => `the system's resolver finds no address (${system.code})`);
      }
      if (system?.outcome !== 'addresses' || facts(view)?.source === 'system') return undefined;
      const own = addresses(view);
      // That there is IPv6 alone, both say.
      if (view.failure?.name === 'dns.ipv6_only' && system.addresses.every((address) => address.includes(':')))
        return undefined;
      return when(
        !system.addresses.some((address) => own.includes(address)),
        () =>
          `the system's resolver gives ${listed(system.addresses)}, our question to DNS ${own.length > 0 ? listed(own) : 'nothing'}`,
      );
    },
  },
  {
    id: 'dns.private_answer',
    phase: 'dns',
    says: (view) => {
      const own = facts(view)?.addresses.filter((address) => address.private) ?? [];
      return when(
        own.length > 0,
        () =>
          `${listed(own.map(({ address }) => address))} is a private address: the path may not include the firewall`,
      );
    },
  },
  {
    id: 'dns.private_link',
    phase: 'dns',
    says: (view) =>
      when(seen(view)?.privateLink, () => `the name leads into ${privateLinkZone(view) ?? 'a privatelink zone'}`),
  },
  {
    id: 'dns.public_under_private_link',
    phase: 'dns',
    says: (view) => {
      const own = facts(view);
      return when(
        own?.privateLink && own.addresses.every((address) => !address.private),
        () =>
          `the name leads into ${privateLinkZone(view) ?? 'a privatelink zone'} and has a public address: no private endpoint is in effect here`,
      );
    },
  },
  {
    id: 'dns.sinkhole',
    phase: 'dns',
    says: (view) =>
      when(
        addresses(view).some((address) => /^(?:0\.0\.0\.0|127\.|::1?$)/.test(address)) && facts(view)?.source === 'dns',
        () => `DNS gives ${listed(addresses(view))}: a filtering resolver answers so for names it refuses`,
      ),
  },
  {
    id: 'dns.resolver_trouble',
    phase: 'dns',
    says: (view) => {
      const troubled = (seen(view)?.answers ?? []).filter(
        ({ rcode, trouble }) =>
          trouble !== undefined || rcode === 'SERVFAIL' || rcode === 'REFUSED' || rcode === 'none',
      );
      const words = [...new Set(troubled.map(({ resolver, rcode, trouble }) => `${resolver} ${trouble ?? rcode}`))];
      return when(words.length > 0, () => `${counted(words.length, 'resolver')} in trouble: ${words.join('; ')}`);
    },
  },
  {
    id: 'dns.slow',
    phase: 'dns',
    says: ({ steps: { dns } }) =>
      when(
        dns.status === 'ok' && dns.durationMs > SLOW_MS,
        () => `DNS took ${dns.status === 'ok' ? ms(dns.durationMs) : ''}`,
      ),
  },
];
