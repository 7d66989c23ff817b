import { COLUMNS, STREAM, TABLE } from './columns.ts';

/** The text of `infra/columns.json`. */
export function columnFile(): string {
  const columns = COLUMNS.map(({ name, type, description }) => ({ name, type, description }));
  return `${JSON.stringify({ table: TABLE, stream: STREAM, columns }, null, 2)}\n`;
}
