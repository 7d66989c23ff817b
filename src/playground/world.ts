/**
 * The module that `AGENTPATH_NETWORK` names in the playground: the simulated network and the local Logs Ingestion endpoint, one of each a process,
 * shared between the built app, which asks for the network, and the playground, which reads back what the endpoint took.
 */
import type { TokenCredential } from '@azure/identity';
import * as v from 'valibot';
import { COLUMNS, STREAM } from '../record/columns.ts';
import { type NetworkModule, systemClock } from '../run/compose.ts';
import { identityFor, publicAuthorities } from '../simulator/certificates.ts';
import { type Behaviour, type RequestSeen, startLogsIngestion } from '../simulator/logs-ingestion.ts';
import { type Simulation, startSimulation } from '../simulator/simulation.ts';
import { HUB_REGION, HUB_WORKSPACE, hub } from '../simulator/worlds.ts';

export const REGION = HUB_REGION;
export const WORKSPACE_ID = HUB_WORKSPACE;
const RULE_ID = 'dcr-00000000000000000000000000000000';

/** How the ingestion endpoint behaves, by the name of the option. */
const BEHAVIOURS = {
  accept: 'normal',
  forbidden: {
    status: 403,
    code: 'OperationFailed',
    message: 'The authentication token provided does not have access to ingest data.',
  },
  throttled: { status: 429, code: 'TooManyRequests', message: 'Too many requests.' },
  unavailable: { status: 503, code: 'ServiceUnavailable', message: 'The service is unavailable.' },
  reset: 'reset',
} as const satisfies Record<string, Behaviour>;
export const INGESTION_BEHAVIOURS = Object.keys(BEHAVIOURS) as readonly IngestionBehaviour[];
export type IngestionBehaviour = keyof typeof BEHAVIOURS;

const Options = v.object({
  allow: v.array(v.string()),
  ingestion: v.picklist(Object.keys(BEHAVIOURS) as [IngestionBehaviour, ...IngestionBehaviour[]]),
});
export interface SimulationOptions {
  readonly allow: readonly string[];
  readonly ingestion: IngestionBehaviour;
}

export interface PlaygroundWorld {
  readonly simulation: Simulation;
  readonly trust: string;
  readonly ingestionCa: string;
  /** The settings that lead the app to the endpoint. */
  readonly ingestionSettings: Readonly<Record<string, string>>;
  /** One line: what the endpoint took, read back from it. */
  describeRows(): string;
  close(): Promise<void>;
}

let opened: Promise<PlaygroundWorld> | undefined;

/** The world of this process, as `AGENTPATH_SIMULATION` describes it. */
export function openWorld(): Promise<PlaygroundWorld> {
  opened ??= start(
    v.parse(Options, JSON.parse(process.env['AGENTPATH_SIMULATION'] ?? '{"allow":[],"ingestion":"accept"}')),
  );
  return opened;
}

async function start({ allow, ingestion }: SimulationOptions): Promise<PlaygroundWorld> {
  const simulation = await startSimulation(hub({ allow }), { clock: systemClock });
  const endpoint = await startLogsIngestion({
    columns: COLUMNS,
    stream: STREAM,
    ruleId: RULE_ID,
    certificate: await identityFor('localhost'),
    host: 'localhost',
    clock: systemClock,
  });
  endpoint.behaveAlways(BEHAVIOURS[ingestion]);
  return {
    simulation,
    trust: simulation.trust,
    ingestionCa: (await publicAuthorities()).root.pem,
    ingestionSettings: {
      AGENTPATH_INGESTION_ENDPOINT: endpoint.url,
      AGENTPATH_DCR_ID: RULE_ID,
      AGENTPATH_STREAM: STREAM,
    },
    describeRows: () => {
      const byKind = Object.entries(Object.groupBy(endpoint.rows(), (row) => String(row['Kind'])));
      const counts = byKind.map(([kind, rows]) => `${rows?.length ?? 0} ${kind}`).join(', ');
      const requests = endpoint.requests();
      const refusals = new Set(requests.filter(({ status }) => status !== 204).map(refusalOf));
      return [
        `Read back from the local Logs Ingestion endpoint (${endpoint.url}): ${endpoint.accepted()} rows`,
        counts && ` (${counts})`,
        ` after ${requests.length} ${requests.length === 1 ? 'request' : 'requests'}`,
        refusals.size > 0 ? `; it refused with ${[...refusals].join(', ')}.` : '.',
      ].join('');
    },
    close: async () => {
      await endpoint.close();
      await simulation.close();
    },
  };
}

function refusalOf({ status, code }: RequestSeen): string {
  return status === 0 ? 'a reset' : [status, code].filter((part) => part !== undefined).join(' ');
}

/** The endpoint asks for a bearer token and takes any: nobody is signed in here. */
const credential: TokenCredential = {
  getToken: async () => ({ token: 'simulated', expiresOnTimestamp: systemClock.wallMs() + 3_600_000 }),
};

export const openNetwork: NetworkModule['openNetwork'] = async (real) => {
  const world = await openWorld();
  return { network: world.simulation.network(real), credential, ingestionCa: world.ingestionCa };
};
