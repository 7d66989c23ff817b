import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Scenario } from './scenario-shape.ts';

export const SCENARIOS = path.join('test', 'scenarios');

/** Every folder with a scenario.ts, by name. */
export function scenarioNames(): readonly string[] {
  return readdirSync(SCENARIOS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(SCENARIOS, entry.name, 'scenario.ts')))
    .map(({ name }) => name)
    .toSorted();
}

export async function loadScenario(name: string): Promise<Scenario> {
  const module = (await import(pathToFileURL(path.resolve(SCENARIOS, name, 'scenario.ts')).href)) as {
    readonly scenario: Scenario;
  };
  return module.scenario;
}

/** A file beside the scenario, as `toMatchFileSnapshot` wants it. */
export function goldenFile(name: string, file: string): string {
  return path.resolve(SCENARIOS, name, file);
}
