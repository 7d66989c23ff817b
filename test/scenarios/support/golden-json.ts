/** JSON for people and diffs: what fits stands on one line, what does not is broken up. */
const WIDTH = 120;

export function goldenJson(value: unknown): string {
  return `${write(value, 0, 0)}\n`;
}

/** `before`: columns that the key in front takes. */
function write(value: unknown, depth: number, before: number): string {
  const flat = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || depth + before + flat.length < WIDTH) return flat;
  const inner = ' '.repeat(depth + 1);
  const lines = Array.isArray(value)
    ? value.map((item) => `${inner}${write(item, depth + 1, 0)}`)
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => {
          const name = `${JSON.stringify(key)}: `;
          return `${inner}${name}${write(item, depth + 1, name.length)}`;
        });
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${lines.join(',\n')}\n${' '.repeat(depth)}${close}`;
}
