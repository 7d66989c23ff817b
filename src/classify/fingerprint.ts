/** How a flow that got no handshake was ended: the shape that two denials on one path have in common. */
import type { Fingerprint } from '../model/path.ts';
import type { HttpSeen, Steps, TlsSeen } from '../model/step.ts';

export type Cut = Omit<Fingerprint, 'host' | 'port'>;

const TLS_CUTS: readonly string[] = [
  'tls.closed_after_hello',
  'tls.reset_after_hello',
  'tls.silent_after_hello',
  // A filter that reads the certificate instead of the name cuts here; what is compared is whether bytes came back.
  'tls.closed_mid_handshake',
  'tls.reset_mid_handshake',
  'tls.stalled_mid_handshake',
];
const HTTP_ENDS: Readonly<Record<string, TlsSeen['end']>> = {
  'http.closed': 'fin',
  'http.reset': 'rst',
  'http.timed_out': 'deadline',
};

/**
 * The fingerprint of a flow that was ended while the name was being judged; undefined for one that got further, or not so far.
 * An alert after a ServerHello is the far end's own opinion about our parameters, and no cut.
 */
export function fingerprintOf(steps: Steps): Cut | undefined {
  const { tls, http } = steps;
  if (tls.status === 'failed') {
    const { failure, seen } = tls;
    if (failure.instrument) return undefined;
    const alert = failure.name.startsWith('tls.alert.');
    if (alert ? seen.serverVersion !== undefined : !TLS_CUTS.includes(failure.name)) return undefined;
    return {
      scheme: 'https',
      end: alert ? 'alert' : seen.end,
      ...(seen.alert && { alert: seen.alert.number }),
      bytesReceived: seen.bytesReceived,
      endedAfterMs: seen.endedAfterMs,
    };
  }
  if (tls.status === 'skipped' && http.status === 'failed' && !http.failure.instrument) {
    return httpCut(http.failure.name, http.seen, http.durationMs);
  }
  return undefined;
}

function httpCut(name: string, seen: HttpSeen, durationMs: number): Cut | undefined {
  const end = HTTP_ENDS[name];
  if (!end || seen.method === 'none' || seen.status !== undefined) return undefined;
  return { scheme: 'http', end, bytesReceived: seen.bytesReceived, endedAfterMs: durationMs };
}

/** Same end, same alert, and bytes back or none. Timing is never required: it is the far end's distance as much as the filter's. */
export function cutLike(one: Cut, other: Cut): boolean {
  return (
    one.scheme === other.scheme &&
    one.end === other.end &&
    one.alert === other.alert &&
    one.bytesReceived > 0 === other.bytesReceived > 0
  );
}

const ENDS: Readonly<Record<TlsSeen['end'], string>> = {
  fin: 'FIN',
  rst: 'RST',
  deadline: 'silence',
  alert: 'alert',
  ours: 'ended by us',
};

/** `FIN`, `RST`, `silence` or `alert`. */
export function endWord({ end }: Cut): string {
  return ENDS[end];
}

/** `FIN, 0 bytes back`. */
export function cutWords(cut: Cut): string {
  const { end, alert, bytesReceived } = cut;
  const how =
    alert === undefined ? endWord(cut) : end === 'alert' ? `alert ${alert}` : `alert ${alert} and ${endWord(cut)}`;
  return `${how}, ${bytesReceived} bytes back`;
}

/** What had been said when it was ended. */
export function cutWhere({ scheme }: Cut): string {
  return scheme === 'https' ? 'after ClientHello' : 'after the request';
}
