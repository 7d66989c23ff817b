const MAX_WORDS = 400;

/** A service's own words, or those of whoever answered in its place, as they may stand in a row, a log and a report: short, one line, all to be seen. */
export function oneLine(text: string): string {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '.')
    .trim();
  return line.length <= MAX_WORDS ? line : `${line.slice(0, MAX_WORDS)}…`;
}
