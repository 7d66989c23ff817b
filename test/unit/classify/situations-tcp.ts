import { answer, canary, evidence, FIN, firewalled, open, path, silentTcp, tcpFailed } from '../../support/evidence.ts';
import type { Situation } from './situations.ts';

const ICMP = [
  'network_unreachable',
  'host_unreachable',
  'host_unknown',
  'host_isolated',
  'protocol_unreachable',
  'source_route_failed',
  'message_too_long',
] as const;

export const TCP_SITUATIONS: readonly Situation[] = [
  {
    name: 'network deny, NSG or dead far end: the connect times out',
    evidence: evidence({ tcp: tcpFailed('tcp.timed_out') }),
    path: path({ canaries: 'silent', mustBeDenied: FIN }),
    right: {
      state: 'blocked',
      cause: 'tcp.timed_out',
      rule: 'tcp-timed-out',
      confidence: 'likely',
      tcpTestSucceeded: false,
      tcpMisleads: false,
    },
    twins: ['down/tcp.far_end_silent'],
  },
  {
    name: 'asymmetric return: the connect times out though the canary connects',
    evidence: evidence({ tcp: tcpFailed('tcp.timed_out') }),
    path: firewalled(),
    right: {
      state: 'blocked',
      cause: 'tcp.timed_out',
      rule: 'tcp-timed-out-though-canary-connects',
      confidence: 'likely',
    },
    twins: ['blocked/tcp.return_path'],
  },
  {
    name: 'the canary connects on another port only',
    evidence: evidence({ target: { port: 8443 }, tcp: tcpFailed('tcp.timed_out') }),
    path: path({ ports: [443], controls: [canary(8443, silentTcp)] }),
    right: { state: 'blocked', cause: 'tcp.timed_out', rule: 'tcp-timed-out', confidence: 'likely' },
  },
  {
    name: 'our DNS answer is unreachable, and the name passes on a dead address',
    evidence: evidence({ tcp: tcpFailed('tcp.timed_out'), questions: [answer('dead_address', {})] }),
    path: firewalled(),
    right: { state: 'blocked', cause: 'by_address.stopped', rule: 'tcp-stopped-by-address', confidence: 'likely' },
  },
  {
    name: 'one of two addresses works',
    evidence: evidence({ tcp: tcpFailed('tcp.refused'), questions: [answer('other_address', {})] }),
    path: open(),
    right: {
      state: 'inconclusive',
      cause: 'tcp.addresses_differ',
      rule: 'tcp-other-address-works',
      confidence: 'likely',
    },
  },
  ...ICMP.map(
    (name): Situation => ({
      name: `ICMP ${name}`,
      evidence: evidence({ tcp: tcpFailed(`tcp.${name}`) }),
      path: open(),
      right: { state: 'blocked', cause: `tcp.${name}`, rule: `tcp-${name.replaceAll('_', '-')}`, confidence: 'likely' },
    }),
  ),
  {
    name: 'refused: nothing listens, or a device rejects',
    evidence: evidence({ tcp: tcpFailed('tcp.refused') }),
    path: open(),
    right: {
      state: 'down',
      cause: 'tcp.refused',
      rule: 'tcp-refused',
      confidence: 'likely',
      alternatives: ['blocked/tcp.rejected_on_the_way'],
    },
  },
  {
    name: 'refused where even an address that nobody has is refused',
    evidence: evidence({ tcp: tcpFailed('tcp.refused') }),
    path: path({ canaries: 'refused' }),
    right: { state: 'down', cause: 'tcp.refused', rule: 'tcp-refused', confidence: 'possible' },
  },
  {
    name: 'reset while connecting',
    evidence: evidence({ tcp: tcpFailed('tcp.reset') }),
    path: open(),
    right: { state: 'down', cause: 'tcp.reset', rule: 'tcp-reset', confidence: 'possible' },
  },
  {
    name: "the machine's own packet filter",
    evidence: evidence({ tcp: tcpFailed('tcp.not_permitted') }),
    path: open(),
    right: { state: 'blocked', cause: 'tcp.local_filter', rule: 'tcp-local-filter', confidence: 'certain' },
  },
  {
    name: 'a connect error nobody knows yet',
    evidence: evidence({ tcp: tcpFailed('tcp.unknown') }),
    path: open(),
    right: { state: 'inconclusive', cause: 'tcp.unknown', rule: 'tcp-unknown', confidence: 'possible' },
  },
];
