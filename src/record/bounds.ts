/** A field above 64 KB is cut by the service, which leaves broken JSON. Ours stay below this many bytes. */
export const MAX_FIELD_BYTES = 60_000;

const encoder = new TextEncoder();

export function jsonBytes(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}

/** At most so many characters; what was cut off is told. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  // A cut between the two halves of a surrogate pair would leave a character that no UTF-8 has.
  const head = text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
  return `${head}… (${text.length - head.length} more characters)`;
}

/** As many of the items as fit, from the first; the last one then says how many do not. */
export function fitting<Item>(items: readonly Item[], note: (leftOut: number) => Item): readonly Item[] {
  if (jsonBytes(items) <= MAX_FIELD_BYTES) return items;
  const kept: Item[] = [];
  let bytes = 200; // room for the note
  for (const item of items) {
    bytes += jsonBytes(item) + 1;
    if (bytes > MAX_FIELD_BYTES) break;
    kept.push(item);
  }
  return [...kept, note(items.length - kept.length)];
}

export function fittingTexts(texts: readonly string[], maxEach = 2000): readonly string[] {
  return fitting(
    texts.map((text) => shortened(text, maxEach)),
    (leftOut) => `… and ${leftOut} more`,
  );
}
