/** `agentpath catalog diff`: what the agents need by today's catalogue and did not before, and which of it does not pass now. */
import { changesSince } from '../catalog/changes.ts';
import { type Comparison, compareTargets } from '../catalog/compare-targets.ts';
import { CATALOG_VERSION, entries, expandTargets } from '../catalog/expand-targets.ts';
import { isToldInRun, settingsInTargets } from '../catalog/settings-in-targets.ts';
import type { RunResult, TargetResult } from '../model/run.ts';
import { CLOUDS, type Cloud } from '../model/settings.ts';
import type { Target } from '../model/target.ts';
import type { Confidence, State } from '../model/verdict.ts';
import { type Old, readOld } from './catalog-old.ts';
import { EXIT } from './exit-code.ts';
import { formatCatalogDiff } from './format-catalog-diff.ts';
import { usageProblem } from './problems.ts';
import { readResult } from './result-file.ts';
import type { Terminal } from './terminal.ts';

export interface CatalogDiffOptions {
  readonly format: 'table' | 'json';
  readonly result?: string;
}

/** How a target was judged in the run of `--result`. */
export interface Now {
  readonly state: State;
  readonly confidence: Confidence;
}
/** An entry that the lists began or ceased to name after a day. */
export interface DatedEntry {
  readonly entry: string;
  readonly host: string;
  readonly clouds: readonly Cloud[];
  readonly on: string;
}
export interface CatalogDiff {
  readonly catalogVersion: string;
  /** The catalogue's date, or the day, that it is held against. */
  readonly against: string;
  readonly cloud?: Cloud;
  readonly comparison?: Comparison;
  /** Of the old list: told in a run, or one's own. */
  readonly notCompared: readonly string[];
  readonly listed: readonly DatedEntry[];
  readonly dropped: readonly DatedEntry[];
  readonly changes: ReturnType<typeof changesSince>;
  /** By the target's name; only with `--result`. */
  readonly now?: Readonly<Record<string, Now | 'not probed'>>;
}

/** 1 where something new or changed does not pass in the run of `--result`. */
export function catalogDiff(given: string, { format, result }: CatalogDiffOptions, terminal: Terminal): number {
  const old = readOld(given);
  if (old.kind === 'day' && result !== undefined) {
    throw usageProblem(
      '--result',
      'a day names no targets to look up in it',
      'Give a list of targets or a result as OLD',
    );
  }
  const run = result === undefined ? undefined : readResult(result);
  const diff = old.kind === 'day' ? sinceDay(old.day) : against(old, given, run);
  terminal.print(format === 'json' ? JSON.stringify(diff, null, 2) : formatCatalogDiff(diff, terminal.screen));
  const stopped = Object.values(diff.now ?? {}).some((one) => one !== 'not probed' && one.state !== 'reachable');
  return stopped ? EXIT.broken : EXIT.well;
}

function sinceDay(day: string): CatalogDiff {
  const dated = (read: (dates: { since?: string; until?: string }) => string | undefined): readonly DatedEntry[] => {
    const found = CLOUDS.flatMap((cloud) =>
      entries(cloud).flatMap(({ id, host, since, until }) => {
        const on = read({ ...(since !== undefined && { since }), ...(until !== undefined && { until }) });
        return on !== undefined && on > day ? [{ entry: id, host, clouds: [cloud], on }] : [];
      }),
    );
    return [...Map.groupBy(found, ({ entry, host }) => `${entry} ${host}`).values()].flatMap(([first, ...others]) =>
      first ? [{ ...first, clouds: [...first.clouds, ...others.flatMap(({ clouds }) => clouds)] }] : [],
    );
  };
  return {
    catalogVersion: CATALOG_VERSION,
    against: day,
    notCompared: [],
    listed: dated(({ since }) => since),
    dropped: dated(({ until }) => until),
    changes: changesSince(day),
  };
}

function against(old: Extract<Old, { kind: 'targets' }>, place: string, run: RunResult | undefined): CatalogDiff {
  const settings = settingsInTargets(old.targets);
  if (!settings) {
    throw usageProblem(
      place,
      'it names no host of the catalogue, of any cloud',
      'Give a list or a result that the catalogue was part of',
    );
  }
  const { cloud } = settings;
  const { targets } = expandTargets(settings);
  const names = new Set(targets.map(({ name }) => name));
  const isCompared = (target: Target): boolean =>
    names.has(target.name) || (target.agents.length > 0 && !isToldInRun(target, cloud));
  const comparison = compareTargets(old.targets.filter(isCompared), targets);
  return {
    catalogVersion: CATALOG_VERSION,
    against: old.catalogVersion,
    cloud,
    comparison,
    notCompared: old.targets.filter((target) => !isCompared(target)).map(({ name }) => name),
    listed: [],
    dropped: [],
    changes: IS_DAY.test(old.catalogVersion) ? changesSince(old.catalogVersion) : [],
    ...(run && { now: nowOf(comparison, run) }),
  };
}

const IS_DAY = /^\d{4}-\d\d-\d\d$/;

function nowOf({ added, changed }: Comparison, { results }: RunResult): Readonly<Record<string, Now | 'not probed'>> {
  const find = ({ name, host, port }: Target): TargetResult | undefined =>
    results.find(({ target }) => target.name === name) ??
    results.find(({ target }) => target.host === host && target.port === port);
  return Object.fromEntries(
    [...added, ...changed.map(({ target }) => target)].map((target) => {
      const found = find(target);
      return [target.name, found ? { state: found.state, confidence: found.confidence } : ('not probed' as const)];
    }),
  );
}
