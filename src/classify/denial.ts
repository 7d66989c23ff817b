/** How the name that must be denied fared: the yardstick against which a cut flow is held. */
import type { Control, Fingerprint, PortReading } from '../model/path.ts';
import type { Steps } from '../model/step.ts';
import type { Scheme } from '../model/target.ts';
import { fingerprintOf } from './fingerprint.ts';
import { failureIs, firewallSaidSo, IN_BETWEEN, isGenuine, tlsFacts } from './flow.ts';
import { squidError } from './words.ts';

export interface Denial {
  readonly filtered: 'yes' | 'no' | 'unknown';
  /** Absent where the denial was spoken (470) or never seen. */
  readonly fingerprint?: Fingerprint;
}
const UNKNOWN: Denial = { filtered: 'unknown' };

/** The denial as it looks on one port; where that port has no control of its own, as it looks to the same scheme elsewhere. */
export function denialOn(
  controls: readonly Control[],
  ports: readonly PortReading[],
  { port, scheme }: { readonly port: number; readonly scheme: Scheme },
): Denial {
  // Only the resolvable name supplies it: a `.invalid` one may be cut for not resolving, which is another reason.
  const asked = controls.filter(({ kind }) => kind === (scheme === 'http' ? 'port_80' : 'must_be_denied'));
  // The name's own address before a dead one, this port before another.
  const order = asked.toSorted((a, b) => rank(a, port) - rank(b, port));
  return order.map((control) => denialOf(control, ports)).find(({ filtered }) => filtered !== 'unknown') ?? UNKNOWN;
}

function rank({ port, dialled }: Control, wanted: number): number {
  return (port === wanted ? 0 : 2) + (dialled ? 1 : 0);
}

/** What one control says. Where it fails before a name is judged (DNS, TCP), it says nothing about names. */
function denialOf({ host, port, dialled, steps }: Control, ports: readonly PortReading[]): Denial {
  if (firewallSaidSo(steps) || failureIs(steps.proxy, 'proxy.refused') || squidRefused(steps))
    return { filtered: 'yes' };
  if (passed(steps)) return { filtered: 'no' };
  const cut = fingerprintOf(steps);
  // A dead address says something only where the path answers handshakes for others.
  const answered = ports.some((reading) => reading.port === port && reading.canary === 'answered');
  if (!cut || (dialled && !answered)) return UNKNOWN;
  return { filtered: 'yes', fingerprint: { host, port, ...cut } };
}

/** Spoken in the far end's stead, whatever the status says. */
function squidRefused({ http }: Steps): boolean {
  return http.status === 'ok' && squidError(http.facts).startsWith('ERR_ACCESS_DENIED');
}

function passed(steps: Steps): boolean {
  if (steps.tls.status === 'ok') return isGenuine(tlsFacts(steps));
  // Plain HTTP proves no far end, but an answer that is no proxy's shows that the name was not refused.
  return steps.http.status === 'ok' && !IN_BETWEEN.includes(steps.http.facts.status);
}
