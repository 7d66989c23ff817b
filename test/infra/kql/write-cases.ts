/** Writes every case as a text that runs in a workspace: `node test/infra/kql/write-cases.ts <folder>`; see infra/queries/run-cases.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCase } from './case.ts';
import { caseText } from './datatable.ts';
import { ALERTS, QUERIES } from './files.ts';
import { loadKusto } from './kusto.ts';
import { filled } from './placeholders.ts';
import { TABLES } from './tables.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder that the texts are to be written to');
mkdirSync(folder, { recursive: true });
const kusto = loadKusto(TABLES);
for (const file of [...QUERIES, ...ALERTS]) {
  const { columns } = kusto.analyse(filled(file.text));
  writeFileSync(join(folder, `${file.name}.kql`), caseText(file, readCase(file), columns));
}
