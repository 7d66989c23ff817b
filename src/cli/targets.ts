/** `agentpath targets`: the catalogue and one's own targets, expanded. */
import { CATALOG_VERSION, type Expansion, expandTargets } from '../catalog/expand-targets.ts';
import { notInCatalogue } from '../catalog/not-in-catalogue.ts';
import type { Cloud } from '../model/settings.ts';
import { EXIT } from './exit-code.ts';
import { counted } from './figures.ts';
import { formatNotInCatalogue, formatOrigins } from './format-origins.ts';
import { formatLeftOut, leftOutWords } from './format-plan.ts';
import { formatTargets } from './format-targets.ts';
import { formatTargetsCsv, formatTargetsMarkdown } from './format-targets-rows.ts';
import { formatTargetsYaml } from './format-targets-yaml.ts';
import { flagsOf, type SelectionOptions } from './options.ts';
import { type Givens, originLines } from './origin-words.ts';
import { plain } from './plain.ts';
import type { TargetFormat } from './target-formats.ts';
import type { Terminal } from './terminal.ts';

export interface TargetsOptions extends SelectionOptions {
  readonly format: TargetFormat;
  readonly explain?: boolean;
}

export function targets({ format, explain, ...options }: TargetsOptions, terminal: Terminal): number {
  const { settings, given } = flagsOf(options, terminal.environment);
  const expansion = expandTargets(settings.targets);
  const givens: Givens | undefined = explain ? { given, overrides: settings.targets.overrides } : undefined;
  terminal.print(textOf(format, expansion, givens, settings.targets.cloud, terminal));
  // The explanation names them one by one, JSON holds them, YAML lists them in comments.
  if (format === 'json' || format === 'yaml' || (format === 'table' && explain)) return EXIT.well;
  const leftOut = formatLeftOut(expansion.leftOut, terminal.errorScreen);
  if (leftOut !== '') terminal.say(leftOut);
  return EXIT.well;
}

function textOf(
  format: TargetFormat,
  expansion: Expansion,
  givens: Givens | undefined,
  cloud: Cloud,
  { screen }: Terminal,
): string {
  const rows = { expansion, ...(givens && { givens }) };
  switch (format) {
    case 'table':
      return givens
        ? `${formatOrigins(expansion, CATALOG_VERSION, givens, screen)}\n\n${formatNotInCatalogue(notInCatalogue(cloud), screen)}`
        : formatTargets(expansion.targets, CATALOG_VERSION, screen);
    case 'json':
      return JSON.stringify(
        { catalogVersion: CATALOG_VERSION, ...(givens && { given: givens.given }), ...expansion },
        null,
        2,
      );
    case 'yaml':
      return formatTargetsYaml({
        targets: expansion.targets,
        preface: prefaceOf(expansion),
        notes: givens ? notesOf(expansion, givens) : new Map(),
      }).trimEnd();
    case 'csv':
      return formatTargetsCsv(rows);
    case 'markdown':
      return formatTargetsMarkdown(rows);
  }
}

function prefaceOf({ targets: all, leftOut }: Expansion): readonly string[] {
  return [
    `${counted(all.length, 'target')} of agentpath (catalogue ${CATALOG_VERSION}). As --targets this list replaces the catalogue: it knows no discovery and no private link.`,
    ...leftOut.map((one) => plain(`Left out: ${one.name} (${leftOutWords(one)})`)),
  ];
}

function notesOf({ origins }: Expansion, givens: Givens): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(origins).map(([name, origin]) => [
      name,
      originLines(origin, givens).map(({ label, says }) => plain(`${label}: ${says}`)),
    ]),
  );
}
