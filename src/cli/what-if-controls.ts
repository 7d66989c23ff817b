/** Edits of the path controls: what the canaries and the must-be-denied name showed. */
import type { Control, ControlKind } from '../model/path.ts';
import type { Endpoint, HttpStep, Steps, TcpStep, TlsFacts, TlsStep } from '../model/step.ts';
import type { ControlEdit } from './what-if.ts';
import { cutHttp, cutTls } from './what-if-flow.ts';

/** The controls that show how a denial looks, over TLS and over plain HTTP. */
const DENIALS: readonly ControlKind[] = ['must_be_denied', 'port_80'];

export function hasControl({ key }: ControlEdit, controls: readonly Control[]): boolean {
  return controls.some(({ kind }) => (key === 'canary' ? kind === 'canary' : kind === 'must_be_denied'));
}

export function editControls(controls: readonly Control[], edit: ControlEdit): readonly Control[] {
  switch (edit.key) {
    case 'canary':
      return controls.map((control) =>
        control.kind === 'canary' ? withTcp(control, edit.canary === 'answered' && control.odd !== true) : control,
      );
    case 'filtered':
      return controls.map((control) =>
        DENIALS.includes(control.kind)
          ? { ...control, steps: judgedByName(control, edit.filtered === 'yes') }
          : control,
      );
  }
}

function withTcp(control: Control, connects: boolean): Control {
  const tcp = connects ? connected(control) : silent(control);
  return { ...control, steps: { ...control.steps, tcp } };
}

const DOCUMENTATION: Endpoint = { address: '192.0.2.1', port: 0 };

function remoteOf({ dialled, port, steps: { tcp } }: Control): Endpoint {
  if (dialled) return dialled;
  if (tcp.status === 'ok') return tcp.facts.remote;
  return tcp.status === 'failed' ? tcp.seen.remote : { ...DOCUMENTATION, port };
}

function connected(control: Control): TcpStep {
  const { tcp } = control.steps;
  if (tcp.status === 'ok') return tcp;
  return {
    status: 'ok',
    durationMs: 0,
    facts: { local: { address: '0.0.0.0', port: 0 }, remote: remoteOf(control) },
  };
}

function silent(control: Control): TcpStep {
  const { tcp } = control.steps;
  if (tcp.status === 'failed') return tcp;
  return {
    status: 'failed',
    durationMs: tcp.status === 'ok' ? tcp.durationMs : 0,
    failure: { name: 'tcp.timed_out', phase: 'tcp' },
    seen: { remote: remoteOf(control) },
  };
}

/** Cut as it was, where it was cut; otherwise closed. Passing means a genuine chain, or an answer over plain HTTP. */
function judgedByName(control: Control, cut: boolean): Steps {
  const { kind, steps } = control;
  const tcp = connected(control);
  const plainHttp = kind === 'port_80' || (steps.tls.status === 'skipped' && steps.http.status !== 'skipped');
  if (plainHttp) {
    const http = cut
      ? steps.http.status === 'failed'
        ? steps.http
        : cutHttp(steps.http, 'fin', '/')
      : answered(steps.http);
    return { ...steps, tcp, http };
  }
  const tls = cut ? (steps.tls.status === 'failed' ? steps.tls : cutTls(steps.tls, 'fin')) : genuine(steps.tls);
  return {
    ...steps,
    tcp,
    tls,
    http: cut ? { status: 'skipped', because: 'the handshake did not complete' } : answered(steps.http),
  };
}

function answered(http: HttpStep): HttpStep {
  return {
    status: 'ok',
    durationMs: http.status === 'skipped' ? 0 : http.durationMs,
    facts: {
      method: 'GET',
      path: '/',
      bytesReceived: 0,
      headers: [],
      body: '',
      status: 200,
      interim: 0,
      bodyComplete: true,
    },
  };
}

function genuine(tls: TlsStep): TlsStep {
  const hello =
    tls.status === 'ok'
      ? tls.facts.hello
      : tls.status === 'failed'
        ? tls.seen.hello
        : { kind: 'small' as const, bytes: 0 };
  const facts: TlsFacts = {
    hello,
    bytesReceived: 0,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    chain: [],
    chainLength: 0,
    chainEnd: 'public_root',
    anchor: 'edited evidence',
    verification: 'ok',
    nameMatches: true,
    expired: false,
    notYetValid: false,
  };
  return { status: 'ok', durationMs: tls.status === 'skipped' ? 0 : tls.durationMs, facts };
}
