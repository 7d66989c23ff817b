/** Where a target comes from, in words: what `targets --explain` says in every format. */
import type { GivenSettings } from '../config/given.ts';
import type { SettingKey } from '../config/settings-table.ts';
import type { Grade, Origin, Source } from '../model/origin.ts';
import type { Override } from '../model/settings.ts';

/** What was given, so that a value can be followed to where it was typed. */
export interface Givens {
  readonly given: GivenSettings;
  readonly overrides: readonly Override[];
}
/** One line of an explanation: `documented` and what is. */
export interface OriginLine {
  readonly label: string;
  readonly says: string;
}

const GRADES: Readonly<Record<Grade, string>> = {
  DOC: 'documented',
  FIELD: 'seen in the field',
  INFER: 'concluded',
};

export function originLines(origin: Origin, givens: Givens): readonly OriginLine[] {
  const { sources, pattern, serviceTags } = origin;
  return [
    { label: 'from', says: fromWords(origin, givens) },
    ...changed(origin, givens),
    ...sources.map((source) => ({ label: GRADES[source.grade], says: pageOf(source) })),
    ...(pattern === undefined ? [] : [{ label: 'covered by', says: pattern }]),
    ...(serviceTags.length === 0 ? [] : [{ label: 'service tags', says: serviceTags.join(', ') }]),
  ];
}

/** `catalogue entry ama.handler.region, region westeurope (agentpath.yaml:8:10)`. */
export function fromWords(origin: Origin, { given }: Givens): string {
  const values = Object.entries(origin.values ?? {}).map(([name, value]) => {
    const place = placeOf(name, value, given);
    return `${name} ${value}${place === undefined ? '' : ` (${place})`}`;
  });
  const at = origin.place === undefined ? [] : [origin.place];
  switch (origin.kind) {
    case 'catalogue':
    case 'override':
      return [`catalogue entry ${origin.entry ?? 'unknown'}`, ...values].join(', ');
    case 'own':
      return ["one's own", ...at].join(', ');
    case 'discovered':
      return ['told by a service', ...at, ...values].join(', ');
    case 'derived':
      return ['named by a certificate', ...at].join(', ');
  }
}

export function pageOf({ page, date }: Source): string {
  return `${page} (${date})`;
}

function changed({ kind, place }: Origin, { overrides }: Givens): readonly OriginLine[] {
  if (kind !== 'override' || place === undefined) return [];
  const change = overrides.find((one) => one.place === place)?.change ?? {};
  const keys = Object.keys(change).join(', ');
  return [{ label: 'changed by', says: keys === '' ? place : `${place}: ${keys}` }];
}

/** The settings that fill a placeholder of the catalogue. */
const FILLED_BY: Readonly<Record<string, readonly SettingKey[]>> = {
  region: ['regions', 'workspaces'],
  workspaceId: ['workspaces'],
  dce: ['dceHosts'],
  vault: ['keyVaults'],
  gateway: ['gateway'],
};

function placeOf(name: string, value: string, given: GivenSettings): string | undefined {
  const all = (FILLED_BY[name] ?? []).flatMap((key) => given[key] ?? []);
  const wanted = value.toLowerCase();
  const parts = (text: string): readonly string[] => text.toLowerCase().split(/[@!]/);
  const exact = all.find(({ text }) => parts(text).includes(wanted));
  return (exact ?? all.find(({ text }) => text.toLowerCase().startsWith(wanted)))?.place;
}
