import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../src/config/settings.ts';
import { createRunAsker } from '../../../src/run/ask-run.ts';
import type { RunRequest, Service } from '../../../src/run/service.ts';

const SETTINGS = readSettings({});
const log = { info: () => undefined, error: () => undefined };
const asked = (...only: readonly string[]): RunRequest => ({ pastDue: false, ...(only.length > 0 && { only }) });

/** A service whose runs end when told to, and a clock that is set. */
function bench() {
  let running: ReturnType<Service['underWay']>;
  let started = 0;
  let nowMs = 1_000_000;
  const service: Pick<Service, 'start' | 'underWay'> = {
    underWay: () => running,
    start: (_, { only }) => {
      started += 1;
      running = { id: `run-${started}`, ...(only && { only }) };
      return { id: running.id, done: new Promise(() => undefined) };
    },
  };
  const ask = createRunAsker(service as Service, { monotonicMs: () => nowMs }, 30);
  return {
    ask: (request: RunRequest) => ask(SETTINGS, request, log),
    end: () => {
      running = undefined;
    },
    pass: (seconds: number) => {
      nowMs += seconds * 1000;
    },
    started: () => started,
  };
}

describe('a run that callers ask for', () => {
  test('begins; a second caller gets the same one, however often it asks', () => {
    const { ask, started } = bench();
    expect(ask(asked())).toMatchObject({ kind: 'begun', id: 'run-1' });
    for (let time = 0; time < 50; time += 1) {
      expect(ask(asked(...(time % 2 === 0 ? [] : ['a'])))).toEqual({ kind: 'under_way', id: 'run-1', covers: true });
    }
    expect(started()).toBe(1);
  });

  test.for([
    [asked('a', 'b'), asked('b'), true],
    [asked('a', 'b'), asked('b', 'c'), false],
    [asked('a'), asked(), false],
  ] as const)('whether it covers what was asked for is told', ([first, second, covers]) => {
    const { ask } = bench();
    ask(first);
    expect(ask(second)).toEqual({ kind: 'under_way', id: 'run-1', covers });
  });

  test('the next one keeps its distance from the beginning of the one before', () => {
    const { ask, end, pass, started } = bench();
    ask(asked());
    end();
    expect(ask(asked())).toEqual({ kind: 'too_soon', id: 'run-1', waitSeconds: 30 });
    pass(29.5);
    expect(ask(asked())).toEqual({ kind: 'too_soon', id: 'run-1', waitSeconds: 1 });
    pass(0.5);
    expect(ask(asked())).toMatchObject({ kind: 'begun', id: 'run-2' });
    expect(started()).toBe(2);
  });
});
