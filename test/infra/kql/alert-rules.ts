/** What an alert rule of Log Analytics may hold, as its documentation says it; Bicep lets all of it through. */
import type { NamedType } from './kusto.ts';
import { codeOf } from './rules.ts';

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;
export function minutesOf(duration: string): number {
  const [, days = '0', hours = '0', minutes = '0'] = DURATION.exec(duration) ?? [];
  return Number(days) * 1440 + Number(hours) * 60 + Number(minutes);
}

const SEVERITIES = ['0', '1', '2', '3', '4'];
const OPERATORS = ['GreaterThan', 'GreaterThanOrEqual', 'LessThan', 'LessThanOrEqual', 'Equals'];
const AGGREGATIONS = ['Average', 'Maximum', 'Minimum', 'Total'];
/** The values that the service takes, of those that cost no more than one evaluation in five minutes. */
const FREQUENCIES = ['PT5M', 'PT10M', 'PT15M', 'PT30M', 'PT45M', 'PT1H', 'PT2H', 'PT3H', 'PT4H', 'PT5H', 'PT6H', 'P1D'];
const WINDOWS = [...FREQUENCIES, 'P2D'];
const NUMBERS = ['int', 'long', 'real'];
const MAX_BYTES = 60_000;

/** What the service would refuse, or take and judge otherwise than meant. */
export function alertProblems(
  text: string,
  header: ReadonlyMap<string, string>,
  columns: readonly NamedType[],
  functions: readonly string[],
): readonly string[] {
  const code = codeOf(text);
  const said = (key: string): string => header.get(key) ?? '';
  const typeOf = (name: string): string => columns.find((one) => one.name === name)?.type ?? 'no column';
  const window = minutesOf(said('window'));
  const dimensions = said('dimensions').split(', ');
  const [met = 0, of = 0] = (/^(\d) of (\d)/.exec(said('periods'))?.slice(1) ?? []).map(Number);
  const agos = [...code.matchAll(/\bago\(([^)]*)\)/g)].map(([, value = '']) => value);
  return [
    ...(SEVERITIES.includes(said('severity')) ? [] : [`severity ${said('severity')}`]),
    ...(OPERATORS.includes(said('operator')) ? [] : [`operator ${said('operator')}`]),
    ...(AGGREGATIONS.includes(said('aggregation')) ? [] : [`aggregation ${said('aggregation')}`]),
    ...(FREQUENCIES.includes(said('frequency')) ? [] : [`frequency ${said('frequency')}`]),
    ...(WINDOWS.includes(said('window')) ? [] : [`window ${said('window')}`]),
    ...(minutesOf(said('frequency')) <= window ? [] : ['the frequency is longer than the window']),
    ...(/^-?\d+$/.test(said('threshold')) ? [] : [`threshold ${said('threshold')} is no whole number`]),
    ...(met >= 1 && met <= of && of <= 6 ? [] : [`periods ${said('periods')}`]),
    ...(dimensions.length <= 6 ? [] : ['more than six dimensions']),
    ...dimensions
      .filter((name) => !['string', ...NUMBERS].includes(typeOf(name)))
      .map((name) => `dimension ${name} is ${typeOf(name)}`),
    ...(NUMBERS.includes(typeOf(said('measure'))) ? [] : [`measure ${said('measure')} is ${typeOf(said('measure'))}`]),
    ...columns
      .filter(({ type }) => type === 'datetime')
      .map(({ name }) => `${name} is a datetime: the service would cut the result into periods by it`),
    ...(/^(yes|no)\b.{20}/.test(said('auto-resolve')) ? [] : ['auto-resolve says neither yes nor no with a reason']),
    ...agos.filter((value) => !/^\d+[mhd]$/.test(value)).map((value) => `ago(${value}) takes no literal`),
    ...agos
      .filter(
        (value) => minutesOf(value.endsWith('d') ? `P${value.toUpperCase()}` : `PT${value.toUpperCase()}`) > window,
      )
      .map((value) => `ago(${value}) looks further back than the window`),
    ...[...code.matchAll(/\b(bag_unpack|pivot|narrow|ingestion_time)\b/g)].map(([name]) => `${name} is not for alerts`),
    ...functions.filter((name) => code.includes(name)).map((name) => `${name} is a function of the workspace`),
    ...(Buffer.byteLength(text) <= MAX_BYTES ? [] : ['too large for a rule']),
  ];
}
