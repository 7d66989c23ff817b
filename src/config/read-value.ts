/** One text read as one value. A reader never throws: what it cannot read it says, with the way out. */
import { withoutSecrets } from './looks-secret.ts';

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly says: string; readonly wayOut: string };
export type Reader<T> = (text: string) => Read<T>;

export const read = <T>(value: T): Read<T> => ({ ok: true, value });
export const refuse = (says: string, wayOut: string): Read<never> => ({ ok: false, says, wayOut });

/** A text as it may stand in a message: short, without control characters, and without what looks like a secret. */
export function quoted(text: string): string {
  const told = withoutSecrets(text);
  const short = told.length > 80 ? `${told.slice(0, 77)}…` : told;
  return JSON.stringify(short);
}

/** Control characters, a blank or a character beyond ASCII: none of them may get into a request line or a log line. */
export function firstUnprintable(text: string): string | undefined {
  const found = [...text].find((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code <= 0x20 || code >= 0x7f;
  });
  return found === undefined
    ? undefined
    : `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

export function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20 || (code >= 0x7f && code < 0xa0);
  });
}
