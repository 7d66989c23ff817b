/**
 * The flow was ended while its name was being judged: before a ServerHello, before the answer to a plain request, or in mid-handshake.
 *
 * What can be known. A firewall that judges by name completes TCP itself, reads the name, and then (a) refuses it, or (b) resolves it and
 * connects on its own account. If (b) fails, the client is cut as well, in a form that nobody has documented. So a cut like that of the
 * must-be-denied name means "refused" or "allowed, and out of the firewall's reach", and neither the dead address nor timing separates
 * the two: the firewall makes the same attempt both times. `denied` is therefore never certain here.
 *
 * A cut unlike the must-be-denied one came from another actor or another reason. The dead address tells which:
 * - ended there as a denial is: no rule allows the name by name, so the real flow was carried otherwise (a rule by address, a route
 *   around), and what ended it is the far end itself;
 * - ended there as here: the device took the name up and treats it otherwise than a denied one: it relays or meets a failing far end
 *   (likelier), or refuses this name in another manner (an explicit deny, threat intelligence, IDPS);
 * - not asked: the far end closing by itself is likelier than a second manner of denial, and that is all that can be said.
 */
import type { Confidence } from '../model/verdict.ts';
import { isAddress } from './names.ts';
import { failed, likely, possible, type Rule, SETTLE, twins } from './rule.ts';
import { cutTruth, failureTruth } from './truth.ts';
import type { View } from './view.ts';

const DENIED = 'denied/denied.by_name_filter';
const UPSTREAM = 'down/upstream.unreachable_from_firewall';
const CLOSED = 'down/tls.closed_by_far_end';
/** Packets too large for the path vanish without a word: nothing comes back, as from a far end that stays silent. */
const MTU = 'blocked/path.mtu';
const orMtu =
  (...names: readonly string[]) =>
  (view: View): readonly string[] =>
    failed('tls.silent_after_hello')(view) ? [...names, MTU] : names;

const alerted = ({ cut }: View): boolean => cut?.end === 'alert';
/** A cut that is no alert: alerts have rows of their own, for they say why. */
const wordless = (view: View): boolean => view.cut !== undefined && !alerted(view);
const asDenied = ({ cut, denial, likeDenial }: View): boolean =>
  cut !== undefined && denial.filtered === 'yes' && likeDenial === 'same';

const onPrivateLink = ({ steps: { dns } }: View): boolean =>
  dns.status === 'ok' && dns.facts.privateLink && dns.facts.addresses[0]?.private === true;

/** Everything that was asked keeps step with a refusal of the name. */
function keepsStep({ deadAddress, reachableAddress, tally, unsteadyPath }: View): Confidence {
  const elsewhereToo = (deadAddress === 'unknown' || deadAddress === 'cut_alike') && reachableAddress !== 'passed';
  return elsewhereToo && !tally.differing && !unsteadyPath ? 'likely' : 'possible';
}

export const HELLO_RULES: readonly Rule[] = [
  {
    id: 'wide-hello-succeeds',
    state: 'incompatible',
    cause: 'tls.parameters',
    when: ({ steps, wideHello }) => steps.tls.status === 'failed' && shookHands(wideHello),
    confidence: notByChance,
    alternatives: twins('inconclusive/intermittent'),
    settle: [SETTLE.again],
    because: 'the far end refuses the TLS versions and cipher suites that agents offer, and accepts others',
    truth: (view) => `${failureTruth(view)}; a wider hello succeeds`,
  },
  {
    id: 'large-hello-succeeds',
    state: 'incompatible',
    cause: 'tls.hello_size',
    when: ({ steps, largeHello }) => steps.tls.status === 'failed' && shookHands(largeHello),
    confidence: notByChance,
    alternatives: twins('inconclusive/intermittent'),
    settle: [SETTLE.again],
    because: 'the small ClientHello fails and the large one, with a post-quantum key share, succeeds',
    truth: (view) => `${failureTruth(view)}; the large hello succeeds`,
  },
];

/** An alert gives its reason, so one repeat will do; after a mere cut the other hello may just have had better luck. */
function notByChance(view: View): Confidence {
  return view.tally.flows >= (alerted(view) ? 2 : 6) ? 'certain' : 'likely';
}

function shookHands(outcome: View['wideHello']): boolean {
  return outcome === 'passed' || outcome === 'chain_not_genuine';
}

export const CUT_RULES: readonly Rule[] = [
  {
    // Certificates count too: where DNS sends us to the wrong machine, its certificate is for another name.
    id: 'name-passes-on-dead-address',
    state: 'down',
    cause: 'by_address.wrong_far_end',
    when: ({ steps, tls, genuine, deadAddress }) =>
      deadAddress === 'passed' &&
      !genuine &&
      (tls ? tls.chainEnd === 'public_root' : steps.tls.status === 'failed' || steps.http.status === 'failed'),
    confidence: likely,
    alternatives: twins('blocked/by_address.stopped', 'inconclusive/intermittent'),
    settle: ['the address that DNS gave here, held against the one that the firewall resolves', SETTLE.again],
    because:
      'the name is allowed (said to an address where nothing is, it reaches the far end), and at the address that DNS gave here somebody else, or something by address, ends it',
    truth: (view) => `${view.cut ? cutTruth(view) : failureTruth(view)}; the name passes elsewhere`,
  },
  {
    id: 'cut-without-server-name',
    state: 'denied',
    cause: 'denied.no_server_name',
    when: (view) =>
      isAddress(view.target.host) &&
      view.cut?.scheme === 'https' &&
      (view.likeDenial === 'same' || (view.denial.filtered !== 'no' && view.likeNoServerName)),
    confidence: (view) => (view.likeDenial === 'same' ? keepsStep(view) : 'possible'),
    alternatives: twins(CLOSED, 'incompatible/tls.server_name_wanted'),
    settle: [
      "the firewall's log for this source and port: the reason there is that the SNI extension was missing",
      SETTLE.farEnd,
    ],
    because:
      'the target is an address, so no name was said, and a filter that judges by name refuses a ClientHello without one',
    truth: cutTruth,
  },
  {
    id: 'alert-as-must-be-denied',
    state: 'denied',
    cause: 'denied.by_name_filter',
    when: (view) => alerted(view) && asDenied(view),
    confidence: keepsStep,
    alternatives: twins('incompatible/tls.handshake_failure', UPSTREAM, 'rejected/tls.refused_by_far_end'),
    settle: [SETTLE.firewallLog, SETTLE.otherVantage],
    because:
      'the same TLS alert came back as for the name that must be denied: a name filter that answers with an alert refused it',
    truth: cutTruth,
  },
  {
    id: 'cut-as-must-be-denied',
    state: 'denied',
    cause: 'denied.by_name_filter',
    when: asDenied,
    confidence: keepsStep,
    alternatives: (view) => [
      UPSTREAM,
      view.cut?.scheme === 'http' ? 'down/http.closed' : CLOSED,
      // A private endpoint has a route of its own, and its flows seldom meet the firewall.
      ...(onPrivateLink(view) ? ['down/private_endpoint.ends_it'] : []),
    ],
    settle: [SETTLE.firewallLog, SETTLE.otherVantage],
    because:
      'TCP was completed and the flow then cut in the same way as for the name that must be denied: a name filter refused it (no rule allows it, a rule denies it, or threat intelligence or intrusion prevention cut it)',
    truth: cutTruth,
  },
];

/** What is left of wordless cuts in TLS: not like a denial, or with no denial to compare with. */
export const OTHER_CUT_RULES: readonly Rule[] = [
  {
    id: 'cut-otherwise-alike-on-dead-address',
    state: 'down',
    cause: 'upstream.unreachable_from_firewall',
    when: (view) => tlsCut(view) && view.denial.filtered === 'yes' && view.deadAddress === 'cut_alike',
    confidence: possible,
    alternatives: twins(DENIED, CLOSED),
    settle: [SETTLE.firewallLog, SETTLE.otherVantage],
    because:
      'the flow ends otherwise than a denied one, and ends so on an address where nothing is as well: a device took the name up, and then its far end failed it or it refused the name for another reason',
    truth: cutTruth,
  },
  {
    id: 'cut-otherwise-denied-on-dead-address',
    state: 'down',
    cause: 'tls.ended_by_far_end',
    when: (view) => tlsCut(view) && view.denial.filtered === 'yes' && view.deadAddress === 'cut_as_denied',
    confidence: likely,
    alternatives: orMtu(DENIED, UPSTREAM),
    settle: [SETTLE.farEnd, SETTLE.otherVantage],
    because:
      'no rule allows the name by name, and this flow ends otherwise than a denied one: it is carried by a rule by address or around the filter, and its far end ends it',
    truth: cutTruth,
  },
  {
    id: 'silent-though-not-denied',
    state: 'down',
    cause: 'tls.silent_far_end',
    when: (view) => failed('tls.silent_after_hello')(view) && view.denial.filtered !== 'unknown',
    confidence: possible,
    alternatives: twins(UPSTREAM, DENIED, MTU),
    settle: [SETTLE.otherVantage, SETTLE.firewallLog],
    because:
      'TCP was completed and ClientHello never answered, which is not how a denial looks here: the far end, or what lies before it, stays silent',
    truth: cutTruth,
  },
  {
    id: 'reset-though-not-denied',
    state: 'down',
    cause: 'tls.reset_by_far_end',
    when: (view) => failed('tls.reset_after_hello')(view) && view.denial.filtered !== 'unknown',
    confidence: notDenied,
    alternatives: twins(DENIED, UPSTREAM),
    settle: [SETTLE.otherVantage, SETTLE.firewallLog],
    because:
      'the connection was reset after ClientHello, which is not how a denial looks here: the far end resets it, or a rule for this very name does',
    truth: cutTruth,
  },
  {
    id: 'closed-though-not-denied',
    state: 'down',
    cause: 'tls.closed_by_far_end',
    when: (view) => failed('tls.closed_after_hello')(view) && view.denial.filtered !== 'unknown',
    confidence: notDenied,
    alternatives: twins(DENIED, UPSTREAM),
    settle: [SETTLE.otherVantage, SETTLE.firewallLog],
    because:
      'the connection was closed after ClientHello, which is not how a denial looks here: the far end closes it, or a rule for this very name does',
    truth: cutTruth,
  },
  {
    id: 'stalled-mid-handshake',
    state: 'down',
    cause: 'tls.stalled_mid_handshake',
    when: failed('tls.stalled_mid_handshake'),
    confidence: likely,
    // A ServerHello and then nothing is how a path that swallows full-sized packets looks.
    alternatives: twins('blocked/path.mtu', 'denied/denied.by_certificate_filter'),
    settle: ['a packet capture: whether large packets arrive', SETTLE.otherVantage],
    because:
      'the far end began the handshake and its answer did not arrive in full: large packets are lost on the way, or it stopped',
    truth: failureTruth,
  },
  {
    id: 'broken-off-mid-handshake',
    state: 'down',
    cause: 'tls.broken_off',
    when: failed('tls.closed_mid_handshake', 'tls.reset_mid_handshake'),
    confidence: likely,
    alternatives: twins('denied/denied.by_certificate_filter', 'inconclusive/intermittent'),
    settle: [SETTLE.otherVantage, SETTLE.firewallLog],
    because: 'the far end began the handshake, and the connection was then ended',
    truth: failureTruth,
  },
  {
    id: 'tls-unreadable',
    state: 'inconclusive',
    cause: 'tls.unreadable',
    when: failed('tls.protocol_error', 'tls.too_much_data', 'tls.unknown'),
    confidence: possible,
    alternatives: twins('intercepted/tls.foreign_answer', 'down/tls.broken_off', 'incompatible/tls.parameters'),
    settle: ['the raw error and the first bytes (kept in the evidence)', SETTLE.otherVantage],
    because: 'the handshake failed in a way that our side cannot read',
    truth: failureTruth,
  },
  {
    // No control tells how a denial looks; a device that answers for dead addresses judges names, and a name that is cut on another far
    // end's address too is cut for its name.
    id: 'cut-after-proxied-tcp',
    state: 'denied',
    cause: 'denied.by_name_filter',
    when: (view) => tlsCut(view) && (view.canary === 'answered' || view.reachableAddress === 'cut_alike'),
    confidence: possible,
    alternatives: twins(CLOSED, UPSTREAM),
    settle: [SETTLE.firewallLog, 'a must-be-denied name that resolves here'],
    because:
      'something on the path completes TCP or reads names for others, and the flow was cut once the name was said; how a denial looks on this path is not known',
    truth: cutTruth,
  },
  {
    // Nobody shakes hands for others here, and other targets get through: who cut it is behind the connection that was made.
    id: 'cut-without-interception',
    state: 'down',
    cause: 'tls.ended_by_far_end',
    when: (view) =>
      tlsCut(view) && (view.canary === 'silent' || view.canary === 'refused') && view.path.across.proven > 0,
    confidence: possible,
    alternatives: orMtu(DENIED, UPSTREAM),
    settle: ['a must-be-denied name that resolves and connects here', SETTLE.otherVantage],
    because:
      'nothing on this path answers handshakes for others, so the far end itself ended the flow after ClientHello, or a device that lets TCP through and then judges names',
    truth: cutTruth,
  },
  {
    id: 'cut-unattributed',
    state: 'inconclusive',
    cause: 'tls.cut_unattributed',
    when: tlsCut,
    confidence: possible,
    alternatives: orMtu(DENIED, CLOSED),
    settle: ['a must-be-denied name that resolves here', SETTLE.otherVantage, SETTLE.firewallLog],
    because: 'the flow was cut after ClientHello, and no control tells whether a filter or the far end does that here',
    truth: cutTruth,
  },
];

function tlsCut(view: View): boolean {
  return wordless(view) && view.cut?.scheme === 'https' && before(view);
}

function before({ failure }: View): boolean {
  return failure?.name.endsWith('_after_hello') ?? false;
}

/**
 * Where names pass that must be denied, a filter is unlikely; where they are cut in another manner, less so. And where the name ends so on an
 * address where nothing is, a device took it up: a rule for this very name is as likely as a far end that fails the device.
 */
function notDenied({ denial, deadAddress }: View): Confidence {
  return denial.filtered === 'no' && deadAddress !== 'cut_alike' ? 'likely' : 'possible';
}
