/** What one host means to the agents, as their documentation says it. Data only; `expand-targets` makes targets of it. */
import type { Source } from '../model/origin.ts';
import type { PrivateLinkScope } from '../model/settings.ts';
import type { Agent, DiscoveryKind, Effect, Expectation, Inspection, Scheme, Tier } from '../model/target.ts';
import type { DceKind } from './dce-host.ts';

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
export type Uses = Readonly<Partial<Record<Agent, Use>>>;
export type Sources = readonly [Source, ...Source[]];

export interface Entry {
  readonly id: string;
  /** May hold placeholders: one target a value. Where `needs` is set it is a pattern, never dialled. */
  readonly host: string;
  readonly port: number;
  readonly scheme: Scheme;
  /** May hold placeholders; those that the host does not hold stand in `nameEnd` too. */
  readonly path: string;
  readonly expect?: Expectation;
  readonly uses: Uses;
  readonly sources: Sources;
  /** Needed to tell two entries of one host and port apart: becomes the end of the name. */
  readonly nameEnd?: string;
  /** `discovery`: the concrete name is only known from the service itself. Such an entry is reported as left out, until a service told. */
  readonly needs?: 'discovery';
  /** The discovery whose answer names the hosts of this pattern. */
  readonly discoveredBy?: DiscoveryKind;
  /** Its answer names further hosts. */
  readonly discovers?: DiscoveryKind;
  /** Which of the given hosts of data collection endpoints stand for `{dce}…`. */
  readonly dce?: DceKind;
  /** The documented wildcard that covers the host. May hold `{region}`. */
  readonly pattern?: string;
  /** Tags whose addresses serve the host, where the documents say so. */
  readonly serviceTags?: readonly string[];
  /** The private link scope that serves the host, and its private DNS zone where one is documented. */
  readonly privateLink?: PrivateLinkScope;
  readonly privateLinkZone?: string;
  /** The host is not asked for where this scope is in use. */
  readonly notWithPrivateLink?: PrivateLinkScope;
  /** Dialled past the Arc gateway where there is one. Every other host then rides inside it. */
  readonly besideGateway?: true;
  /** Since when the lists name it, and when they dropped it: a date, or a month where no day is known. */
  readonly since?: string;
  readonly until?: string;
}

/** `dce` stands for the first labels of a data collection endpoint, whose host is given whole. */
export const PLACEHOLDERS = ['region', 'workspaceId', 'dce', 'vault', 'gateway'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** The placeholders of a template, in the order of `PLACEHOLDERS`. */
export function placeholdersOf(template: string): readonly Placeholder[] {
  return PLACEHOLDERS.filter((name) => template.includes(`{${name}}`));
}

export type More = Partial<Omit<Entry, 'id' | 'host' | 'uses' | 'sources'>>;

/** An entry of the usual kind: HTTPS on port 443, asked for `/`. */
export function https(id: string, host: string, uses: Uses, sources: Sources, more: More = {}): Entry {
  return { id, host, port: 443, scheme: 'https', path: '/', ...more, uses, sources };
}
