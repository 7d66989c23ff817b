/** What one flow showed, in the terms that rules, findings and questions share. */

import type { Failure } from '../model/failure.ts';
import { FIREWALL_STATUS } from '../model/firewall-words.ts';
import { PHASES, type Phase } from '../model/phase.ts';
import type { Steps, TlsFacts } from '../model/step.ts';
import type { Target } from '../model/target.ts';
import { type Cut, fingerprintOf } from './fingerprint.ts';
import { httpWords, isFirewallWord } from './words.ts';

export function firstFailure(steps: Steps): Failure | undefined {
  for (const phase of PHASES) {
    const step = steps[phase];
    if (step.status === 'failed') return step.failure;
  }
  return undefined;
}

export function lastOkPhase(steps: Steps): Phase | undefined {
  return PHASES.findLast((phase) => steps[phase].status === 'ok');
}

export function tlsFacts(steps: Steps): TlsFacts | undefined {
  return steps.tls.status === 'ok' ? steps.tls.facts : undefined;
}

/** The one proof that TLS gives: a chain to a public root, for the name, and valid today. */
export function isGenuine(facts: TlsFacts | undefined): boolean {
  return facts?.chainEnd === 'public_root' && facts.nameMatches && !facts.expired && !facts.notYetValid;
}

/** Our own exhaustion, in whatever phase. */
export function instrumentFailure(steps: Steps): Failure | undefined {
  for (const phase of PHASES) {
    const step = steps[phase];
    if (step.status === 'failed' && step.failure.instrument) return step.failure;
  }
  return undefined;
}

/**
 * 470 or its text, from a device on the path: on CONNECT, in plain text on the TLS port, on port 80, or inside a TLS session that is not
 * the far end's own. Inside a session with a public chain only the status counts: no service is known to send it, and the CA of an inspecting
 * firewall may be among those that this machine was told to trust. The text alone may stand in any far end's page.
 */
export function firewallSaidSo(steps: Steps): boolean {
  const words = httpWords(steps);
  if (words.proxy && (isFirewallWord(words.proxy) || failureIs(steps.proxy, 'proxy.firewall_denied'))) return true;
  if (words.plain && isFirewallWord(words.plain)) return true;
  if (isGenuine(tlsFacts(steps))) return words.http?.status === FIREWALL_STATUS;
  return (words.http !== undefined && isFirewallWord(words.http)) || failureIs(steps.http, 'http.firewall_denied');
}

export function failureIs(step: { readonly status: string; readonly failure?: Failure }, name: string): boolean {
  return step.status === 'failed' && step.failure?.name === name;
}

/** How one more flow about the target ended. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'cut'; readonly cut: Cut }
  | { readonly kind: 'no_connection' }
  | { readonly kind: 'chain_not_genuine'; readonly facts: TlsFacts }
  | { readonly kind: 'failed'; readonly failure: string }
  | { readonly kind: 'unknown' };

/** Whether the far end's own proof was seen on this flow, and nothing failed on it. */
export function outcomeOf(steps: Steps, target: Pick<Target, 'scheme' | 'expect'>): Outcome {
  if (instrumentFailure(steps)) return { kind: 'unknown' };
  if (steps.dns.status === 'failed' || steps.tcp.status === 'failed') return { kind: 'no_connection' };
  if (firewallSaidSo(steps)) return { kind: 'failed', failure: 'http.firewall_denied' };
  const cut = fingerprintOf(steps);
  if (cut) return { kind: 'cut', cut };
  const failure = firstFailure(steps);
  if (failure) return { kind: 'failed', failure: failure.name };
  const facts = tlsFacts(steps);
  if (facts && !isGenuine(facts)) return { kind: 'chain_not_genuine', facts };
  if (unwell(steps, target)) return { kind: 'failed', failure: 'http.server_error' };
  return facts || (target.scheme !== 'https' && answered(steps)) ? { kind: 'passed' } : { kind: 'unknown' };
}

/** Statuses that only somebody in between sends: proxy authentication, network authentication. */
export const IN_BETWEEN: readonly number[] = [407, 511];

function answered({ http }: Steps): boolean {
  return http.status === 'ok' && !IN_BETWEEN.includes(http.facts.status);
}

/** 5xx where the documentation says what a healthy service answers. */
export function unwell({ http }: Steps, { expect }: Pick<Target, 'expect'>): boolean {
  if (http.status !== 'ok' || expect?.status === undefined) return false;
  return http.facts.status >= 500 && !expect.status.includes(http.facts.status);
}
