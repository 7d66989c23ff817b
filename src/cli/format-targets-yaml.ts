/** The targets as a targets file: what `--targets` reads again. */
import { isIPv6 } from 'node:net';
import { Document, isMap, isSeq } from 'yaml';
import type { Target } from '../model/target.ts';

export interface TargetsFile {
  readonly targets: readonly Target[];
  /** Lines above the list. */
  readonly preface: readonly string[];
  /** Lines above a target, by its name. */
  readonly notes: ReadonlyMap<string, readonly string[]>;
}

/**
 * What the reader would conclude anyway is left out, so that a person sees what is special. A list knows neither discovery nor private link nor regions:
 * who wants these keeps the settings.
 */
export function formatTargetsYaml({ targets, preface, notes }: TargetsFile): string {
  const document = new Document({ targets: targets.map(itemOf) }, { aliasDuplicateObjects: false });
  document.commentBefore = commentOf(preface);
  const list = document.get('targets');
  if (!isSeq(list)) throw new Error('the list of targets was written as something else');
  for (const [index, { name }] of targets.entries()) {
    const item = list.items[index];
    const note = notes.get(name) ?? [];
    if (isMap(item) && note.length > 0) item.commentBefore = commentOf(note);
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function commentOf(lines: readonly string[]): string {
  return lines.map((line) => ` ${line}`).join('\n');
}

function itemOf(target: Target): Readonly<Record<string, unknown>> {
  const { name, host, port, scheme, path, expect, agents, feature, required, tier, effect, stops, inspection, proxy } =
    target;
  const standard = port === 80 ? 'http' : 'https';
  const usual = required
    ? ({ tier: 'required', effect: 'broken' } as const)
    : ({ tier: 'feature', effect: 'degraded' } as const);
  return {
    ...(name !== `${isIPv6(host) ? `[${host}]` : host}:${port}` && { name }),
    host,
    ...((port !== 443 || scheme !== 'https') && { port }),
    ...(scheme !== standard && { scheme }),
    ...(path !== '/' && { path }),
    ...(expect && { expect }),
    ...(agents.length > 0 && { agents }),
    ...(feature !== '' && { feature }),
    ...(!required && { required }),
    ...(tier !== usual.tier && { tier }),
    ...(effect !== usual.effect && { effect }),
    ...(stops !== '' && { stops }),
    ...(inspection !== 'unknown' && { inspection }),
    ...(proxy !== undefined && { proxy }),
  };
}
