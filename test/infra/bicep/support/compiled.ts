/** Reading the compiled template: what a prediction does not show (parameters, and in which order things are deployed). */
import { at, isRecord, list } from './read.ts';

/** Nested modules and resources by their symbolic names. `path`: from module to module. */
export function resourcesOf(template: unknown, path: readonly string[]): Readonly<Record<string, unknown>> {
  const inner = path.reduce((outer, module) => at(outer, `resources.${module}.properties.template`), template);
  const resources = at(inner, 'resources');
  if (!isRecord(resources)) throw new Error(`no module ${path.join(' > ')}`);
  return resources;
}

/** Everything that must be there before `name`, however indirectly, by the symbolic names of one template. */
export function earlierThan(resources: Readonly<Record<string, unknown>>, name: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (resources[next] === undefined) throw new Error(`nothing is called ${next}`);
    for (const one of list(resources[next], 'dependsOn').map(String)) {
      if (!seen.has(one)) waiting.push(one);
      seen.add(one);
    }
  }
  return seen;
}

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** Parameters with the properties of their groups: `network.routeTableId`. */
export function parametersOf(template: unknown): readonly Parameter[] {
  const parameters = at(template, 'parameters');
  if (!isRecord(parameters)) throw new Error('a template without parameters');
  return Object.entries(parameters).flatMap(([name, given]) => {
    const group = groupOf(template, given);
    const own = parameter(name, given, !isRecord(given) || !('defaultValue' in given));
    if (group === undefined) return [own];
    const properties = at(group, 'properties');
    const inner = isRecord(properties) ? Object.entries(properties) : [];
    return inner.map(([key, property]) => parameter(`${name}.${key}`, property, at(property, 'nullable') !== true));
  });
}

/** The group that a parameter is of, where it is one with properties. Types are imported, so they are definitions here. */
function groupOf(template: unknown, given: unknown): unknown {
  const reference = at(given, '$ref');
  if (typeof reference !== 'string') return undefined;
  const definitions = at(template, 'definitions');
  return isRecord(definitions) ? definitions[reference.replace('#/definitions/', '')] : undefined;
}

function parameter(name: string, given: unknown, required: boolean): Parameter {
  return { name, type: typeOf(given), required, description: String(at(given, 'metadata.description') ?? '') };
}

function typeOf(given: unknown): string {
  const allowed = list(given, 'allowedValues');
  const words = allowed.map((one) => `\`${String(one)}\``).join(', ');
  if (at(given, 'type') === 'array') return `list of ${words || typeOf(at(given, 'items'))}`;
  if (words) return words;
  const type = String(at(given, 'type') ?? 'object');
  return type === 'securestring' ? 'secret string' : type;
}

/** A Markdown table of all parameters. */
export function parameterTable(template: unknown): string {
  const rows = parametersOf(template).map(
    ({ name, type, required, description }) =>
      `| \`${name}\` | ${type} | ${required ? '**needed.** ' : ''}${description.replaceAll('|', '\\|')} |`,
  );
  return ['| Parameter | Type | What it says |', '|---|---|---|', ...rows].join('\n');
}
