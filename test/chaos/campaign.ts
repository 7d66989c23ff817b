/** One schedule, carried out over the real sink and spool, and held to what they promise. */
import type { RunResult } from '../../src/model/run.ts';
import { forward } from '../../src/sink/forward.ts';
import { openSpool, type Spool, type SpoolLimits } from '../../src/sink/spool.ts';
import type { SpoolStore } from '../../src/sink/spool-store.ts';
import { type Random, seeded } from '../hostile/seeded.ts';
import { FIRST_RUN_MS, runOf } from '../unit/sink/runs.ts';
import { ChaosClock } from './chaos-clock.ts';
import { type Authorities, type Far, startFar } from './far.ts';
import { type FaultyStorage, faultyStorage } from './faulty-storage.ts';
import { type Figures, faultsOf } from './figures.ts';
import { Ledger } from './ledger.ts';
import { CALM, scheduleOf, type Tick, type Weather } from './schedule.ts';

export interface CampaignParts {
  readonly authorities: Authorities;
  /** A fresh and empty store. */
  openStore(seed: number, clock: Pick<ChaosClock, 'wallMs'>): Promise<SpoolStore>;
  /** What else a fault of storage does, and undoes: a service that is stopped and started again. */
  beforeTick?(weather: Weather, random: Random): Promise<void>;
  limitsOf(seed: number): SpoolLimits;
  /** Whether there is so little room that rows must be given up. */
  isTight(seed: number): boolean;
}

class Crash extends Error {
  override readonly name = 'Crash';
}
interface Instance {
  readonly clock: ChaosClock;
  readonly spool: Spool;
  /** Steps left before it dies; undefined: it lives. */
  dying: number | undefined;
  /** The run whose rows are recorded, as it says itself. */
  recorded: boolean;
  inMemory: number;
}

const BUDGET_MS = 120_000;
const AFTERWARDS_MS = 20 * 60_000;
const MOST_CALM_RUNS = 12;
/** Where everything is well again only what hangs may come to its end by a deadline. */
const PATIENT_MS = 20_000;

export interface Carried {
  readonly figures: Figures;
  /** What did not hold; empty where all did. */
  readonly problems: readonly string[];
}

export async function carryOut(seed: number, parts: CampaignParts): Promise<Carried> {
  const random = seeded(seed);
  const base = { nowMs: FIRST_RUN_MS };
  const far = await startFar(parts.authorities, random, base);
  try {
    return await new Campaign(seed, random, base, far, parts).run();
  } finally {
    await far.close();
  }
}

class Campaign {
  private readonly seed: number;
  private readonly random: Random;
  private readonly base: { nowMs: number };
  private readonly far: Far;
  private readonly parts: CampaignParts;
  private readonly limits: SpoolLimits;
  private readonly ledger: Ledger;
  private storage: FaultyStorage | undefined;
  private runs = 0;
  private owners = 0;
  private crashes = 0;
  private spared = 0;
  private readonly faults: string[] = [];

  constructor(seed: number, random: Random, base: { nowMs: number }, far: Far, parts: CampaignParts) {
    this.seed = seed;
    this.random = random;
    this.base = base;
    this.far = far;
    this.parts = parts;
    this.limits = parts.limitsOf(seed);
    this.ledger = new Ledger(far.endpoint, this.limits, parts.isTight(seed));
  }

  async run(): Promise<Carried> {
    const place = await this.parts.openStore(this.seed, { wallMs: () => this.base.nowMs });
    this.storage = faultyStorage(place, this.random);
    let instance = this.start(0);
    let second = this.start(0);
    for (const tick of scheduleOf(this.random)) {
      await this.weather(tick.weather);
      if (tick.restart && instance.inMemory === 0) instance = this.start(tick.skewMs);
      if (tick.restart && second.inMemory === 0) second = this.start(tick.skewMs);
      instance = await this.tick(tick, instance, second);
      this.base.nowMs += tick.passMs;
    }
    await this.weather(CALM);
    // What waits in the memory of the second goes to storage with its own next run.
    await this.deliver(second, { targets: 1, refused: [] });
    this.ledger.look(this.base.nowMs, true);
    await this.untilAllArrived(instance);
    const figures = {
      ...this.ledger.close(await place.list()),
      schedules: 1,
      crashes: this.crashes,
      spared: this.spared,
      faults: faultsOf(this.faults),
    };
    return { figures, problems: this.ledger.problems.map((says) => `seed ${this.seed}: ${says}`) };
  }

  private async tick(tick: Tick, instance: Instance, second: Instance): Promise<Instance> {
    // What waits in memory is lost with its process, which is said and bounded: such a process is left alive here.
    const mayDie = tick.weather.storage === 'none' && instance.inMemory === 0;
    if (tick.crashAfter !== undefined && !mayDie) this.spared += 1;
    instance.dying = mayDie ? tick.crashAfter : undefined;
    const others = tick.another ? [this.deliver(second, tick)] : [];
    const [alive] = await Promise.all([this.deliver(instance, tick), ...others]);
    this.ledger.look(this.base.nowMs, others.length === 0);
    if (alive) return instance;
    this.crashes += 1;
    return this.start(tick.skewMs);
  }

  /** @returns Whether the process is still alive. */
  private async deliver(instance: Instance, { targets, refused }: Pick<Tick, 'targets' | 'refused'>): Promise<boolean> {
    const result = this.nextRun(instance, targets, refused);
    instance.recorded = false;
    try {
      const told = await forward(result, {
        spool: instance.spool,
        sender: this.far.sender(instance.clock),
        clock: instance.clock,
        budgetMs: BUDGET_MS,
      });
      instance.inMemory = told.spool.inMemory;
      this.ledger.delivered(result, instance.clock.skewMs, told);
      return true;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.ledger.crashed(result, instance.clock.skewMs, instance.recorded);
      return false;
    }
  }

  private async untilAllArrived(instance: Instance): Promise<void> {
    instance.clock.deadlineMs = PATIENT_MS;
    instance.dying = undefined;
    for (let calm = 0; calm < MOST_CALM_RUNS; calm += 1) {
      this.base.nowMs += AFTERWARDS_MS;
      const result = this.nextRun(instance, 1, []);
      const told = await forward(result, {
        spool: instance.spool,
        sender: this.far.sender(instance.clock),
        clock: instance.clock,
        budgetMs: BUDGET_MS,
      });
      this.ledger.delivered(result, instance.clock.skewMs, told);
      this.ledger.look(this.base.nowMs, true);
      if (told.spool.waiting === 0 && told.delivery.kept === 0 && told.spool.givenUp === 0) return;
    }
    this.ledger.problems.push(`rows still wait after ${MOST_CALM_RUNS} runs in which nothing was wrong`);
  }

  private nextRun(instance: Instance, targets: number, refused: readonly number[]): RunResult {
    this.runs += 1;
    return runOf(this.runs, { targets, refused, atMs: instance.clock.wallMs() });
  }

  private start(skewMs: number): Instance {
    this.owners += 1;
    const owner = `owner-${this.owners}`;
    const clock = new ChaosClock(this.base, skewMs);
    const instance: Instance = {
      clock,
      dying: undefined,
      recorded: false,
      inMemory: 0,
      spool: openSpool({
        ...(this.storage && { store: this.storage.store }),
        limits: this.limits,
        clock,
        chance: { id: () => owner },
        onStep: (step) => {
          if (step === 'recorded') instance.recorded = true;
          if (instance.dying === undefined) return;
          if (instance.dying === 0) throw new Crash(step);
          instance.dying -= 1;
        },
      }),
    };
    return instance;
  }

  private async weather(weather: Weather): Promise<void> {
    await this.parts.beforeTick?.(weather, this.random);
    this.far.toxic(weather.toxic);
    this.far.conduct(weather.conduct);
    this.far.tokens = weather.tokens;
    this.far.resolves = weather.resolves;
    if (this.storage) this.storage.fault = weather.storage;
    const { toxic, conduct, tokens, resolves, storage } = weather;
    this.faults.push(
      ...(toxic === 'none' ? [] : [`network: ${toxic}`]),
      ...(conduct === 'normal' ? [] : [`service: ${conduct}`]),
      ...(tokens === 'given' ? [] : [`tokens: ${tokens}`]),
      ...(resolves ? [] : ['DNS: the name does not resolve']),
      ...(storage === 'none' ? [] : [`storage: ${storage}`]),
    );
  }
}
