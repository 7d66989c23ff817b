/** Every text that leaves agentpath about a run, and what in it could act on a terminal, a log or a page. */
import { formatExplain } from '../../src/cli/format-explain.ts';
import { formatRun } from '../../src/cli/format-run.ts';
import { jsonBlocks, resultLines } from '../../src/cli/result-text.ts';
import { readSettings } from '../../src/config/settings.ts';
import type { RunReport, RunResult } from '../../src/model/run.ts';
import { safeJson } from '../../src/record/safe-json.ts';
import { toRecords } from '../../src/record/to-record.ts';
import type { Engine } from '../../src/run/compose.ts';
import { healthOf } from '../../src/run/health.ts';
import { createService } from '../../src/run/service.ts';

export interface Output {
  readonly where: string;
  readonly text: string;
}

const SCREENS = [80, 140].map((columns) => ({ columns, colour: false }));

export async function outputsOf(report: RunReport): Promise<readonly Output[]> {
  const { result } = report;
  return [
    ...SCREENS.map((screen) => ({ where: `table, ${screen.columns} columns`, text: formatRun(report, screen) })),
    ...SCREENS.flatMap((screen) =>
      result.results.map((one) => ({ where: 'explain', text: formatExplain(result.run, one, screen) })),
    ),
    { where: 'json', text: [...jsonBlocks(result)].join('\n') },
    { where: 'ndjson', text: [...resultLines(result)].join('\n') },
    // As the service's client writes them: without any escaping of ours.
    ...toRecords(result).map((row) => ({ where: 'row', text: JSON.stringify(row) })),
    { where: 'report', text: safeJson(report) },
    { where: 'health', text: safeJson(healthOf(report, '0 */5 * * * *', Date.parse(result.run.startedAt))) },
    ...(await logLinesOf(report)).map((text) => ({ where: 'log', text })),
  ];
}

async function logLinesOf(report: RunReport): Promise<readonly string[]> {
  const lines: string[] = [];
  const engine: Engine = {
    plan: () => {
      throw new Error('nobody asks for a plan here');
    },
    newRunId: () => report.result.run.id,
    store: async () => undefined,
    run: async () => report,
  };
  const take = (line: string): void => {
    lines.push(line);
  };
  await createService(engine).runNext(readSettings({}), { pastDue: false }, { info: take, error: take });
  return lines;
}

/** C0 but for line breaks, DEL, C1, direction, invisible, separators, lone halves. */
const UNSAFE = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Undefined where the text is harmless; else what is wrong, and where. */
export function unsafeIn({ where, text }: Output): string | undefined {
  const found = UNSAFE.exec(text);
  if (!found) return undefined;
  const around = text.slice(Math.max(0, found.index - 40), found.index + 10);
  return `${where}: U+${(found[0].codePointAt(0) ?? 0).toString(16)} in ${JSON.stringify(around)}`;
}

/** The values themselves, once parsed: no escape hides anything in them. */
export function unsafeValues(result: RunResult): readonly string[] {
  const found: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') {
      const wrong = unsafeIn({ where: path, text: value.replaceAll('\n', '\u0000') });
      if (wrong !== undefined) found.push(wrong);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
    }
  };
  walk(result, 'result');
  return found;
}
