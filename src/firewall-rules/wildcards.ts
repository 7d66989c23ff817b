/** Wildcards as rules by name take them: `*.` and a DNS name. They match whatever stands to their left, and not the bare name. */

const ANYTHING = /[*{}]/;

/**
 * The narrowest wildcard that covers a documented pattern or a template with placeholders, which may stand for whole labels at the front only:
 * `azgn*.servicebus.windows.net` → `*.servicebus.windows.net`. A pattern without either is a name and stays as it is.
 */
export function wildcardOf(pattern: string): string {
  const labels = pattern.toLowerCase().split('.');
  const last = labels.findLastIndex((label) => ANYTHING.test(label));
  return last < 0 ? pattern.toLowerCase() : ['*', ...labels.slice(last + 1)].join('.');
}

/** A wildcard with less than two labels behind it would open a whole top level domain. */
export function isTooWide(wildcard: string): boolean {
  return wildcard.split('.').length < 3;
}

/** Whether a destination of a rule lets a host through: the same name, or anything below a wildcard, however many labels. */
export function covers(destination: string, host: string): boolean {
  return destination.startsWith('*.') ? host.endsWith(destination.slice(1)) : destination === host;
}

/**
 * Whether the wildcard surely covers the host. The vendor's FAQ says that a wildcard stands for several labels, a field repository that it stands
 * for one (Azure/bicep-ptn-aiml-landing-zone): a host further below is better named beside it.
 */
export function surelyCovers(wildcard: string, host: string): boolean {
  return covers(wildcard, host) && host.split('.').length === wildcard.split('.').length;
}

/** Zones in which everybody may have a name, so that a wildcard lets data out to anybody's account. */
const OF_EVERYONE: readonly (readonly [string, string])[] = [
  ['servicebus', 'every Service Bus namespace of everyone'],
  ['blob.core', 'every storage account of everyone'],
  ['vault', 'every key vault of everyone'],
  ['ods.opinsights', 'every Log Analytics workspace of everyone'],
  ['ingest.monitor', 'every data collection endpoint of everyone'],
  ['metrics.ingest.monitor', 'every data collection endpoint of everyone'],
  ['handler.control.monitor', 'the configuration endpoints of every region and of everyone'],
  ['gw.arc', 'every Azure Arc gateway of everyone'],
  ['azurewebsites', 'every web app of everyone'],
  ['waconazure', 'every machine that Windows Admin Center manages for anyone'],
];

/** What a wildcard opens, as a sentence without a full stop. */
export function opens(wildcard: string): string {
  const zone = wildcard.slice('*.'.length);
  const found = OF_EVERYONE.find(([prefix]) => zone.startsWith(`${prefix}.`));
  return `${wildcard} opens ${found?.[1] ?? `every name below ${zone}`}, and not ${zone} itself`;
}
