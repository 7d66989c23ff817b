/** Edits of how one target's flow ended. Its repeats asked the very same thing, and are edited alike; every other question keeps its answer. */
import { ALERT_NAMES } from '../model/alert-names.ts';
import type { Evidence } from '../model/evidence.ts';
import type { AlertFailure, FailureName } from '../model/failure.ts';
import type { Hello, HttpSeen, HttpStep, Steps, TlsSeen, TlsStep } from '../model/step.ts';
import type { Target } from '../model/target.ts';
import type { FlowEdit } from './what-if.ts';

/** Why the stored flow never got to the point that the edit changes; undefined where it did. */
export function whyNotEditable(edit: FlowEdit, { steps, target }: Evidence): string | undefined {
  if (steps.tcp.status !== 'ok') return 'the stored flow has no TCP connection, so nothing could follow';
  if (target.scheme === 'tcp') return 'the target speaks neither TLS nor HTTP';
  if (edit.key === 'alert' && target.scheme !== 'https') return 'the target speaks plain HTTP, which has no alerts';
  if (edit.key === 'status' && target.scheme === 'https' && steps.tls.status !== 'ok') {
    return 'the stored flow has no completed TLS handshake, so no HTTP status could follow';
  }
  return undefined;
}

export function editFlow(evidence: Evidence, edit: FlowEdit): Evidence {
  const { target } = evidence;
  return {
    ...evidence,
    steps: editedSteps(evidence.steps, edit, target),
    questions: evidence.questions.map((answer) =>
      answer.kind === 'repeat' && answer.steps?.tcp.status === 'ok'
        ? { ...answer, steps: editedSteps(answer.steps, edit, target) }
        : answer,
    ),
  };
}

function editedSteps(steps: Steps, edit: FlowEdit, target: Target): Steps {
  switch (edit.key) {
    case 'alert':
      return withTls(steps, alerted(steps.tls, edit.number));
    case 'end':
      return target.scheme === 'http'
        ? { ...steps, http: cutHttp(steps.http, edit.end, target.path) }
        : withTls(steps, cutTls(steps.tls, edit.end));
    case 'status':
      // A repeat that got no handshake can have no status.
      return target.scheme === 'https' && steps.tls.status !== 'ok'
        ? steps
        : { ...steps, http: answered(steps.http, edit.status, target.path) };
  }
}

/** What follows a failed handshake did not take place. */
function withTls(steps: Steps, tls: TlsStep): Steps {
  return { ...steps, tls, http: { status: 'skipped', because: 'the handshake did not complete' } };
}

const ENDS = {
  fin: { end: 'fin', tls: 'tls.closed_after_hello', http: 'http.closed' },
  rst: { end: 'rst', tls: 'tls.reset_after_hello', http: 'http.reset' },
  silence: { end: 'deadline', tls: 'tls.silent_after_hello', http: 'http.timed_out' },
} as const satisfies Record<string, { end: TlsSeen['end']; tls: FailureName; http: FailureName }>;

/** @param tls The stored step: its hello and its duration stay. */
export function cutTls(tls: TlsStep, end: keyof typeof ENDS): TlsStep {
  const { durationMs, hello } = kept(tls);
  return {
    status: 'failed',
    durationMs,
    failure: { name: ENDS[end].tls, phase: 'tls' },
    seen: { hello, bytesReceived: 0, firstBytes: '', end: ENDS[end].end, endedAfterMs: durationMs },
  };
}

function alerted(tls: TlsStep, number: number): TlsStep {
  const { durationMs, hello } = kept(tls);
  const name = ALERT_NAMES[number] ?? `alert_${number}`;
  const failure: AlertFailure = `tls.alert.${name}`;
  // The record on the wire: alert, TLS 1.2, two bytes, fatal, number.
  const firstBytes = `150303000202${number.toString(16).padStart(2, '0')}`;
  return {
    status: 'failed',
    durationMs,
    failure: { name: failure, phase: 'tls' },
    seen: {
      hello,
      bytesReceived: firstBytes.length / 2,
      firstBytes,
      end: 'alert',
      alert: { level: 'fatal', number, name },
      endedAfterMs: durationMs,
    },
  };
}

function kept(tls: TlsStep): { readonly durationMs: number; readonly hello: Hello } {
  switch (tls.status) {
    case 'ok':
      return { durationMs: tls.durationMs, hello: tls.facts.hello };
    case 'failed':
      return { durationMs: tls.durationMs, hello: tls.seen.hello };
    case 'skipped':
      return { durationMs: 0, hello: { kind: 'small', bytes: 0 } };
  }
}

/** @param http The stored step: its duration stays. */
export function cutHttp(http: HttpStep, end: keyof typeof ENDS, path: string): HttpStep {
  const seen: HttpSeen = { method: 'GET', path, bytesReceived: 0, headers: [], body: '' };
  return {
    status: 'failed',
    durationMs: http.status === 'skipped' ? 0 : http.durationMs,
    failure: { name: ENDS[end].http, phase: 'http' },
    seen,
  };
}

/** Another status; an answer that came keeps its headers, but not a body that belonged to the other status. */
function answered(http: HttpStep, status: number, path: string): HttpStep {
  const headers = http.status === 'ok' ? http.facts.headers : [];
  return {
    status: 'ok',
    durationMs: http.status === 'skipped' ? 0 : http.durationMs,
    facts: { method: 'GET', path, bytesReceived: 0, headers, body: '', status, interim: 0, bodyComplete: true },
  };
}
