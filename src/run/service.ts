/** What the Function does on a tick or on demand: one run at a time, delivered, kept, and said in one line. */
import { withoutSecrets } from '../config/looks-secret.ts';
import type { RunReport } from '../model/run.ts';
import type { Settings } from '../model/settings.ts';
import { safeJson } from '../record/safe-json.ts';
import type { Engine } from './compose.ts';
import { timingOf } from './timing.ts';

export interface Log {
  info(line: string): void;
  error(line: string): void;
}

export interface RunRequest {
  readonly pastDue: boolean;
  readonly only?: readonly string[];
}

export type Started = { readonly id: string; readonly done: Promise<RunReport> } | { readonly busy: string };

export interface Service {
  /** Begins a run, unless one is under way: then its id. */
  start(settings: Settings, request: RunRequest, log: Log): Started;
  /** The run under way, and the targets it is restricted to. */
  underWay(): { readonly id: string; readonly only?: readonly string[] } | undefined;
  /** Waits for a run under way, then runs. */
  runNext(settings: Settings, request: RunRequest, log: Log): Promise<RunReport>;
  /** The last run that this instance or any other kept. */
  last(settings: Settings, id: string | undefined, log: Log): Promise<RunReport | undefined>;
}

/** @param intervalMs From tick to tick: a run leaves room for the next. Absent: nothing follows. */
export function createService(engine: Engine, intervalMs?: () => number): Service {
  let current:
    | { readonly id: string; readonly done: Promise<RunReport>; readonly only?: readonly string[] }
    | undefined;
  /** The last reports of this instance, of all targets and of any: what is left when the store cannot be reached. */
  const remembered: { whole?: RunReport; any?: RunReport } = {};

  const begin = (
    settings: Settings,
    request: RunRequest,
    log: Log,
  ): { readonly id: string; readonly done: Promise<RunReport> } => {
    const id = engine.newRunId();
    const done = execute(id, settings, request, log).finally(() => {
      current = undefined;
    });
    current = { id, done, ...(request.only && { only: request.only }) };
    return current;
  };

  const execute = async (id: string, settings: Settings, request: RunRequest, log: Log): Promise<RunReport> => {
    const store = await engine.store(settings);
    const previous = await store?.get().catch((error: unknown) => {
      log.error(line({ event: 'report_not_read', run: id, error: textOf(error) }));
      return undefined;
    });
    const report = await engine.run(settings, {
      deliver: true,
      id,
      pastDue: request.pastDue,
      ...(request.only && { only: request.only }),
      ...(intervalMs && { timing: timingOf(intervalMs(), settings.probe.deadlines) }),
      ...(previous && { previous: previous.result }),
    });
    const whole = request.only === undefined;
    remembered.any = report;
    if (whole) remembered.whole = report;
    log.info(line(oneLine(report)));
    await store
      ?.put(report, whole)
      .catch((error: unknown) => log.error(line({ event: 'report_not_kept', run: id, error: textOf(error) })));
    return report;
  };

  return {
    start: (settings, request, log) => (current ? { busy: current.id } : begin(settings, request, log)),
    underWay: () => current,
    runNext: async (settings, request, log) => {
      while (current) {
        // How the other run ends is told by whoever began it.
        await Promise.allSettled([current.done]);
      }
      return begin(settings, request, log).done;
    },
    last: async (settings, id, log) => {
      const store = await engine.store(settings);
      const kept = await store?.get(id).catch((error: unknown) => {
        log.error(line({ event: 'report_not_read', run: id, error: textOf(error) }));
        return undefined;
      });
      if (kept) return kept;
      return id === undefined ? remembered.whole : [remembered.any].find((one) => one?.result.run.id === id);
    },
  };
}

/** Why a run that was carried out still counts as failed; undefined where it does not. */
export function runFailure({ result }: RunReport): string | undefined {
  const { path, ill } = result.run;
  if (ill.length > 0) return `the run is ill: ${ill.join('; ')}`;
  if (path.firewallExpected && path.reading.filtered === 'no') {
    return 'a firewall is expected on this path, and a name that must be denied passed: the verdicts do not speak about the firewall';
  }
  return undefined;
}

function oneLine({ result, delivery, spool }: RunReport): Record<string, unknown> {
  const { run, summary } = result;
  const states = Object.fromEntries(Object.entries(summary.byState).filter(([, count]) => count > 0));
  return {
    event: 'run',
    run: run.id,
    ms: Math.round(run.durationMs),
    targets: summary.targets,
    ...states,
    misleading: summary.misleading,
    causes: summary.rootCauses.map(({ id }) => id),
    ...(delivery && {
      written: delivery.written,
      kept: delivery.kept,
      refused: delivery.refused,
      reasons: delivery.reasons,
    }),
    ...(spool && { spool }),
  };
}

const line = (entry: Record<string, unknown>): string => safeJson(entry, undefined, withoutSecrets);
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
