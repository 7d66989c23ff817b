/** An engine as an instance of the Function has it, in front of a simulated network and a local Logs Ingestion endpoint, all in this process. */
import { readSettings } from '../../src/config/settings.ts';
import type { Settings } from '../../src/model/settings.ts';
import { nodeNetwork } from '../../src/probe/node-network.ts';
import { COLUMNS, STREAM } from '../../src/record/columns.ts';
import { type Engine, openEngine, systemClock } from '../../src/run/compose.ts';
import { identityFor, publicAuthorities } from '../../src/simulator/certificates.ts';
import { type LogsIngestion, startLogsIngestion } from '../../src/simulator/logs-ingestion.ts';
import { startSimulation } from '../../src/simulator/simulation.ts';
import type { HostEntry, World } from '../../src/simulator/world.ts';
import { RULE_ID } from './far-side.ts';

/** One far end for all allowed hosts: ten thousand listeners and certificates would cost more than to probe them. */
const ONE_FAR_END: HostEntry = {
  dns: { addresses: ['20.50.68.130'] },
  services: { 443: { kind: 'https', certificate: { names: ['*.allowed.example'] } } },
};

export interface LoadedEngine {
  readonly engine: Engine;
  readonly settings: Settings;
  readonly endpoint: LogsIngestion;
  close(): Promise<void>;
}
export interface Load {
  readonly targets: number;
  /** One target in so many is denied; 0: none. */
  readonly deniedOneIn: number;
  /** Where rows wait and reports are kept. */
  readonly store: string;
  /** Whether addresses where nothing is are asked: a second of waiting a run. */
  readonly canaries: boolean;
}

export async function loadEngine({ targets, deniedOneIn, store, canaries }: Load): Promise<LoadedEngine> {
  const world: World = {
    hosts: {
      '*.allowed.example': ONE_FAR_END,
      '*.denied.example': { dns: { addresses: ['20.50.68.131'] } },
      'example.com': {},
    },
    firewall: { allow: ['*.allowed.example'] },
  };
  const simulation = await startSimulation(world, { clock: systemClock });
  const endpoint = await startLogsIngestion({
    columns: COLUMNS,
    stream: STREAM,
    ruleId: RULE_ID,
    certificate: await identityFor('localhost'),
    host: 'localhost',
    clock: systemClock,
    keepRows: 1,
  });
  const engine = await openEngine({
    lasting: true,
    other: {
      network: simulation.network(nodeNetwork()),
      credential: { getToken: async () => ({ token: 'token', expiresOnTimestamp: systemClock.wallMs() + 3_600_000 }) },
      ingestionCa: (await publicAuthorities()).root.pem,
    },
  });
  const settings = readSettings({
    AGENTPATH_NETWORK: 'given as an object',
    AGENTPATH_VANTAGE: 'load',
    AGENTPATH_VANTAGE_SUBNET: '10.10.94.0/24',
    AGENTPATH_TARGETS: targetsFile(targets, deniedOneIn),
    AGENTPATH_TRUST: simulation.trust,
    AGENTPATH_STORE: store,
    ...(!canaries && { AGENTPATH_CANARIES: 'none' }),
    AGENTPATH_INGESTION_ENDPOINT: endpoint.url,
    AGENTPATH_DCR_ID: RULE_ID,
    AGENTPATH_STREAM: STREAM,
  });
  return {
    engine,
    settings,
    endpoint,
    close: async () => {
      await endpoint.close();
      await simulation.close();
    },
  };
}

/** As a targets file, so that reading it is part of the load. */
function targetsFile(count: number, deniedOneIn: number): string {
  const hosts = Array.from({ length: count }, (_, index) =>
    deniedOneIn > 0 && index % deniedOneIn === 0 ? `host-${index}.denied.example` : `host-${index}.allowed.example`,
  );
  return `targets:\n${hosts.map((host) => `  - host: ${host}\n    agents: [ama]\n    feature: load\n`).join('')}`;
}
