/** Network rules by service tag instead of application rules by name: what they carry, and what they cost. */
import type { Allowance } from './allowance.ts';

/**
 * Named by the documents for Azure Government and China too, where the ranges of the public cloud are meant: a firewall there knows its own
 * cloud's tag only, so such hosts stay by name.
 */
const OF_THE_PUBLIC_CLOUD = 'AzureArcInfrastructure';
const PUBLIC_SUFFIXES = ['.com', '.net'];

export const TAG_NOTES: readonly string[] = [
  'Rules by service tag open every address of the tag, whoever is behind it, and not only the names listed beside them',
  'A flow that a network rule allows is logged without its name (AZFWNetworkRule: addresses and ports), and is never inspected or filtered by name',
  'What such a rule carries cannot be told from a direct path by probing: TCP then ends at the far end and not at the firewall',
  'Hosts of data collection endpoints are in no service tag: they stay in rules by name, as does every host for which the documents name no tag',
];

/** Tags work for TCP to any port; what is said to port 80 stays by name, for revocation hosts are anybody's. */
export function splitByTag(allowances: readonly Allowance[]): {
  readonly tagged: readonly Allowance[];
  readonly byName: readonly Allowance[];
} {
  const isTagged = ({ serviceTags, protocol, destination }: Allowance): boolean =>
    serviceTags.length > 0 &&
    protocol === 'Https' &&
    (!serviceTags.includes(OF_THE_PUBLIC_CLOUD) || PUBLIC_SUFFIXES.some((suffix) => destination.endsWith(suffix)));
  return {
    tagged: allowances.filter((one) => isTagged(one)),
    byName: allowances.filter((one) => !isTagged(one)),
  };
}
