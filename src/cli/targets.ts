/** `agentpath targets`: the catalogue and one's own targets, expanded. */
import { CATALOG_VERSION, expandTargets } from '../catalog/expand-targets.ts';
import { EXIT } from './exit-code.ts';
import { formatLeftOut } from './format-plan.ts';
import { formatTargets } from './format-targets.ts';
import { type SelectionOptions, settingsOf } from './options.ts';
import type { Terminal } from './terminal.ts';

export interface TargetsOptions extends SelectionOptions {
  readonly format: 'table' | 'json';
}

export function targets({ format, ...options }: TargetsOptions, terminal: Terminal): number {
  const settings = settingsOf(options, terminal.environment);
  const expansion = expandTargets(settings.targets);
  if (format === 'json') {
    terminal.print(JSON.stringify({ catalogVersion: CATALOG_VERSION, ...expansion }, null, 2));
    return EXIT.well;
  }
  terminal.print(formatTargets(expansion.targets, CATALOG_VERSION, terminal.screen));
  const leftOut = formatLeftOut(expansion.leftOut, terminal.errorScreen);
  if (leftOut !== '') terminal.say(leftOut);
  return EXIT.well;
}
