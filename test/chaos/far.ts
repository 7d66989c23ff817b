/** The Logs Ingestion endpoint behind a bad network, and where tokens come from. */
import { createServer, type Server } from 'node:tls';
import type { AccessToken, TokenCredential } from '@azure/identity';
import { COLUMNS, STREAM } from '../../src/record/columns.ts';
import { type Behaviour, type LogsIngestion, startLogsIngestion } from '../../src/simulator/logs-ingestion.ts';
import { logIngestionSink } from '../../src/sink/log-ingestion.ts';
import type { Sender } from '../../src/sink/sink.ts';
import type { Random } from '../hostile/seeded.ts';
import { type Issued, issue } from '../support/certificates.ts';
import type { ChaosClock } from './chaos-clock.ts';
import { startToxicProxy, type Toxic, type ToxicProxy } from './toxic-proxy.ts';

export const RULE_ID = 'dcr-00000000000000000000000000000000';
/** No resolver can be asked for it: a label has at most 63 characters, so the question never leaves the machine. */
const UNRESOLVABLE = `${'x'.repeat(64)}.example`;

/** What the service itself does. */
export const CONDUCTS = {
  normal: 'normal',
  throttled: { status: 429, code: 'TooManyRequests', message: 'later', retryAfter: '3' },
  throttled_for_long: { status: 429, code: 'TooManyRequests', message: 'later', retryAfter: '900' },
  unavailable: { status: 503, code: 'ServiceUnavailable', message: 'sorry' },
  failing: { status: 500, code: 'InternalServerError', message: 'sorry' },
  no_role: { status: 403, code: 'OperationFailed', message: 'no access' },
  no_token_accepted: { status: 401, code: 'InvalidToken', message: 'no' },
  no_rule: { status: 404, code: 'NotFound', message: 'no such rule' },
  too_large: { status: 413, code: 'ContentLengthLimitExceeded', message: 'too large' },
  page_of_a_portal: { status: 200, body: '<html>sign in</html>' },
  page_of_a_proxy: { status: 400, body: '<html>bad request</html>' },
  redirect: { status: 307, body: '' },
  reset: 'reset',
  close: 'close',
  silent: 'silent',
  taken_and_reset: 'take_and_reset',
} as const satisfies Record<string, Behaviour>;
export type Conduct = keyof typeof CONDUCTS;

export const TOKENS = ['given', 'endpoint_down', 'never_answers', 'none'] as const;
export type Tokens = (typeof TOKENS)[number];

export interface Authorities {
  readonly root: Issued;
  readonly ingestion: Issued;
  readonly impostor: Issued;
}
export async function makeAuthorities(): Promise<Authorities> {
  const root = await issue({ name: 'CN=chaos root', ca: true });
  const other = await issue({ name: 'CN=other root', ca: true });
  return {
    root,
    ingestion: await issue({ name: 'CN=ingestion', issuer: root, addresses: ['127.0.0.1'] }),
    impostor: await issue({ name: 'CN=ingestion', issuer: other, addresses: ['127.0.0.1'] }),
  };
}

export interface Far {
  readonly endpoint: LogsIngestion;
  toxic(toxic: Toxic): void;
  conduct(conduct: Conduct): void;
  tokens: Tokens;
  resolves: boolean;
  /** A sender of an instance of its own: its client, its connections. */
  sender(clock: ChaosClock): Sender;
  close(): Promise<void>;
}

export async function startFar(
  authorities: Authorities,
  random: Random,
  base: { readonly nowMs: number },
): Promise<Far> {
  const endpoint = await startLogsIngestion({
    columns: COLUMNS,
    stream: STREAM,
    ruleId: RULE_ID,
    certificate: authorities.ingestion,
    clock: { wallMs: () => base.nowMs },
    keepRows: 1_000_000,
  });
  const impostor = await listening(createServer({ ...authorities.impostor }, (socket) => socket.end()));
  const proxy = await startToxicProxy({
    to: Number(new URL(endpoint.url).port),
    impostor: portOf(impostor),
    cutAfter: () => 1500 + random.below(4000),
  });
  const state: { tokens: Tokens; resolves: boolean } = { tokens: 'given', resolves: true };
  return Object.assign(state, {
    endpoint,
    toxic: (toxic: Toxic) => proxy.become(toxic),
    conduct: (conduct: Conduct) => endpoint.behaveAlways(CONDUCTS[conduct]),
    sender: (clock: ChaosClock): Sender => senderOf(authorities, proxy, state, random, clock),
    close: async () => {
      await proxy.close();
      await endpoint.close();
      await new Promise<void>((resolve) => impostor.close(() => resolve()));
    },
  });
}

/** Two clients of one instance: which of them is used tells whether the name resolves. */
function senderOf(
  { root }: Authorities,
  proxy: ToxicProxy,
  state: { readonly tokens: Tokens; readonly resolves: boolean },
  random: Random,
  clock: ChaosClock,
): Sender {
  const to = (host: string): Sender =>
    logIngestionSink({
      endpoint: `https://${host}:${proxy.port}`,
      ruleId: RULE_ID,
      stream: STREAM,
      credential: { getToken: () => token(state.tokens) },
      clock,
      chance: { integer: (below) => random.below(below) },
      ca: root.cert,
      deadlineMs: 15_000,
      retry: { retries: 2 },
      // Several bodies a run, so that a fault may come between them.
      maxBodyBytes: 6000,
    });
  const resolved = to('127.0.0.1');
  const unresolved = to(UNRESOLVABLE);
  return { send: (records, patienceMs) => (state.resolves ? resolved : unresolved).send(records, patienceMs) };
}

function token(tokens: Tokens): ReturnType<TokenCredential['getToken']> {
  switch (tokens) {
    case 'given':
      // Short-lived: every call asks anew, so that a fault of tokens is felt at once.
      return Promise.resolve<AccessToken>({ token: 'token', expiresOnTimestamp: Date.now() + 1 });
    case 'endpoint_down':
      return Promise.reject(new Error('connect ECONNREFUSED 169.254.169.254:80'));
    case 'never_answers':
      return new Promise(() => undefined);
    case 'none':
      return Promise.resolve(null);
  }
}

function listening(server: Server): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // A client that does not trust it breaks off.
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address and a port');
  return address.port;
}
