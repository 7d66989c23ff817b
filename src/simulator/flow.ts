import type { Socket } from 'node:net';
import type { Chance } from '../model/clock.ts';
import type { Endpoint } from '../model/step.ts';
import { finish, type Line, toBuffer } from './bytes.ts';
import { responseHead } from './http-message.ts';
import type { Lifetime } from './lifetime.ts';
import { NO_RULE, type Protocol } from './policy.ts';
import { alertRecord } from './tls-bytes.ts';
import type { Action, Ending } from './world.ts';

/** One client's connection at the firewall, once it has named its host. */
export interface Flow {
  readonly client: Socket;
  readonly dialled: Endpoint;
  readonly protocol: Protocol;
  readonly host?: string;
  readonly port: number;
  /** Of plain HTTP. */
  readonly url?: string;
  /** What the client said so far. */
  readonly head: Buffer;
}

export type Refusal = Exclude<SimpleAction, 'allow' | { readonly do: 'inspect' }>;
export type SimpleAction = Exclude<Action, { readonly do: 'delay' | 'in_turn' | 'by_chance' }>;

/** Which action it is this time: waits, turns and chances are settled one after the other. */
export function settler(life: Lifetime, chance: Chance | undefined) {
  const turns = new WeakMap<object, number>();
  return async function settle(action: Action): Promise<SimpleAction> {
    if (typeof action === 'string') return action;
    switch (action.do) {
      case 'delay':
        await new Promise<void>((resolve) => void life.after(action.ms, resolve));
        return settle(action.action);
      case 'in_turn': {
        const turn = turns.get(action) ?? 0;
        turns.set(action, turn + 1);
        return settle(action.actions[turn % action.actions.length] ?? 'allow');
      }
      case 'by_chance':
        if (!chance) throw new Error('a policy that acts by chance needs a chance');
        return settle(chance.integer(action.oneIn) === 0 ? action.action : action.otherwise);
      default:
        return action;
    }
  };
}

export const isRefusal = (action: SimpleAction): action is Refusal =>
  typeof action === 'string' ? action !== 'allow' : action.do !== 'inspect';

/** Carries a refusal out on the line: the client's own, or the TLS stream in it where TLS is inspected. */
export function refuse(line: Line, refusal: Refusal, flow: Flow, wallMs: number): void {
  const { says, ending } = formOf(refusal, flow, wallMs);
  if (says) line.stream.write(says);
  finish(line, ending);
}

function formOf(refusal: Refusal, flow: Flow, wallMs: number): { readonly says?: Buffer; readonly ending: Ending } {
  if (typeof refusal === 'string') {
    switch (refusal) {
      case 'close':
      case 'reset':
        return { ending: refusal };
      case 'silent':
        return { ending: 'open' };
      case 'http_470':
        return { says: denialPage('new', flow, wallMs), ending: 'open' };
    }
  }
  switch (refusal.do) {
    case 'alert':
      return { says: toBuffer(alertRecord(refusal.number, refusal.level)), ending: refusal.ending ?? 'close' };
    case 'http_470':
      return { says: denialPage(refusal.text, flow, wallMs), ending: 'open' };
    case 'say':
      return { says: toBuffer(refusal.bytes), ending: refusal.ending ?? 'close' };
  }
}

/** The answer to a denied request as captures show it: of 2021 with the flow in it, from 2023 on without. No Server header. */
export function denialPage(text: 'old' | 'new', flow: Flow, wallMs: number): Buffer {
  const source = `${flow.client.remoteAddress}:${flow.client.remotePort}`;
  const body =
    text === 'new'
      ? `Action: Deny. Reason: ${NO_RULE}.`
      : `HTTP  request from ${source} to ${flow.host}:${flow.port}. Url: ${flow.url ?? flow.host}. Action: Deny. ${NO_RULE}`;
  const head = responseHead(470, {
    Date: new Date(wallMs).toUTCString(),
    'Content-Length': String(Buffer.byteLength(body)),
    'Content-Type': 'text/plain; charset=utf-8',
  });
  return Buffer.from(`${head}${body}`, 'latin1');
}
