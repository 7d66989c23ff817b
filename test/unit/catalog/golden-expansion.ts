/** An expansion as lines that people compare with the documents: one a target, then one for each thing left out. */
import type { Expansion } from '../../../src/catalog/expand-targets.ts';
import type { Origin } from '../../../src/model/origin.ts';
import type { Target } from '../../../src/model/target.ts';

export function goldenExpansion({ targets, leftOut, origins }: Expansion): string {
  return [
    `# ${targets.length} targets`,
    ...targets.map((target) => targetLine(target, origins[target.name])),
    '',
    `# ${leftOut.length} left out`,
    ...leftOut.map(({ name, entry, lacks, because }) =>
      [name, entry, because ?? `lacks ${lacks.join(', ')}`].join(' | '),
    ),
    '',
  ].join('\n');
}

function targetLine(target: Target, origin: Origin | undefined): string {
  const { name, port, scheme, path, agents, tier, effect, inspection, feature, expect, discovers, regional } = target;
  const grades = new Set(origin?.sources.map(({ key, grade }) => `${key} ${grade}`));
  return [
    name,
    `${scheme}:${port}${path}`,
    agents.join('+'),
    `${tier} ${effect}`,
    `inspection ${inspection}`,
    feature,
    ...(expect ? [`expects ${expect.status?.join('/')}${expect.body === undefined ? '' : ` ${expect.body}`}`] : []),
    ...(target.privateLinkExpected ? [`private in ${target.privateLinkZone ?? 'a zone that is not documented'}`] : []),
    ...(discovers ? [`discovers ${discovers}`] : []),
    ...(regional ? [`of ${regional.region}, declared ${regional.declared.join('+')}`] : []),
    ...(origin?.pattern === undefined ? [] : [`covered by ${origin.pattern}`]),
    ...(origin?.serviceTags.length ? [`tags ${origin.serviceTags.join('+')}`] : []),
    [...grades].join(', '),
  ].join(' | ');
}
