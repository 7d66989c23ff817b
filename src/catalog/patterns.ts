/** Documented patterns: `*.his.arc.azure.com`, `{his}.his.arc.azure.com`, `azgn*.servicebus.windows.net`. */

/**
 * Whether a name is one of the pattern. `*` and a placeholder stand for one or more characters of one label, and at the very front also for
 * several labels, as a wildcard in such a list does.
 */
export function matchesPattern(pattern: string, host: string): boolean {
  const varying = /\*|\{\w+\}/;
  const atFront = new RegExp(`^(?:${varying.source})\\.`).test(pattern);
  const parts = pattern.split(varying).map((part) => part.replaceAll('.', '\\.'));
  const [, ...others] = parts;
  const [head = ''] = parts;
  const first = atFront ? '[a-z0-9-]+(?:\\.[a-z0-9-]+)*' : '[a-z0-9-]+';
  const source = others.reduce((text, part, index) => `${text}${index === 0 ? first : '[a-z0-9-]+'}${part}`, head);
  return new RegExp(`^${source}$`).test(host);
}
