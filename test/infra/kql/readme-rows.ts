/** The tables of `infra/queries/README.md`, as the headers of the files say them. */
import { ALERTS, FUNCTIONS, type KqlFile, QUERIES } from './files.ts';
import { partsOf } from './header.ts';

export function readmeTables(): readonly string[] {
  return [
    tableOf(['Query', 'Question'], QUERIES, (file, said) => [`[${file.name}](${file.name}.kql)`, said('question')]),
    tableOf(['Function', 'Parameters', 'Question'], FUNCTIONS, (file, said) => [
      `[${file.name}](functions/${file.name}.kql)`,
      `\`${said('parameters')}\``,
      said('question'),
    ]),
    tableOf(['Alert', 'Severity', 'Every', 'Looks back', 'One incident per', 'Fires when'], ALERTS, (file, said) => [
      `[${file.name}](../alerts/${file.name}.kql)`,
      said('severity'),
      said('frequency'),
      said('window'),
      said('dimensions'),
      `${said('measure')} ${SIGNS[said('operator')]} ${said('threshold')}`,
    ]),
  ];
}

const SIGNS: Readonly<Record<string, string>> = {
  GreaterThan: '>',
  GreaterThanOrEqual: '≥',
  LessThan: '<',
  LessThanOrEqual: '≤',
  Equals: '=',
};

function tableOf(
  head: readonly string[],
  files: readonly KqlFile[],
  row: (file: KqlFile, said: (key: string) => string) => readonly string[],
): string {
  const rows = files.map((file) => row(file, (key) => partsOf(file).header.get(key) ?? ''));
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
