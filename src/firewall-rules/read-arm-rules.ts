/** The names that an ARM template's rules let through. Only what is written out counts: an expression cannot be evaluated here. */
import * as v from 'valibot';
import { isIPv4 } from './addresses.ts';
import type { RuleProtocol } from './allowance.ts';
import type { ReadRules } from './read-rules.ts';
import { eachOnce, type RuleName } from './rule-name.ts';

const Names = v.optional(v.array(v.string()), []);
const RuleSchema = v.object({
  ruleType: v.string(),
  name: v.optional(v.string(), ''),
  protocols: v.optional(v.array(v.object({ protocolType: v.string(), port: v.number() })), []),
  targetFqdns: Names,
  destinationFqdns: Names,
  destinationAddresses: Names,
  destinationPorts: Names,
});
const CollectionSchema = v.object({
  action: v.optional(v.object({ type: v.string() })),
  rules: v.optional(v.array(RuleSchema), []),
});
const GroupSchema = v.object({
  type: v.pipe(v.string(), v.regex(/^Microsoft\.Network\/firewallPolicies\/ruleCollectionGroups$/i)),
  properties: v.object({ ruleCollections: v.optional(v.array(CollectionSchema), []) }),
});
const TemplateSchema = v.object({
  metadata: v.optional(
    v.object({ carriedByServiceTag: v.optional(v.array(v.object({ host: v.string(), port: v.number() })), []) }),
    {},
  ),
  // A template of language version 2 has its resources by symbolic name.
  resources: v.union([v.array(v.unknown()), v.record(v.string(), v.unknown())]),
});

export function readArmRules(text: string): ReadRules {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`it is no JSON (${error instanceof Error ? error.message : String(error)})`] };
  }
  const template = v.safeParse(TemplateSchema, json);
  if (!template.success) return { ok: false, problems: problemsOf(template.issues, '') };
  const { resources, metadata } = template.output;
  const groups = Object.entries(resources).filter(([, one]) => isGroup(one));
  const parsed = groups.map(([place, group]) => ({ place, read: v.safeParse(GroupSchema, group) }));
  const problems = parsed.flatMap(({ place, read }) =>
    read.success ? [] : problemsOf(read.issues, `resources.${place}.`),
  );
  if (groups.length === 0) problems.push('resources: there is no rule collection group of a firewall policy');
  if (problems.length > 0) return { ok: false, problems };
  const rules = parsed.flatMap(({ read }) =>
    read.success
      ? read.output.properties.ruleCollections
          .filter(({ action }) => action?.type.toLowerCase() !== 'deny')
          .flatMap((collection) => collection.rules)
      : [],
  );
  const carried = metadata.carriedByServiceTag.map(
    ({ host, port }): RuleName => ({ destination: host.toLowerCase(), protocol: 'Tcp', port }),
  );
  return { ok: true, names: eachOnce([...rules.flatMap(namesOf), ...carried]) };
}

function isGroup(resource: unknown): boolean {
  return (
    typeof resource === 'object' &&
    resource !== null &&
    'type' in resource &&
    /\/ruleCollectionGroups$/i.test(String(resource.type))
  );
}

function namesOf(rule: v.InferOutput<typeof RuleSchema>): readonly RuleName[] {
  const names = (destinations: readonly string[], protocol: RuleProtocol, port: number): readonly RuleName[] =>
    destinations
      .filter((one) => !one.startsWith('['))
      .map((one) => ({ destination: one.toLowerCase(), protocol, port }));
  const byName = rule.protocols.flatMap(({ protocolType, port }) =>
    names(rule.targetFqdns, protocolType.toLowerCase() === 'http' ? 'Http' : 'Https', port),
  );
  const addresses = rule.destinationAddresses.filter(isIPv4);
  const byAddress = rule.destinationPorts
    .filter((port) => /^\d+$/.test(port))
    .flatMap((port) => names([...rule.destinationFqdns, ...addresses], 'Tcp', Number(port)));
  return [...byName, ...byAddress];
}

function problemsOf(issues: readonly v.BaseIssue<unknown>[], place: string): string[] {
  return issues.map((issue) => `${place}${v.getDotPath(issue) ?? 'the template'}: ${issue.message}`);
}
