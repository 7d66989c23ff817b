/** The flags of `rules` that say what the rules look like: read, with every problem told. */
import type { Problem } from '../config/problems.ts';
import { quoted } from '../config/read-value.ts';
import { networkOf } from '../firewall-rules/addresses.ts';
import { HIGHEST_PRIORITY, LOWEST_PRIORITY, RESOURCE_NAME } from '../firewall-rules/limits.ts';
import type { RuleSources } from '../firewall-rules/rule-plan.ts';

export interface RulesFlags {
  readonly source?: readonly string[];
  readonly ipGroup?: readonly string[];
  readonly policy?: string;
  readonly collectionGroup: string;
  readonly priority: string;
}
export interface RulesGiven {
  readonly sources: RuleSources;
  readonly policy?: string;
  readonly groupName: string;
  readonly priority: number;
}

const NAME =
  'Write 1 to 80 letters, digits, underscores, points or hyphens: a letter or digit first, no point or hyphen last';

export function readRulesFlags(flags: RulesFlags): {
  readonly given: RulesGiven;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const name = (place: string, text: string): string => {
    if (!RESOURCE_NAME.test(text)) problems.push({ place, says: `${quoted(text)} is no name`, wayOut: NAME });
    return text;
  };
  const sources = sourcesOf(flags, problems);
  const priority = /^\d{1,9}$/.test(flags.priority) ? Number(flags.priority) : Number.NaN;
  if (!(priority >= LOWEST_PRIORITY && priority <= HIGHEST_PRIORITY)) {
    problems.push({
      place: '--priority',
      says: `${quoted(flags.priority)} is out of range`,
      wayOut: `Write a whole number from ${LOWEST_PRIORITY} to ${HIGHEST_PRIORITY}`,
    });
  }
  return {
    given: {
      sources,
      groupName: name('--collection-group', flags.collectionGroup),
      priority,
      ...(flags.policy !== undefined && { policy: name('--policy', flags.policy) }),
    },
    problems,
  };
}

/** Of one kind, at least one: a rule without sources is refused, and one for everybody is never written by accident. */
function sourcesOf({ source = [], ipGroup = [] }: RulesFlags, problems: Problem[]): RuleSources {
  const addresses = source.flatMap(parts).flatMap((text) => read('--source', readSource(text), problems));
  const groups = ipGroup.flatMap(parts).flatMap((text) => read('--ip-group', readIpGroup(text), problems));
  const both = source.length > 0 && ipGroup.length > 0;
  if (both || (source.length === 0 && ipGroup.length === 0)) {
    problems.push({
      place: '--source, --ip-group',
      says: both ? 'both are given' : 'no source is given: whom shall the rules let through?',
      wayOut:
        "Write the agents' subnets and the probe's as --source 10.0.0.0/24 (it repeats), or IP groups by --ip-group",
    });
  }
  return groups.length > 0
    ? { kind: 'ipGroups', values: [...new Set(groups)] }
    : { kind: 'addresses', values: [...new Set(addresses)] };
}

type ReadText = { readonly value: string } | { readonly says: string; readonly wayOut: string };

function read(place: string, text: ReadText, problems: Problem[]): readonly string[] {
  if ('value' in text) return [text.value];
  problems.push({ place, ...text });
  return [];
}

function parts(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

function readSource(text: string): ReadText {
  const network = networkOf(text);
  if (network === text) return { value: text };
  const says = network === undefined ? `${quoted(text)} is no subnet of IPv4` : `${quoted(text)} holds bits of a host`;
  const wayOut = network === undefined ? 'Write it as CIDR, for example 10.10.94.0/24' : `Write ${network}`;
  return { says, wayOut };
}

const IP_GROUP =
  /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[\w().-]{1,90}\/providers\/Microsoft\.Network\/ipGroups\/[\w.-]{1,80}$/i;

function readIpGroup(text: string): ReadText {
  if (IP_GROUP.test(text)) return { value: text };
  return {
    says: `${quoted(text)} is no resource id of an IP group`,
    wayOut: 'Write /subscriptions/ID/resourceGroups/NAME/providers/Microsoft.Network/ipGroups/NAME',
  };
}
