/**
 * JSON for terminals, logs and answers: every character that could move a cursor, turn the direction of writing or hide stands as `\uXXXX`. It is
 * the same value to whoever parses it. `JSON.stringify` alone lets C1 controls and the bidirectional overrides through.
 */
const UNSEEN = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;

/**
 * @param value One that JSON knows: not undefined, no function.
 * @param indent As of `JSON.stringify`.
 * @param change Made to every text in it.
 */
export function safeJson(value: unknown, indent?: number, change?: (text: string) => string): string {
  const replacer = change && ((_: string, inner: unknown) => (typeof inner === 'string' ? change(inner) : inner));
  const json = JSON.stringify(value, replacer, indent);
  // Nearly every text is ASCII, and asking costs a tenth of replacing.
  return /[^\n\x20-\x7e]/.test(json) ? json.replaceAll(UNSEEN, escaped) : json;
}

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
