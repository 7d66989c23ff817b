/**
 * What a far end wrote, as evidence keeps it: one line, and nothing in it that moves a cursor, turns the direction of writing, hides or cannot be
 * decoded. Done where text enters, so that rows, logs and pages need not remember it.
 */
export function printable(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text.replaceAll(/[\r\n\t]+/g, ' ').replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFD]/gu, '.');
}
