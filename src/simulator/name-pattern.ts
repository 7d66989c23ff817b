/** `x.y` itself; `*.y` every name below `y`, of any number of labels, and not `y`; `*` every name. Without regard to case. */
export function nameMatches(pattern: string, name: string): boolean {
  const wanted = pattern.toLowerCase();
  const given = name.toLowerCase();
  if (wanted === '*') return true;
  return wanted.startsWith('*.') ? given.endsWith(wanted.slice(1)) : given === wanted;
}

/** A pattern that may end in `:port`. */
export function patternMatches(pattern: string, name: string, port: number): boolean {
  const [host = '', only] = pattern.split(':');
  return (only === undefined || Number(only) === port) && nameMatches(host, name);
}
