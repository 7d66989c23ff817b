import {
  answer,
  control,
  dnsFailed,
  evidence,
  FIN,
  firewalled,
  flow,
  open,
  path,
  RST,
  SILENT,
  tlsFailed,
  tlsOk,
} from '../../support/evidence.ts';
import type { Situation } from './situations.ts';

const DENIED = 'denied/denied.by_name_filter';
const UPSTREAM = 'down/upstream.unreachable_from_firewall';

export const NOT_DENIED_SITUATIONS: readonly Situation[] = [
  {
    name: 'split horizon: the name passes on a dead address, and our address closes',
    evidence: evidence({ ...FIN, questions: [answer('dead_address', {})] }),
    path: firewalled(),
    right: {
      state: 'down',
      cause: 'by_address.wrong_far_end',
      rule: 'name-passes-on-dead-address',
      confidence: 'likely',
    },
    twins: ['blocked/by_address.stopped'],
  },
  {
    name: 'our DNS leads to another service, and the name passes on a dead address',
    evidence: evidence({ tls: tlsOk({ nameMatches: false }), questions: [answer('dead_address', {})] }),
    path: firewalled(),
    right: {
      state: 'down',
      cause: 'by_address.wrong_far_end',
      rule: 'name-passes-on-dead-address',
      confidence: 'likely',
    },
  },

  // not as a denial
  {
    name: 'reset where denials are closed, and so on a dead address: taken up, and then failed',
    evidence: evidence({ ...RST, questions: [answer('dead_address', RST)] }),
    path: firewalled(),
    right: {
      state: 'down',
      cause: 'upstream.unreachable_from_firewall',
      rule: 'cut-otherwise-alike-on-dead-address',
      confidence: 'possible',
    },
    twins: [DENIED],
  },
  {
    name: 'reset where denials are closed, and closed on a dead address: carried by a rule by address',
    evidence: evidence({ ...RST, questions: [answer('dead_address', FIN)] }),
    path: firewalled(),
    right: {
      state: 'down',
      cause: 'tls.ended_by_far_end',
      rule: 'cut-otherwise-denied-on-dead-address',
      confidence: 'likely',
    },
    twins: [DENIED],
  },
  {
    name: 'reset where denials are closed, and nothing more was asked',
    evidence: evidence(RST),
    path: firewalled(),
    right: { state: 'down', cause: 'tls.reset_by_far_end', rule: 'reset-though-not-denied', confidence: 'possible' },
    twins: [DENIED],
  },
  {
    name: 'silent where denials are closed',
    evidence: evidence(SILENT),
    path: firewalled(),
    right: { state: 'down', cause: 'tls.silent_far_end', rule: 'silent-though-not-denied', confidence: 'possible' },
    twins: [UPSTREAM, DENIED],
  },
  {
    name: 'silence of a short follow-up is no other manner: the deadline cut it',
    evidence: evidence({ ...RST, questions: [answer('dead_address', SILENT), answer('repeat', SILENT)] }),
    path: firewalled(),
    right: { state: 'down', cause: 'tls.reset_by_far_end', rule: 'reset-though-not-denied', confidence: 'possible' },
  },
  {
    name: 'a far end that closes by itself on a path without a filter',
    evidence: evidence(FIN),
    path: open(),
    right: {
      state: 'down',
      cause: 'tls.closed_by_far_end',
      rule: 'closed-though-not-denied',
      confidence: 'likely',
      tcpMisleads: false,
    },
    twins: [DENIED],
  },
  {
    name: 'a far end that resets by itself where everything is allowed',
    evidence: evidence(RST),
    path: path({ mustBeDenied: {} }),
    right: { state: 'down', cause: 'tls.reset_by_far_end', rule: 'reset-though-not-denied', confidence: 'likely' },
    twins: [DENIED],
  },
  {
    name: 'reset where everything else is allowed, and so on a dead address: a rule for this very name is as likely',
    evidence: evidence({ ...RST, questions: [answer('dead_address', RST)] }),
    path: path({ mustBeDenied: {} }),
    right: { state: 'down', cause: 'tls.reset_by_far_end', rule: 'reset-though-not-denied', confidence: 'possible' },
    twins: [DENIED, UPSTREAM],
  },
  {
    name: 'cut, and no control tells anything',
    evidence: evidence(FIN),
    path: path({ canaries: 'silent' }),
    right: {
      state: 'inconclusive',
      cause: 'tls.cut_unattributed',
      rule: 'cut-unattributed',
      confidence: 'possible',
      effect: 'unknown',
    },
    twins: [DENIED, 'down/tls.closed_by_far_end'],
  },
  {
    name: 'cut, and the canary is void: it tells nothing',
    evidence: evidence(FIN),
    path: path({ canaries: 'void' }),
    right: { state: 'inconclusive', cause: 'tls.cut_unattributed', rule: 'cut-unattributed', confidence: 'possible' },
  },
  {
    name: 'cut where the canary connects, and how a denial looks is unknown',
    evidence: evidence(FIN),
    path: path({ mustBeDenied: { dns: dnsFailed('dns.timed_out') } }),
    right: { state: 'denied', cause: 'denied.by_name_filter', rule: 'cut-after-proxied-tcp', confidence: 'possible' },
    twins: ['down/tls.closed_by_far_end', UPSTREAM],
  },
  {
    name: 'cut, and cut on a reachable far end too: the name decides',
    evidence: evidence({ ...RST, questions: [answer('reachable_address', RST)] }),
    path: path({ canaries: 'silent' }),
    right: { state: 'denied', cause: 'denied.by_name_filter', rule: 'cut-after-proxied-tcp', confidence: 'possible' },
  },
  {
    name: 'a .invalid name never tells how a denial looks',
    evidence: evidence(FIN),
    path: path({
      canaries: 'silent',
      controls: [control('must_be_denied_invalid', { host: 'x.invalid', steps: flow(FIN) })],
    }),
    right: { state: 'inconclusive', cause: 'tls.cut_unattributed', rule: 'cut-unattributed', confidence: 'possible' },
  },
  {
    name: 'stalled in mid-handshake: large packets may be lost',
    evidence: evidence({ tls: tlsFailed('tls.stalled_mid_handshake') }),
    path: firewalled(),
    right: { state: 'down', cause: 'tls.stalled_mid_handshake', rule: 'stalled-mid-handshake', confidence: 'likely' },
    twins: ['blocked/path.mtu'],
  },
  ...(['tls.closed_mid_handshake', 'tls.reset_mid_handshake'] as const).map(
    (failure): Situation => ({
      name: `broken off: ${failure}`,
      evidence: evidence({ tls: tlsFailed(failure) }),
      path: firewalled(),
      right: { state: 'down', cause: 'tls.broken_off', rule: 'broken-off-mid-handshake', confidence: 'likely' },
    }),
  ),
  ...(['tls.protocol_error', 'tls.too_much_data', 'tls.unknown'] as const).map(
    (failure): Situation => ({
      name: `a handshake that cannot be read: ${failure}`,
      evidence: evidence({ tls: tlsFailed(failure, { bytesReceived: 40 }) }),
      path: firewalled(),
      right: { state: 'inconclusive', cause: 'tls.unreadable', rule: 'tls-unreadable', confidence: 'possible' },
    }),
  ),
];
