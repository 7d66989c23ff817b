/**
 * A Logs Ingestion endpoint on loopback that behaves as the service does: its path, its limits, its columns, its errors. What it took
 * can be read back. It is told its columns, so that it shares no code with the one who sends.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Clock } from '../model/clock.ts';
import { LOOPBACK } from './lifetime.ts';
import { type Answer, invalidPayload, refusalOfBody, refusalOfHead, send } from './logs-ingestion-answers.ts';
import { readBody } from './logs-ingestion-body.ts';
import { checkColumns, type Row, readRows, type StreamColumn } from './logs-ingestion-rows.ts';

/** What is to be done with a request instead of the normal thing. */
export type Behaviour =
  | 'normal'
  /** The connection is reset, or ended, once the request has been read. */
  | 'reset'
  | 'close'
  /** The request is read and never answered. */
  | 'silent'
  /** The rows are taken and the answer is lost. */
  | 'take_and_reset'
  | {
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      /** Header `Retry-After`: seconds, or a date. */
      readonly retryAfter?: string;
      /** Instead of the service's JSON. */
      readonly body?: string;
    };

export interface LogsIngestionOptions {
  readonly columns: readonly StreamColumn[];
  readonly stream: string;
  /** Immutable id of the data collection rule. */
  readonly ruleId: string;
  /** PEM. */
  readonly certificate: { readonly key: string; readonly cert: string };
  /** How its address names it, which the certificate must do too. Default `127.0.0.1`, where it listens. */
  readonly host?: string;
  readonly clock?: Pick<Clock, 'wallMs'>;
  /** Rows that can be read back; the oldest are forgotten beyond it. */
  readonly keepRows?: number;
}

export interface RequestSeen {
  /** 0 where none was given: reset, closed or left without an answer. */
  readonly status: number;
  /** Code of the error given. */
  readonly code?: string;
  /** Unpacked; 0 where the body was not taken. */
  readonly bytes: number;
  readonly compressedBytes: number;
  readonly rows: number;
  readonly clientRequestId: string;
}

export interface LogsIngestion {
  readonly url: string;
  /** For the next requests, one each; then as `behaveAlways` says. */
  behave(plan: readonly Behaviour[]): void;
  behaveAlways(behaviour: Behaviour): void;
  /** What was accepted and is still kept, in the order of its arrival. */
  rows(): readonly Row[];
  /** All that was ever accepted. */
  accepted(): number;
  requests(): readonly RequestSeen[];
  /** What the service changes without telling the sender, each once with its count. */
  warnings(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

type Seen = Pick<RequestSeen, 'bytes' | 'compressedBytes'>;

const KEPT_REQUESTS = 10_000;

export async function startLogsIngestion(options: LogsIngestionOptions): Promise<LogsIngestion> {
  checkColumns(options.columns);
  const { certificate, clock = { wallMs: () => Date.now() }, keepRows = 20_000 } = options;
  const rows: Row[] = [];
  const requests: RequestSeen[] = [];
  const warnings = new Map<string, number>();
  const sockets = new Map<number | undefined, Socket>();
  let accepted = 0;
  let plan: readonly Behaviour[] = [];
  let always: Behaviour = 'normal';

  const nextBehaviour = (): Behaviour => {
    const [next = always, ...rest] = plan;
    plan = rest;
    return next;
  };

  const keep = (taken: readonly Row[], said: readonly string[]): void => {
    for (const row of taken) rows.push(row);
    accepted += taken.length;
    if (rows.length > keepRows) rows.splice(0, rows.length - keepRows);
    for (const text of said) warnings.set(text, (warnings.get(text) ?? 0) + 1);
  };

  const log = (request: IncomingMessage, status: number, seen: Seen, taken: number, code?: string): void => {
    const id = request.headers['x-ms-client-request-id'];
    requests.push({
      status,
      ...seen,
      rows: taken,
      clientRequestId: typeof id === 'string' ? id : '',
      ...(code !== undefined && { code }),
    });
    if (requests.length > KEPT_REQUESTS) requests.shift();
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const behaviour = nextBehaviour();
    const body = await readBody(request);
    if (body.kind === 'abandoned') return log(request, 0, { bytes: 0, compressedBytes: 0 }, 0);
    const seen = { bytes: body.kind === 'body' ? body.bytes : 0, compressedBytes: body.compressedBytes };
    if (behaviour === 'silent') return log(request, 0, seen, 0);
    if (behaviour === 'reset' || behaviour === 'close') {
      log(request, 0, seen, 0);
      return end(behaviour);
    }
    if (typeof behaviour === 'object') {
      log(request, behaviour.status, seen, 0, behaviour.code);
      return send(response, behaviour);
    }
    const refusal = refusalOfHead(request, options) ?? refusalOfBody(body.kind);
    const read = refusal || body.kind !== 'body' ? undefined : parsed(body.text);
    const answer = refusal ?? read?.refusal ?? { status: 204 };
    const taken = read?.rows ?? [];
    keep(taken, read?.warnings ?? []);
    if (behaviour === 'take_and_reset') {
      log(request, 0, seen, taken.length);
      return end('reset');
    }
    log(request, answer.status, seen, taken.length, answer.code);
    send(response, answer);

    function end(how: 'reset' | 'close'): void {
      // The reset belongs to the connection below TLS.
      const raw = sockets.get(request.socket.remotePort);
      if (how === 'reset' && raw) raw.resetAndDestroy();
      request.socket.destroy();
    }
  };

  const parsed = (text: string): { rows: readonly Row[]; warnings: readonly string[]; refusal?: Answer } => {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return { rows: [], warnings: [], refusal: invalidPayload('The request body is no valid JSON.') };
    }
    const read = readRows(json, options.columns, clock.wallMs());
    return {
      rows: read.rows,
      warnings: read.warnings,
      ...(read.refusal !== undefined && { refusal: invalidPayload(read.refusal) }),
    };
  };

  const server = createServer({
    ...certificate,
    maxHeaderSize: 32_768,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
  });
  server.maxConnections = 256;
  server.on('connection', (socket: Socket) => {
    const port = socket.remotePort;
    sockets.set(port, socket);
    socket.on('close', () => sockets.delete(port));
  });
  server.on('request', (request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A defect of this endpoint: the sender sees a 500, and the test or playground that runs it sees the reason.
      send(response, {
        status: 500,
        code: 'InternalServerError',
        message: error instanceof Error ? error.message : String(error),
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address and a port');

  return {
    url: `https://${options.host ?? LOOPBACK}:${address.port}`,
    behave: (next) => {
      plan = [...plan, ...next];
    },
    behaveAlways: (behaviour) => {
      always = behaviour;
    },
    rows: () => [...rows],
    accepted: () => accepted,
    requests: () => [...requests],
    warnings: () => new Map(warnings),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}
