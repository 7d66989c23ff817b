/** What one host means to the agents, as their documentation says it. Data only; `expand-targets` makes targets of it. */
import type { Source } from '../model/origin.ts';
import type { Agent, Effect, Expectation, Inspection, Scheme, Tier } from '../model/target.ts';

/** What one agent needs the host for. The same host may be vital to one agent and optional to the other. */
export interface Use {
  readonly feature: string;
  readonly tier: Tier;
  /** What happens to the agent while the host cannot be reached. */
  readonly effect: Effect;
  /** What stops then, in the agent's terms: a short sentence without a full stop. */
  readonly stops: string;
  readonly inspection: Inspection;
}

export interface Entry {
  readonly id: string;
  /** May hold `{region}` and `{workspaceId}`: one target a value. Where `needs` is set it is a pattern, never dialled. */
  readonly host: string;
  readonly port: number;
  readonly scheme: Scheme;
  /** May hold `{region}`; where the host does not, the first region is taken. */
  readonly path: string;
  readonly expect?: Expectation;
  readonly uses: Readonly<Partial<Record<Agent, Use>>>;
  readonly privateLinkZone?: string;
  readonly sources: readonly [Source, ...Source[]];
  /** Needed to tell two entries of one host and port apart: becomes the end of the name. */
  readonly nameEnd?: string;
  /** `discovery`: the concrete name is only known from the service itself. Such an entry is never expanded, and reported as left out. */
  readonly needs?: 'discovery';
}

export const PLACEHOLDERS = ['region', 'workspaceId'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** The placeholders of a template, in the order of `PLACEHOLDERS`. */
export function placeholdersOf(template: string): readonly Placeholder[] {
  return PLACEHOLDERS.filter((name) => template.includes(`{${name}}`));
}
