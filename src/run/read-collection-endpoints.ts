/**
 * Hosts of data collection endpoints and rules, read from Azure Resource Manager with the app's identity: their names must not be built from
 * parts. Read before the run, with its own connection: it carries a token, and nothing secret is ever sent over a probe's.
 */
import { request } from 'node:https';
import type { TokenCredential } from '@azure/identity';
import type { Discovery } from '../model/run.ts';
import type { Cloud } from '../model/settings.ts';
import { oneLine } from '../sink/one-line.ts';
import { keptOrFailed } from './discoveries.ts';

/** The only hosts that a token for Azure Resource Manager is sent to. */
export const RESOURCE_MANAGER: Readonly<Record<Cloud, string>> = {
  public: 'https://management.azure.com',
  usgov: 'https://management.usgovcloudapi.net',
  china: 'https://management.chinacloudapi.cn',
};

const API_VERSION = '2024-03-11';
const DEADLINE_MS = 10_000;
const LARGEST_BYTES = 1024 * 1024;

export interface ResourceManager {
  readonly url: string;
  readonly credential: TokenCredential;
  /** PEM of a CA to be trusted instead of the public ones. */
  readonly ca?: string;
  readonly deadlineMs?: number;
}

/** One entry for each id; what could not be read is taken from `previous`. All ids are asked for at once. */
export function readCollectionEndpoints(
  ids: readonly string[],
  from: ResourceManager,
  previous: readonly Discovery[],
  nowMs: number,
): Promise<readonly Discovery[]> {
  return Promise.all(
    ids.map(async (id): Promise<Discovery> => {
      const read = await readResource(id, from);
      if (typeof read === 'string') return keptOrFailed('dce', id, read, previous);
      const hosts = endpointHosts(read.json);
      if (hosts.length === 0) return keptOrFailed('dce', id, 'the resource names no endpoint', previous);
      return { kind: 'dce', asked: id, outcome: 'fresh', hosts, toldAt: new Date(nowMs).toISOString() };
    }),
  );
}

/** The JSON, or why there is none. */
async function readResource(id: string, from: ResourceManager): Promise<{ readonly json: unknown } | string> {
  const { url, credential, deadlineMs = DEADLINE_MS } = from;
  const signal = AbortSignal.timeout(deadlineMs);
  const token = await credential.getToken(`${url}/.default`, { abortSignal: signal }).catch((error: unknown) => error);
  if (token === null || token instanceof Error || !isToken(token)) {
    return `no token: ${token instanceof Error ? words(token.message) : 'the credential has none for Azure Resource Manager'}`;
  }
  const answer = await get(`${url}${id}?api-version=${API_VERSION}`, token.token, from.ca, signal);
  if (typeof answer === 'string') return answer;
  if (answer.status !== 200) return `Azure Resource Manager answers ${answer.status}${HINTS[answer.status] ?? ''}`;
  try {
    return { json: JSON.parse(answer.body) };
  } catch (error) {
    if (error instanceof SyntaxError) return 'Azure Resource Manager answers no JSON';
    throw error;
  }
}

const HINTS: Readonly<Record<number, string>> = {
  401: ' (the token was not accepted)',
  403: ' (the identity needs the role Reader on it)',
  404: ' (there is no such resource)',
};

function isToken(value: unknown): value is { readonly token: string } {
  return typeof value === 'object' && value !== null && 'token' in value && typeof value.token === 'string';
}

function get(
  url: string,
  token: string,
  ca: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly body: string } | string> {
  return new Promise((resolve) => {
    const failed = (error: Error): void => resolve(words(error.message));
    const sent = request(
      url,
      // A connection of its own, closed with the answer: nothing is left behind between runs.
      { headers: { Authorization: `Bearer ${token}` }, agent: false, signal, ...(ca !== undefined && { ca }) },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size > LARGEST_BYTES) response.destroy(new Error('the answer is larger than 1 MB'));
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
        response.on('error', failed);
      },
    );
    sent.on('error', failed);
    sent.end();
  });
}

/**
 * Where the endpoints stand: `properties.{logsIngestion,configurationAccess,metricsIngestion}.endpoint` of a data collection endpoint,
 * `properties.endpoints.{logsIngestion,metricsIngestion}` of a rule of kind Direct.
 */
function endpointHosts(json: unknown): readonly string[] {
  const properties = field(json, 'properties');
  const urls = [
    ...['logsIngestion', 'configurationAccess', 'metricsIngestion'].map((name) =>
      field(field(properties, name), 'endpoint'),
    ),
    ...['logsIngestion', 'metricsIngestion'].map((name) => field(field(properties, 'endpoints'), name)),
  ];
  const hosts = urls.flatMap((url) => (typeof url === 'string' && URL.canParse(url) ? [new URL(url).hostname] : []));
  return [...new Set(hosts)];
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

const words = (text: string): string => oneLine(text).slice(0, 300);
