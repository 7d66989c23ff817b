/**
 * The Bicep CLI as a JSON-RPC server: starting and warming it takes seconds, the single answers do not. One server a test file, closed by
 * `stopBicep`.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { findBicep } from './find-bicep.ts';
import { at, isRecord } from './read.ts';

export const ROOT = join(import.meta.dirname, '../../../..');
export const INFRA = join(ROOT, 'infra');
export const PARAMETERS = join(ROOT, 'test/infra/bicep/parameters');

/** Fixed, so that names and ids are predicted and not left as expressions. */
const SUBSCRIPTION = '11111111-1111-1111-1111-111111111111';
/** No telemetry of .NET: nothing leaves the machine. */
const ENVIRONMENT = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' };

interface Server {
  readonly child: ChildProcessWithoutNullStreams;
  readonly waiting: Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>;
}
let server: Promise<Server> | undefined;
let lastId = 0;

async function start(): Promise<Server> {
  const cli = await findBicep();
  if ('missing' in cli) throw new Error(cli.missing);
  const child = spawn(cli.path, ['jsonrpc', '--stdio'], { env: ENVIRONMENT, cwd: ROOT });
  const waiting: Server['waiting'] = new Map();
  let received = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let message = nextMessage(); message !== undefined; message = nextMessage()) {
      const answer: unknown = JSON.parse(message);
      const id = Number(at(answer, 'id'));
      waiting.get(id)?.resolve(answer);
      waiting.delete(id);
    }
  });
  child.on('close', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`bicep jsonrpc ended with ${code}`));
  });
  return { child, waiting };

  function nextMessage(): string | undefined {
    const head = received.indexOf('\r\n\r\n');
    const length = Number(/Content-Length: (\d+)/i.exec(received.subarray(0, Math.max(head, 0)).toString())?.[1]);
    if (head < 0 || received.length < head + 4 + length) return undefined;
    const message = received.subarray(head + 4, head + 4 + length).toString();
    received = received.subarray(head + 4 + length);
    return message;
  }
}

async function call(method: string, params: unknown): Promise<unknown> {
  server ??= start();
  const { child, waiting } = await server;
  lastId += 1;
  const id = lastId;
  const text = JSON.stringify({ jsonrpc: '2.0', id, method, params });
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  });
}

export async function stopBicep(): Promise<void> {
  (await server)?.child.kill();
  server = undefined;
}

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly apiVersion: string;
  readonly location?: string;
  readonly kind?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly identity?: unknown;
  readonly sku?: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
}
export interface Snapshot {
  readonly predictedResources: readonly Resource[];
  readonly diagnostics: readonly unknown[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What would be deployed, or the words with which it is refused before that. */
export type Prediction = Snapshot | { readonly refused: string };

/** A .bicepparam file anywhere. */
export async function predictFile(file: string): Promise<Prediction> {
  const metadata = { subscriptionId: SUBSCRIPTION, location: 'westeurope' };
  const answer = await call('bicep/getSnapshot', { path: file, metadata });
  const snapshot = at(answer, 'result.snapshot');
  // A text that the server itself wrote in this shape.
  if (typeof snapshot === 'string') return JSON.parse(snapshot) as Snapshot;
  return { refused: String(at(answer, 'error.data.message') ?? at(answer, 'error.message')) };
}

/** @param parameters The text of a .bicepparam file whose `using` names `<somewhere>/infra/<template>`. */
export async function predict(parameters: string): Promise<Prediction> {
  const folder = mkdtempSync(join(tmpdir(), 'agentpath-bicep-'));
  try {
    const file = join(folder, 'set.bicepparam');
    const infra = relative(folder, INFRA).replaceAll('\\', '/');
    writeFileSync(file, parameters.replace(/^using '.*\/infra\//m, `using '${infra}/`));
    return await predictFile(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One of the files in parameters/. */
export async function predictSet(name: string): Promise<Snapshot> {
  const prediction = await predictFile(join(PARAMETERS, `${name}.bicepparam`));
  if ('refused' in prediction) throw new Error(`${name}: ${prediction.refused}`);
  return prediction;
}

export interface Compiled {
  readonly template: unknown;
  /** Warnings among them, which no exit code tells. */
  readonly diagnostics: readonly unknown[];
}

/** A template in infra/, by its path there. */
export async function compile(file: string): Promise<Compiled> {
  return compiled(await call('bicep/compile', { path: join(INFRA, file) }));
}

export async function compileSet(name: string): Promise<Compiled> {
  const params = { path: join(PARAMETERS, `${name}.bicepparam`), parameterOverrides: {} };
  return compiled(await call('bicep/compileParams', params));
}

function compiled(answer: unknown): Compiled {
  const result = at(answer, 'result');
  if (!isRecord(result)) throw new Error(JSON.stringify(answer));
  const contents = result['contents'] ?? result['template'];
  const diagnostics = Array.isArray(result['diagnostics']) ? result['diagnostics'] : [result['diagnostics']];
  return { template: typeof contents === 'string' ? JSON.parse(contents) : undefined, diagnostics };
}

/** A file and the same as the compiler's formatter writes it. */
export async function formatted(file: string): Promise<{ readonly is: string; readonly shouldBe: unknown }> {
  const answer = await call('bicep/format', { path: file });
  return { is: readFileSync(file, 'utf8'), shouldBe: at(answer, 'result.contents') };
}
