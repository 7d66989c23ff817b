/** Widths, columns and line breaks. Everything here takes plain text: colour comes after. */

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u;
const NO_WIDTH = /\p{M}/u;

/** Columns that a terminal uses for a text. */
export function widthOf(text: string): number {
  // Nearly all texts are ASCII.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

export function left(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
export function right(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}
export function widest(texts: readonly string[], atLeast = 0): number {
  return texts.reduce((most, text) => Math.max(most, widthOf(text)), atLeast);
}

/** Both ends of a name tell it apart (`1111….ods.opinsights.azure.com`); the end a little more. */
export function shortenedInTheMiddle(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 3) return shortened(text, width);
  const tail = Math.ceil(((width - 1) * 3) / 5);
  return `${head(text, width - 1 - tail)}…${reversed(head(reversed(text), tail))}`;
}

export function shortened(text: string, width: number): string {
  return widthOf(text) <= width ? text : `${head(text, width - 1)}…`;
}

function head(text: string, width: number): string {
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > width) break;
    kept += character;
  }
  return kept;
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

/** Lines of at most `width`, broken at blanks; a word that is longer is broken wherever it must. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = widthOf(word) <= width ? [word] : piecesOf(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return line === '' ? lines : [...lines, line];
}

function piecesOf(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let rest = word;
  while (widthOf(rest) > width) {
    const piece = head(rest, Math.max(2, width));
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...pieces, rest];
}

/** Pieces beside each other as far as they fit, each whole unless it alone is wider than a line. */
export function packed(pieces: readonly string[], gap: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const longer = last === undefined ? piece : last + gap + piece;
    if (widthOf(longer) > width) lines.push(...wrapped(piece, width));
    else lines.splice(-1, 1, longer);
  }
  return lines;
}

/** A label and, beside it, paragraphs that keep to their own column. */
export function beside(
  label: string,
  paragraphs: readonly string[],
  indent: number,
  columns: number,
): readonly string[] {
  const lines = paragraphs.flatMap((paragraph) => wrapped(paragraph, columns - indent));
  return lines.map((line, index) => left(index === 0 ? label : '', indent) + line);
}

/** Between two explanations. */
export function formatLine(columns: number): string {
  return '─'.repeat(columns);
}
