/** What happens in one schedule, drawn from its seed: runs, faults that come and go, processes that die, and two at once. */
import type { Random } from '../hostile/seeded.ts';
import { CONDUCTS, type Conduct, TOKENS, type Tokens } from './far.ts';
import { STORAGE_FAULTS, type StorageFault } from './faulty-storage.ts';
import { TOXICS, type Toxic } from './toxic-proxy.ts';

export interface Weather {
  readonly toxic: Toxic;
  readonly conduct: Conduct;
  readonly tokens: Tokens;
  readonly resolves: boolean;
  readonly storage: StorageFault;
}
export const CALM: Weather = { toxic: 'none', conduct: 'normal', tokens: 'given', resolves: true, storage: 'none' };

export interface Tick {
  readonly weather: Weather;
  /** Milliseconds until the next. */
  readonly passMs: number;
  /** The process dies after so many steps of the delivery, where it comes that far. */
  readonly crashAfter?: number;
  /** Another instance delivers a run at the same time. */
  readonly another: boolean;
  /** The process is replaced before the run: an orderly restart. */
  readonly restart: boolean;
  /** How far the clock of a new process is off. */
  readonly skewMs: number;
  readonly targets: number;
  /** Indexes of targets whose rows the service refuses. */
  readonly refused: readonly number[];
}

const MINUTE_MS = 60_000;
const MOST_SKEW_MS = 30 * MINUTE_MS;

/** @param faults Which of storage's faults there are. */
export function scheduleOf(random: Random, faults: readonly StorageFault[] = STORAGE_FAULTS): readonly Tick[] {
  const ticks: Tick[] = [];
  let weather = CALM;
  const length = 8 + random.below(13);
  while (ticks.length < length) {
    // Faults last for some runs, and some of them come together.
    if (random.chance(3)) weather = random.chance(3) ? CALM : worse(random, faults);
    const targets = 1 + random.below(6);
    ticks.push({
      weather,
      passMs: random.chance(8) ? (1 + random.below(8)) * 60 * MINUTE_MS : 5 * MINUTE_MS,
      ...(random.chance(5) && { crashAfter: random.below(9) }),
      another: random.chance(6),
      restart: random.chance(7),
      skewMs: random.chance(3) ? random.below(2 * MOST_SKEW_MS) - MOST_SKEW_MS : 0,
      targets,
      refused: random.chance(8) ? [random.below(targets)] : [],
    });
  }
  return ticks;
}

function worse(random: Random, faults: readonly StorageFault[]): Weather {
  const drawn = {
    toxic: random.pick(TOXICS),
    conduct: random.pick(Object.keys(CONDUCTS) as Conduct[]),
    tokens: random.pick(TOKENS),
    resolves: false,
    storage: random.pick(faults),
  };
  const kinds = Object.keys(drawn) as (keyof Weather)[];
  const chosen = [random.pick(kinds), ...(random.chance(3) ? [random.pick(kinds)] : [])];
  return { ...CALM, ...Object.fromEntries(chosen.map((kind) => [kind, drawn[kind]])) };
}
