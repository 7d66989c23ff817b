/** The difference between two catalogues on a screen. */
import type { ChangedTarget } from '../catalog/compare-targets.ts';
import type { Target } from '../model/target.ts';
import type { CatalogDiff, DatedEntry } from './catalog-diff.ts';
import { counted, sentence } from './figures.ts';
import { beside } from './layout.ts';
import { plainThroughout } from './plain.ts';
import { type Paint, paint, type Screen } from './screen.ts';
import { inStateColour, markOf } from './state-mark.ts';
import { agentsLabel, targetLabel } from './target-label.ts';

const INDENT = 6;

export function formatCatalogDiff(given: CatalogDiff, screen: Screen): string {
  const diff = plainThroughout(given);
  const look = paint(screen);
  const { catalogVersion, against, cloud, comparison } = diff;
  const cloudWords = cloud === undefined ? '' : ` (${cloud} cloud)`;
  const says = (text: string): readonly string[] => beside('', [text], INDENT, screen.columns);
  const block = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [[look.bold(title), ...lines].join('\n')];

  const blocks = [
    `Catalogue ${catalogVersion}${cloudWords} against ${against}`,
    ...(comparison ? comparisonBlocks(diff, look, says, block) : []),
    ...block(
      `Listed since (${diff.listed.length})`,
      diff.listed.map((one) => datedLine('+', one)),
    ),
    ...block(
      `Dropped since (${diff.dropped.length})`,
      diff.dropped.map((one) => datedLine('-', one)),
    ),
    ...block(
      'What the pages say',
      diff.changes.flatMap(({ on, says: text }) => beside(`  ${on}`, [sentence(text)], 14, screen.columns)),
    ),
    ...notCompared(diff.notCompared, screen),
  ];
  if (blocks.length === 1) blocks.push('Nothing has changed.');
  return blocks.join('\n\n');
}

type Says = (text: string) => readonly string[];
type Block = (title: string, lines: readonly string[]) => readonly string[];

function comparisonBlocks(diff: CatalogDiff, look: Paint, says: Says, block: Block): readonly string[] {
  const { added, changed, gone } = diff.comparison ?? { added: [], changed: [], gone: [] };
  const now = (target: Target): string => nowWords(diff, target, look);
  return [
    ...(added.length + changed.length + gone.length === 0 ? ['The targets are the same.'] : []),
    ...block(
      `New (${added.length})`,
      added.flatMap((target) => [
        `  + ${targetLabel(target)}  ${agentsLabel(target)}, ${target.tier}${now(target)}`,
        ...says(target.stops === '' ? target.feature : `Without it: ${sentence(target.stops)}`),
      ]),
    ),
    ...block(
      `Changed (${changed.length})`,
      changed.flatMap(({ target, differences }) => [
        `  ~ ${targetLabel(target)}${now(target)}`,
        ...differences.flatMap((one) => says(differenceWords(one))),
      ]),
    ),
    ...block(
      `Gone (${gone.length})`,
      gone.map((target) => `  - ${targetLabel(target)}  ${agentsLabel(target)}, ${target.tier}`),
    ),
  ];
}

function differenceWords({ field, before, after }: ChangedTarget['differences'][number]): string {
  const words = (text: string): string => (text === '' ? 'none' : text);
  return `${field}: ${words(before)} → ${words(after)}`;
}

function nowWords({ now }: CatalogDiff, { name }: Target, look: Paint): string {
  const found = now?.[name];
  if (found === undefined) return '';
  if (found === 'not probed') return '  not probed in that run';
  return `  ${inStateColour(found.state, `${markOf(found.state)} ${found.state}`, look)} (${found.confidence})`;
}

function datedLine(mark: string, { host, on, clouds, entry }: DatedEntry): string {
  return `  ${mark} ${host}  ${on}, ${clouds.join(' and ')} (${entry})`;
}

function notCompared(names: readonly string[], { columns }: Screen): readonly string[] {
  if (names.length === 0) return [];
  const says = `Not compared, because services or certificates told them in a run, or they are one's own: ${counted(names.length, 'target')} (${names.join(', ')}).`;
  return [beside('', [says], 0, columns).join('\n')];
}
