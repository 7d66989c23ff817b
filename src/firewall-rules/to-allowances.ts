/** Targets → what a firewall must let through. Exact names; wildcards where they are asked for, or where nobody knows the name. */
import type { Origin } from '../model/origin.ts';
import type { Target } from '../model/target.ts';
import { isIPv4, isIPv6 } from './addresses.ts';
import type { Allowance, Allowances, NotAllowed, RuleProtocol, Unnamed } from './allowance.ts';
import { merged } from './merge-allowances.ts';
import { isTooWide, opens, surelyCovers, wildcardOf } from './wildcards.ts';

export interface AllowanceOptions {
  /** The documented wildcards instead of the names that they cover. */
  readonly wildcards: boolean;
  /** Hosts of the tier `legacy` too. */
  readonly legacy: boolean;
}

/** Application rules end there: Microsoft.Network/firewallPolicies, FirewallPolicyRuleApplicationProtocol.port. */
const HIGHEST_APPLICATION_PORT = 64_000;

/** Values that every machine has, told or not. A key vault or a gateway that nobody named is none that anybody uses. */
const OF_EVERY_MACHINE = ['region', 'workspaceId', 'dce'];

const NO_ORIGIN: Origin = { kind: 'own', sources: [], serviceTags: [] };

type One = { readonly allowance: Allowance } | { readonly not: NotAllowed };

/**
 * Every target and every nameless entry ends up in one of the two lists. Doubled destinations are one allowance with every reason.
 * @param origins By the target's name; a target without one counts as given by hand.
 */
export function toAllowances(
  targets: readonly Target[],
  origins: Readonly<Record<string, Origin>>,
  unnamed: readonly Unnamed[],
  options: AllowanceOptions,
): Allowances {
  const ones = [
    ...targets.flatMap((target) => ofTarget(target, origins[target.name] ?? NO_ORIGIN, options)),
    ...unnamed.map((entry) => ofUnnamed(entry, options)),
  ];
  const allowances = merged(ones.flatMap((one) => ('allowance' in one ? [one.allowance] : [])));
  return {
    allowances: options.wildcards ? withoutCovered(allowances) : allowances,
    notAllowed: ones.flatMap((one) => ('not' in one ? [one.not] : [])),
  };
}

function ofTarget(target: Target, origin: Origin, options: AllowanceOptions): readonly One[] {
  const refusal = refusalOf(target, options);
  if (refusal !== undefined) return [{ not: { name: target.name, because: refusal } }];
  const exact = allowanceOf(target, origin, target.host);
  const wildcard = origin.pattern === undefined ? undefined : wildcardOf(origin.pattern);
  const useful = wildcard?.startsWith('*.') && !isTooWide(wildcard) && exact.protocol !== 'Tcp';
  if (!options.wildcards || wildcard === undefined || !useful) return [{ allowance: exact }];
  // The bare name, and one that lies deeper, stays beside the wildcard.
  const wide = { ...allowanceOf(target, origin, wildcard), targets: [target.name] };
  return surelyCovers(wildcard, target.host)
    ? [{ allowance: wide }]
    : [{ allowance: { ...wide, targets: [] } }, { allowance: exact }];
}

function refusalOf(
  { host, tier, privateLinkExpected }: Target | Unnamed,
  { legacy }: AllowanceOptions,
): string | undefined {
  if (privateLinkExpected) return 'it goes to a private endpoint and not through the firewall';
  if (tier === 'legacy' && !legacy) return 'legacy, nothing stops without it (--tier legacy adds it)';
  if (isIPv6(host)) return 'an IPv6 address, and Azure Firewall handles IPv4 only';
  return undefined;
}

function ofUnnamed(entry: Unnamed, options: AllowanceOptions): One {
  const { name, lacks, origin } = entry;
  const { wildcards } = options;
  const not = (because: string): One => ({ not: { name, because } });
  const refusal = refusalOf(entry, options);
  if (refusal !== undefined) return not(refusal);
  const wildcard = wildcardOf(origin.pattern ?? entry.host);
  const discovered = lacks.includes('discovery');
  if (!discovered && !(wildcards && lacks.every((value) => OF_EVERY_MACHINE.includes(value)))) {
    return not(`its name needs a value that was not given: ${lacks.join(', ')}`);
  }
  if (isTooWide(wildcard)) return not(`its name needs ${lacks.join(', ')}, and a wildcard would open far too much`);
  const allowance = allowanceOf(entry, origin, wildcard);
  if (allowance.protocol === 'Tcp') return not('a rule by address takes no wildcard');
  const whose = entry.discoveredBy
    ? `Only the service tells the exact name (${name}): replace this wildcard once a run has discovered it`
    : discovered
      ? `The documents name no host, only the pattern ${name}`
      : `Stands for names that need a value: ${lacks.join(', ')}`;
  return { allowance: { ...allowance, targets: [], warnings: [whose, ...allowance.warnings] } };
}

function allowanceOf(target: Target | Unnamed, origin: Origin, destination: string): Allowance {
  const { name, port, agents, feature, tier, stops, inspection } = target;
  const wildcard = destination.startsWith('*.');
  const address = isIPv4(destination);
  const protocol = protocolOf(target, address);
  return {
    destination: destination.toLowerCase(),
    kind: wildcard ? 'wildcard' : address ? 'address' : 'fqdn',
    protocol,
    port,
    agents,
    feature,
    tier,
    why: stops,
    sources: origin.sources,
    places: origin.place === undefined ? [] : [origin.place],
    serviceTags: origin.serviceTags,
    inspection,
    targets: [name],
    warnings: warningsOf(destination, wildcard, protocol, address),
  };
}

/** No name is said to an address, and an application rule reads no other protocol: both take a rule by address. */
function protocolOf({ scheme, port }: Target | Unnamed, address: boolean): RuleProtocol {
  if (address || port > HIGHEST_APPLICATION_PORT) return 'Tcp';
  switch (scheme) {
    case 'https':
      return 'Https';
    case 'http':
      return 'Http';
    case 'tcp':
      return 'Tcp';
  }
}

function warningsOf(
  destination: string,
  wildcard: boolean,
  protocol: RuleProtocol,
  address: boolean,
): readonly string[] {
  if (wildcard) return [opens(destination)];
  if (protocol !== 'Tcp' || address) return [];
  return ["A name in a network rule needs the firewall's DNS proxy, and clients that ask it"];
}

/** Names that a wildcard beside them surely covers. */
function withoutCovered(allowances: readonly Allowance[]): readonly Allowance[] {
  const wide = allowances.filter(({ kind }) => kind === 'wildcard');
  return allowances.filter(
    (one) =>
      one.kind !== 'fqdn' ||
      !wide.some(
        ({ destination, protocol, port }) =>
          protocol === one.protocol && port === one.port && surelyCovers(destination, one.destination),
      ),
  );
}
