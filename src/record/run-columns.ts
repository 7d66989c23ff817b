import type { RunFacts } from '../model/run.ts';
import type { ProbeRecord, RowKind } from './columns.ts';

/** What every row of a run carries. `name` tells the rows of one run apart. */
export function runColumns(run: RunFacts, kind: RowKind, name: string, probedAt: string) {
  return {
    TimeGenerated: probedAt,
    ProbedAt: probedAt,
    Kind: kind,
    RunId: run.id,
    ProbeId: `${run.id}/${name}`,
    Vantage: run.vantage,
    ...(run.vantageSubnet !== '' && { VantageSubnet: run.vantageSubnet }),
    Simulated: run.simulated,
    ...((run.pastDue || kind === 'run') && { PastDue: run.pastDue }),
    Version: run.version,
    CatalogVersion: run.catalogVersion,
    RulesVersion: run.rulesVersion,
    PathIntercepted: run.path.reading.intercepted,
    PathFiltered: run.path.reading.filtered,
  } satisfies ProbeRecord;
}
