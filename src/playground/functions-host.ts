/** Loads the built app and calls the very functions that Azure would call. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { HttpRequest, type HttpResponseInit, InvocationContext, type Timer } from '@azure/functions';
import { registeredFunctions } from './functions-core.ts';

const MAX_BODY = 1024 * 1024;

export interface FunctionsHost {
  readonly names: readonly string[];
  /** Calls a timer function. Rejects where the function throws. */
  tick(name: string, timer: Timer): Promise<void>;
  call(
    name: string,
    request: {
      readonly method: string;
      readonly url: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: Uint8Array;
    },
  ): Promise<HttpResponseInit>;
  /** The HTTP functions under /api on localhost. */
  listen(port: number): Promise<Server>;
}

export async function loadFunctions(app: URL, onLog: (level: string, line: string) => void): Promise<FunctionsHost> {
  await import(app.href);
  const functions = registeredFunctions();
  if (functions.size === 0) throw new Error(`${app.pathname} registered no function; run npm run build`);

  const invoke = async (name: string, input: unknown): Promise<unknown> => {
    const found = functions.get(name);
    if (!found)
      throw new Error(`the app registered no function ${name}; there are: ${[...functions.keys()].join(', ')}`);
    const context = new InvocationContext({
      functionName: name,
      logHandler: (level, ...args) => onLog(level, args.map(String).join(' ')),
    });
    return found.callback(input, context);
  };

  const call: FunctionsHost['call'] = async (name, { method, url, headers = {}, body }) => {
    const { searchParams } = new URL(url);
    const request = new HttpRequest({
      method,
      url,
      query: Object.fromEntries(searchParams),
      headers: { ...headers },
      ...(body && body.byteLength > 0 && { body: { bytes: body } }),
    });
    return ((await invoke(name, request)) ?? {}) as HttpResponseInit;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const name = /^\/api\/([\w-]+)$/.exec(url.pathname)?.[1];
    const trigger = name === undefined ? undefined : httpTrigger(name);
    if (name === undefined || !trigger) return reply(response, { status: 404 });
    const method = request.method ?? 'GET';
    if (!trigger.methods.includes(method)) return reply(response, { status: 405 });
    const body = await readBody(request);
    if (!body) return reply(response, { status: 413 });
    reply(response, await call(name, { method, url: url.href, headers: textHeaders(request), body }));
  };

  const httpTrigger = (name: string): { readonly methods: readonly string[] } | undefined => {
    const binding = Object.values(functions.get(name)?.metadata.bindings ?? {}).find(
      ({ type }) => type === 'httpTrigger',
    );
    return (
      binding && {
        methods: ((binding['methods'] ?? ['GET', 'POST']) as readonly string[]).map((method) => method.toUpperCase()),
      }
    );
  };

  return {
    names: [...functions.keys()],
    tick: async (name, timer) => {
      await invoke(name, timer);
    },
    call,
    listen: (port) => {
      const server = createServer((request, response) => {
        answer(request, response).catch((error: unknown) =>
          reply(response, { status: 500, jsonBody: { problems: [String(error)] } }),
        );
      });
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, 'localhost', () => resolve(server));
      });
    },
  };
}

function textHeaders({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
  );
}

function reply(response: ServerResponse, { status, headers, jsonBody, body }: HttpResponseInit): void {
  const json = jsonBody === undefined ? undefined : JSON.stringify(jsonBody);
  response.writeHead(status ?? 200, {
    ...(headers as Record<string, string> | undefined),
    ...(json && { 'content-type': 'application/json' }),
  });
  response.end(json ?? (typeof body === 'string' ? body : undefined));
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Uint8Array;
    size += bytes.byteLength;
    if (size > MAX_BODY) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
