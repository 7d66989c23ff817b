/** What ARM JSON, Terraform and the arguments of `az` say, in the one form that plans are compared with. */
import { parse } from '../../support/hcl.ts';
import type { SaidRule } from './built.ts';

type Json = Readonly<Record<string, unknown>>;

function record(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`no object: ${JSON.stringify(value)}`);
  return value as Json;
}
function list(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
const texts = (value: unknown): readonly string[] => list(value).map(String);

/** Rules of one group as ARM has them, with everything evaluated. */
export function armGroup(
  name: string,
  properties: unknown,
  sourcesOf: (value: unknown) => readonly string[],
): readonly SaidRule[] {
  const { priority, ruleCollections } = record(properties);
  return list(ruleCollections).flatMap((one) => {
    const collection = record(one);
    const rules = list(collection['rules']).map(record);
    const types = new Set(rules.map((rule) => rule['ruleType']));
    if (types.size !== 1) throw new Error(`${String(collection['name'])} mixes types of rules`);
    if (record(collection['action'])['type'] !== 'Allow') throw new Error('no allow');
    return rules.map((rule) => armRule(rule, { group: name, groupPriority: Number(priority), collection }, sourcesOf));
  });
}

function armRule(
  rule: Json,
  {
    group,
    groupPriority,
    collection,
  }: { readonly group: string; readonly groupPriority: number; readonly collection: Json },
  sourcesOf: (value: unknown) => readonly string[],
): SaidRule {
  const application = rule['ruleType'] === 'ApplicationRule';
  if (application && rule['terminateTLS'] !== false) throw new Error('TLS inspection is not off');
  const protocols = application
    ? list(rule['protocols'])
        .map(record)
        .map((one) => `${String(one['protocolType'])}:${String(one['port'])}`)
    : texts(rule['ipProtocols']).flatMap((one) => texts(rule['destinationPorts']).map((port) => `${one}:${port}`));
  const to = (['targetFqdns', 'destinationFqdns', 'destinationAddresses'] as const).filter((key) => key in rule);
  const [only] = to;
  if (only === undefined || to.length > 1) throw new Error(`destinations of several kinds: ${to.join(', ')}`);
  return {
    group,
    groupPriority,
    collection: String(collection['name']),
    collectionPriority: Number(collection['priority']),
    name: String(rule['name']),
    description: String(rule['description']),
    sources: sourcesOf(rule['sourceAddresses'] ?? rule['sourceIpGroups']),
    sourceKind: 'sourceAddresses' in rule ? 'addresses' : 'ipGroups',
    protocol: protocols.join(' '),
    to: only,
    destinations: texts(rule[only]),
  };
}

/** An ARM template as `rules` writes it: the few expressions it holds are evaluated, any other is an error. */
export function saidByArm(text: string): readonly SaidRule[] {
  const { parameters, resources } = record(JSON.parse(text));
  const sources = record(record(parameters)['sources'])['defaultValue'];
  const plain = (value: unknown): unknown => {
    if (typeof value === 'string') {
      if (value.startsWith('[[')) return value.slice(1);
      if (value.startsWith('[')) throw new Error(`an expression that was not expected: ${value}`);
      return value;
    }
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        /^source(?:Addresses|IpGroups)$/.test(key) ? inner : plain(inner),
      ]),
    );
  };
  return list(resources).flatMap((one) => {
    const resource = record(one);
    const name = /^\[format\('\{0\}\/\{1\}', parameters\('policyName'\), '([^']+)'\)\]$/.exec(
      String(resource['name']),
    )?.[1];
    if (name === undefined) throw new Error(`the name ${String(resource['name'])}`);
    return armGroup(name, plain(resource['properties']), (value) => {
      if (value !== "[parameters('sources')]") throw new Error(`sources ${String(value)}`);
      return texts(plain(sources));
    });
  });
}

/** hcl2json leaves a literal as JSON syntax of Terraform has it, where these two are escaped. */
const unescaped = (text: unknown): string => String(text).replaceAll('$${', '${').replaceAll('%%{', '%{');

/** Parsed by HashiCorp's own parser. */
export async function saidByTerraform(text: string): Promise<readonly SaidRule[]> {
  const { resource, variable } = record(await parse('rules.tf', text));
  const sources = texts(record(list(record(variable)['agentpath_sources'])[0])['default']);
  const groups = Object.values(record(record(resource)['azurerm_firewall_policy_rule_collection_group']));
  return groups.flatMap((one) => {
    const group = record(list(one)[0]);
    // HCL keeps blocks of one type together; the priorities say their order.
    const collections = (['application', 'network'] as const)
      .flatMap((kind) => list(group[`${kind}_rule_collection`]).map((block) => ({ kind, block: record(block) })))
      .sort((a, b) => Number(a.block['priority']) - Number(b.block['priority']));
    return collections.flatMap(({ kind, block }) => {
      if (block['action'] !== 'Allow') throw new Error('no allow');
      return list(block['rule']).map((rule): SaidRule => {
        const said = record(rule);
        if (kind === 'application' && said['terminate_tls'] !== false) throw new Error('TLS inspection is not off');
        const protocol = record(list(said['protocols'])[0] instanceof Object ? list(said['protocols'])[0] : {});
        const source = 'source_addresses' in said ? 'source_addresses' : 'source_ip_groups';
        if (said[source] !== `\${var.agentpath_sources}`) throw new Error(`sources ${String(said[source])}`);
        const addresses = 'destination_addresses' in said;
        return {
          group: unescaped(group['name']),
          groupPriority: Number(group['priority']),
          collection: unescaped(block['name']),
          collectionPriority: Number(block['priority']),
          name: unescaped(said['name']),
          description: unescaped(said['description']),
          sources,
          sourceKind: source === 'source_addresses' ? 'addresses' : 'ipGroups',
          protocol:
            kind === 'application'
              ? `${String(protocol['type'])}:${String(protocol['port'])}`
              : `${texts(said['protocols']).join(' ')}:${texts(said['destination_ports']).join(' ')}`,
          to: kind === 'application' ? 'targetFqdns' : addresses ? 'destinationAddresses' : 'destinationFqdns',
          destinations: texts(said[addresses ? 'destination_addresses' : 'destination_fqdns']),
        };
      });
    });
  });
}

/** From the arguments of each call, in their order. */
export function saidByAz(calls: readonly (readonly string[])[]): readonly SaidRule[] {
  const groups = new Map<string, number>();
  const collections = new Map<string, number>();
  return calls.flatMap((argv) => {
    const words = argv
      .slice(
        0,
        argv.findIndex((word) => word.startsWith('--')),
      )
      .join(' ');
    const flags = flagsOf(argv);
    const one = (flag: string): string => {
      const [value, ...more] = flags.get(flag) ?? [];
      if (value === undefined || more.length > 0) throw new Error(`${flag} of ${argv.join(' ')}`);
      return value;
    };
    if (words === 'network firewall policy rule-collection-group create') {
      groups.set(one('--name'), Number(one('--priority')));
      return [];
    }
    const group = one('--rule-collection-group-name');
    const adds = words.endsWith('collection add-filter-collection');
    if (!adds && !words.endsWith('collection rule add')) throw new Error(`an unknown command: ${words}`);
    const collection = one(adds ? '--name' : '--collection-name');
    if (adds) {
      if (one('--action') !== 'Allow' || collections.has(`${group} ${collection}`)) throw new Error('no new allow');
      collections.set(`${group} ${collection}`, Number(one('--collection-priority')));
    }
    const application = one('--rule-type') === 'ApplicationRule';
    const addresses = flags.has('--destination-addresses');
    const flag = application ? '--target-fqdns' : addresses ? '--destination-addresses' : '--destination-fqdns';
    const byAddress = flags.has('--source-addresses');
    return [
      {
        group,
        groupPriority: groups.get(group) ?? Number.NaN,
        collection,
        collectionPriority: collections.get(`${group} ${collection}`) ?? Number.NaN,
        name: one(adds ? '--rule-name' : '--name'),
        description: one('--description'),
        sources: flags.get(byAddress ? '--source-addresses' : '--source-ip-groups') ?? [],
        sourceKind: byAddress ? 'addresses' : 'ipGroups',
        protocol: application
          ? one('--protocols').replace('=', ':')
          : `${one('--ip-protocols')}:${one('--destination-ports')}`,
        to: application ? 'targetFqdns' : addresses ? 'destinationAddresses' : 'destinationFqdns',
        destinations: flags.get(flag) ?? [],
      } satisfies SaidRule,
    ];
  });
}

function flagsOf(argv: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const flags = new Map<string, string[]>();
  let last: string[] = [];
  for (const word of argv) {
    if (word.startsWith('--')) {
      if (flags.has(word)) throw new Error(`${word} twice`);
      last = [];
      flags.set(word, last);
    } else last.push(word);
  }
  return flags;
}
