/** The schedule of a timer trigger, checked only: the host reads it, and tells a mistake in its own log alone. */
import { quoted, type Reader, read, refuse } from './read-value.ts';

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly words?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const FIELDS: readonly Field[] = [
  { name: 'second', from: 0, to: 59 },
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, words: MONTHS },
  { name: 'day of the week', from: 0, to: 6, words: DAYS },
];

const EXAMPLE = 'Write six fields, second minute hour day month weekday, for example 0 */5 * * * *';

/** NCRONTAB with six fields, or five without seconds. */
export const readSchedule: Reader<string> = (text) => {
  const parts = text.trim().split(/\s+/);
  if (/^[\d.]+:\d+:\d+$/.test(text.trim())) {
    return refuse(`${quoted(text)} is a time span, which only an App Service plan understands`, EXAMPLE);
  }
  if (parts.length !== 5 && parts.length !== 6) {
    return refuse(`${quoted(text)} has ${parts.length} fields`, EXAMPLE);
  }
  const fields = parts.length === 6 ? FIELDS : FIELDS.slice(1);
  for (const [index, field] of fields.entries()) {
    const part = parts[index] ?? '';
    if (!part.split(',').every((piece) => fits(piece, field))) {
      return refuse(
        `${quoted(part)} is no ${field.name} (${field.from} to ${field.to})`,
        'Write a number, a range a-b, a list a,b, or * or a range with a step: */5',
      );
    }
  }
  if (parts.length === 6 && /^\*(?:\/1)?$/.test(parts[0] ?? '')) {
    return refuse(`${quoted(text)} ticks every second`, 'Write 0 as the first field');
  }
  return read(text.trim());
};

function fits(piece: string, field: Field): boolean {
  const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(piece) ?? [];
  if (step !== undefined && Number(step) < 1) return false;
  if (range === '*') return true;
  const [first, last, ...more] = range.split('-').map((end) => numberOf(end, field));
  if (first === undefined || more.length > 0) return false;
  return range.includes('-') ? last !== undefined && first <= last : true;
}

function numberOf(text: string, { from, to, words = [] }: Field): number | undefined {
  const word = words.indexOf(text.toLowerCase());
  if (word >= 0) return from + word;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : -1;
  return value >= from && value <= to ? value : undefined;
}
