/** The catalogue as KQL, for queries that know no probe: every cloud's names, so that one text serves all. */

import type { Entry } from '../../../src/catalog/entry.ts';
import { entries } from '../../../src/catalog/expand-targets.ts';
import { CLOUDS } from '../../../src/model/settings.ts';
import { AGENTS } from '../../../src/model/target.ts';

interface CatalogueRow {
  /** A name, or what stands before the part of a pattern that differs. */
  readonly head: string;
  /** What stands behind that part; empty for a plain name. */
  readonly tail: string;
  readonly port: number;
  readonly agents: string;
  readonly required: boolean;
}

/** `all` for looking around, `required` for waking people. */
export type CatalogueScope = 'all' | 'required';

const VARYING = /[{*].*[}*]|\*/;

export function catalogueRows(scope: CatalogueScope): readonly CatalogueRow[] {
  const rows = new Map<string, CatalogueRow>();
  for (const entry of CLOUDS.flatMap((cloud) => entries(cloud)).filter((one) => !isAnybodys(one))) {
    const row = rowOf(entry);
    const key = `${row.head}*${row.tail}:${row.port}`;
    const before = rows.get(key);
    const agents = AGENTS.map((agent) => agent.toUpperCase()).filter(
      (agent) => row.agents.includes(agent) || before?.agents.includes(agent),
    );
    rows.set(key, { ...row, agents: agents.join(','), required: row.required || (before?.required ?? false) });
  }
  return [...rows.values()].filter(({ required }) => scope === 'all' || required);
}

/** A name in it may be anybody's storage, vault or relay: it says nothing about agents where they do not need one. */
function isAnybodys({ host, uses }: Entry): boolean {
  return /^(?:\*|\{vault\})/.test(host) && Object.values(uses).every(({ tier }) => tier !== 'required');
}

function rowOf({ host, port, uses }: Entry): CatalogueRow {
  const name = host.toLowerCase();
  const varying = VARYING.exec(name);
  return {
    head: varying ? name.slice(0, varying.index) : name,
    tail: varying ? name.slice(varying.index + varying[0].length) : '',
    port,
    agents: AGENTS.filter((agent) => uses[agent])
      .map((agent) => agent.toUpperCase())
      .join(','),
    required: Object.values(uses).some((use) => use.tier === 'required'),
  };
}

export function catalogueText(scope: CatalogueScope): string {
  const rows = catalogueRows(scope).map(
    ({ head, tail, port, agents, required }) => `    '${head}', '${tail}', ${port}, '${agents}', ${required},`,
  );
  const schema = 'Head:string, Tail:string, Port:int, Agents:string, Required:bool';
  return [`let Catalogue = datatable(${schema})`, '[', ...rows, '];'].join('\n');
}

const BLOCK = /\/\/ <catalogue (all|required)>\n[\s\S]*?\/\/ <\/catalogue>/g;

/** The text with every marked block as the catalogue says it today; the same text where there is none. */
export function withCatalogue(text: string): string {
  return text.replace(
    BLOCK,
    (_, scope: CatalogueScope) => `// <catalogue ${scope}>\n${catalogueText(scope)}\n// </catalogue>`,
  );
}
