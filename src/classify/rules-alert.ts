/** A TLS alert that is not the one with which this path denies: the far end speaks, and says why. */
import { certain, failed, likely, none, possible, type Rule, SETTLE, twins } from './rule.ts';
import { alertTruth, failureTruth } from './truth.ts';
import type { View } from './view.ts';

const DENIED = 'denied/denied.by_name_filter';

/** An alert during the handshake, by its number. */
const alert =
  (...numbers: readonly number[]) =>
  ({ steps: { tls } }: View): boolean =>
    tls.status === 'failed' &&
    tls.failure.name.startsWith('tls.alert.') &&
    numbers.includes(tls.seen.alert?.number ?? -1);
/** An alert after it: TLS 1.3 refuses a client without certificate only then. */
const alertAfterwards =
  (...numbers: readonly number[]) =>
  ({ steps: { http } }: View): boolean =>
    http.status === 'failed' &&
    http.failure.name.startsWith('http.alert.') &&
    numbers.includes(http.seen.alert?.number ?? -1);
const afterServerHello = ({ steps: { tls } }: View): boolean =>
  tls.status === 'failed' && tls.seen.serverVersion !== undefined;
const anyAlert = ({ failure }: View): boolean => failure?.name.startsWith('tls.alert.') ?? false;

const CERTIFICATE_REQUIRED = 116;
/** no_certificate, bad_certificate … unknown_ca: said about the peer's certificate. */
const ABOUT_OUR_CERTIFICATE = [41, 42, 43, 44, 45, 46, 48];

/** Where a denial's look is unknown and something answers for others, the alert may be its own. */
const parametersOrFilter = ({ denial, canary }: View) =>
  denial.filtered === 'unknown' && canary === 'answered' ? ('possible' as const) : ('likely' as const);

const PARAMETERS: readonly (readonly [id: string, cause: string, numbers: readonly number[], because: string])[] = [
  [
    'alert-handshake-failure',
    'tls.handshake_failure',
    [40],
    'the far end found no TLS parameters in common with ours (alert 40), and no denial is known to look so here',
  ],
  [
    'alert-protocol-version',
    'tls.protocol_version',
    [70],
    'the far end does not speak TLS 1.2 or 1.3 with us (alert 70), and no denial is known to look so here',
  ],
  [
    'alert-insufficient-security',
    'tls.insufficient_security',
    [71],
    'the far end wants stronger cipher suites than those offered (alert 71), and no denial is known to look so here',
  ],
  [
    'alert-inappropriate-fallback',
    'tls.inappropriate_fallback',
    [86],
    'the far end takes our version range for a downgrade (alert 86), and no denial is known to look so here',
  ],
];

export const ALERT_RULES: readonly Rule[] = [
  {
    id: 'unsupported-protocol',
    state: 'incompatible',
    cause: 'tls.version_unsupported',
    when: failed('tls.unsupported_protocol'),
    confidence: certain,
    alternatives: none,
    settle: [],
    because: 'the far end chose a TLS version that agents no longer speak',
    truth: (view) => {
      const { tls } = view.steps;
      const version = tls.status === 'failed' ? tls.seen.serverVersion : undefined;
      return version === undefined ? failureTruth(view) : `far end speaks ${version} only`;
    },
  },
  {
    id: 'alert-client-certificate',
    state: 'rejected',
    cause: 'tls.client_certificate_wanted',
    // Before its ServerHello nobody can have asked for a certificate; an inspector that dislikes the far end's may send such alerts there.
    when: (view) =>
      alert(CERTIFICATE_REQUIRED)(view) ||
      alertAfterwards(CERTIFICATE_REQUIRED, ...ABOUT_OUR_CERTIFICATE)(view) ||
      (alert(40, ...ABOUT_OUR_CERTIFICATE)(view) && afterServerHello(view)),
    // Alert 116 has one meaning, and inside a genuine session one author; TLS 1.2 says 40 for this and for other things.
    confidence: (view) => (view.genuine && alertAfterwards(CERTIFICATE_REQUIRED)(view) ? 'certain' : 'likely'),
    alternatives: twins('incompatible/tls.handshake_failure', 'intercepted/tls.inspection'),
    settle: [SETTLE.farEnd, SETTLE.otherVantage],
    because: 'the far end answered and wants a client certificate, which a probe does not have',
    truth: alertTruth,
  },
  {
    id: 'alert-unrecognized-name',
    state: 'rejected',
    cause: 'tls.unrecognized_name',
    when: alert(112),
    confidence: likely,
    alternatives: twins('unresolved/dns.wrong_address', DENIED),
    settle: ['the address that DNS gave here, held against one from elsewhere', SETTLE.otherVantage],
    because: 'whoever answers does not know this name (alert 112), and no denial is known to look so here',
    truth: alertTruth,
  },
  {
    // Alerts of a middlebox (RFC 8446 §6: access_denied, internal_error) where denials are alerts too, or were only ever spoken.
    id: 'alert-of-a-filter',
    state: 'denied',
    cause: 'denied.by_name_filter',
    when: (view) =>
      alert(49, 80)(view) &&
      view.cut !== undefined &&
      view.denial.filtered === 'yes' &&
      (view.denial.fingerprint === undefined || view.denial.fingerprint.end === 'alert'),
    confidence: possible,
    alternatives: twins('incompatible/tls.handshake_failure', 'down/tls.internal_error', 'rejected/tls.access_denied'),
    settle: [SETTLE.firewallLog, SETTLE.otherVantage],
    because:
      'an alert came back that filters like to use (access denied, internal error), on a path whose denials are answers too',
    truth: alertTruth,
  },
  {
    id: 'alert-access-denied',
    state: 'rejected',
    cause: 'tls.access_denied',
    when: alert(49),
    confidence: possible,
    alternatives: twins(DENIED, 'incompatible/tls.handshake_failure'),
    settle: [SETTLE.otherVantage, SETTLE.firewallLog],
    because: 'the far end refuses this caller during the handshake (alert 49), and no denial is known to look so here',
    truth: alertTruth,
  },
  {
    id: 'alert-internal-error',
    state: 'down',
    cause: 'tls.internal_error',
    when: alert(80),
    confidence: possible,
    alternatives: twins(DENIED, 'incompatible/tls.handshake_failure'),
    settle: [SETTLE.otherVantage, SETTLE.farEnd],
    because: 'the far end failed by itself during the handshake (alert 80), and no denial is known to look so here',
    truth: alertTruth,
  },
  ...PARAMETERS.map(
    ([id, cause, numbers, because]): Rule => ({
      id,
      state: 'incompatible',
      cause,
      when: alert(...numbers),
      confidence: parametersOrFilter,
      alternatives: twins(DENIED, 'rejected/tls.refused_by_far_end'),
      settle: ['another ClientHello (more versions, more suites) from here', SETTLE.otherVantage],
      because,
      truth: alertTruth,
    }),
  ),
  {
    id: 'alert-other',
    state: 'incompatible',
    cause: 'tls.alert',
    when: anyAlert,
    confidence: possible,
    alternatives: twins(DENIED, 'down/tls.internal_error', 'rejected/tls.refused_by_far_end'),
    settle: [SETTLE.otherVantage, SETTLE.farEnd],
    because: 'the far end ended the handshake with an alert, and no denial is known to look so here',
    truth: alertTruth,
  },
];
