/** A rule plan as an ARM template in JSON. What JSON has no comments for stands in descriptions and in the metadata. */
import { prefaceOf } from './preface.ts';
import type { FirewallRule, RuleCollectionGroup, RulePlan } from './rule-plan.ts';
import { rulesOf } from './rule-plan.ts';
import { API_VERSION } from './write-bicep.ts';

const SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
const GROUPS = 'Microsoft.Network/firewallPolicies/ruleCollectionGroups';

export function writeArm(plan: RulePlan): string {
  const template = {
    $schema: SCHEMA,
    contentVersion: '1.0.0.0',
    metadata: {
      description: prefaceOf(plan).join(' '),
      // Tags hide the names that they carry; whoever attests the rules must know them.
      carriedByServiceTag: carriedByTag(plan),
    },
    parameters: {
      policyName: {
        type: 'string',
        ...(plan.policy !== undefined && { defaultValue: literal(plan.policy) }),
        metadata: { description: 'Name of the firewall policy, in the resource group of this deployment.' },
      },
      sources: {
        type: 'array',
        defaultValue: plan.sources.values.map(literal),
        metadata: { description: 'Sources of every rule: the subnets of the agents and of the probe.' },
      },
    },
    resources: plan.groups.map((group, index) => resourceOf(group, plan.groups[index - 1], plan)),
  };
  return `${JSON.stringify(template, null, 2)}\n`;
}

function carriedByTag(plan: RulePlan): readonly { readonly host: string; readonly port: number }[] {
  return rulesOf(plan)
    .filter(({ to }) => to === 'serviceTags')
    .flatMap(({ allowances, port }) => allowances.map(({ destination }) => ({ host: destination, port })));
}

function resourceOf(group: RuleCollectionGroup, before: RuleCollectionGroup | undefined, plan: RulePlan): unknown {
  return {
    type: GROUPS,
    apiVersion: API_VERSION,
    name: `[format('{0}/{1}', parameters('policyName'), ${expressionString(group.name)})]`,
    // A policy takes one change of its groups at a time.
    ...(before && {
      dependsOn: [`[resourceId('${GROUPS}', parameters('policyName'), ${expressionString(before.name)})]`],
    }),
    properties: {
      priority: group.priority,
      ruleCollections: group.collections.map(({ name, priority, rules }) => ({
        name: literal(name),
        ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
        priority,
        action: { type: 'Allow' },
        rules: rules.map((rule) => ruleOf(rule, plan)),
      })),
    },
  };
}

function ruleOf(rule: FirewallRule, { sources }: RulePlan): unknown {
  const { name, description, kind, protocol, port, to, destinations } = rule;
  const common = {
    ruleType: kind === 'application' ? 'ApplicationRule' : 'NetworkRule',
    name: literal(name),
    description: literal(description),
    [sources.kind === 'addresses' ? 'sourceAddresses' : 'sourceIpGroups']: "[parameters('sources')]",
  };
  if (kind === 'application') {
    return {
      ...common,
      protocols: [{ protocolType: protocol, port }],
      targetFqdns: destinations.map(literal),
      terminateTLS: false,
    };
  }
  return {
    ...common,
    ipProtocols: ['TCP'],
    destinationPorts: [String(port)],
    [to === 'fqdns' ? 'destinationFqdns' : 'destinationAddresses']: destinations.map(literal),
  };
}

/** A text that begins with a bracket would be taken for an expression. */
export function literal(text: string): string {
  return text.startsWith('[') ? `[${text}` : text;
}

/** Within an expression a quote is doubled. */
function expressionString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
