/**
 * Text from far ends (headers, bodies, certificates, DNS) and from stored files as it may reach a terminal: nothing in it can move the cursor,
 * change colours, forge a line or turn the direction of writing.
 */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
// Cc: control. Cf: format, such as the bidirectional overrides and zero-width characters. Cs: a lone half of a pair. Co, Cn: no known look.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu;

/** Nearly every text there is; a test of it costs a tenth of the two replacements. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

export function plain(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  return text.replaceAll(BREAKS, ' ').replaceAll(UNSEEN, escaped);
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}

/**
 * The same value with every text in it made plain. Formatters begin with it, so that none of them can forget a field. What holds no such text is
 * handed back as it is, uncopied: the evidence of thousands of targets is large.
 * The cast's guarantee: only texts are replaced, each by a text; shapes and keys stay as they are.
 */
export function plainThroughout<T>(value: T): T {
  return replaced(value) as T;
}

function replaced(value: unknown): unknown {
  if (typeof value === 'string') return plain(value);
  if (Array.isArray(value)) {
    const items = value.map(replaced);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const changed = Object.entries(value).flatMap(([key, inner]) => {
    const made = replaced(inner);
    return made === inner ? [] : [[key, made] as const];
  });
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) };
}
