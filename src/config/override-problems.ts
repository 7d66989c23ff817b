/** Overrides of what the catalogue does not hold: known only once the catalogue is expanded, and a problem of configuration all the same. */
import type { Cloud, Override } from '../model/settings.ts';
import { didYouMean } from './nearest.ts';
import type { Problem } from './problems.ts';
import { quoted } from './read-value.ts';

/** `known`: names of targets and ids of entries of that cloud. */
export function overrideProblems(
  unknown: readonly Override[],
  known: readonly string[],
  cloud: Cloud,
): readonly Problem[] {
  return unknown.map(({ name, place }) => ({
    place,
    says: `name: ${quoted(name)} is neither a target of the catalogue nor the id of one of its entries (cloud ${cloud})`,
    wayOut: `${didYouMean(name, known)}agentpath targets --explain shows names and ids`,
  }));
}
