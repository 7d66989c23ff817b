/** Writes the catalogue's names into the queries that carry them: `node test/infra/kql/write-catalogue.ts` after a change of the catalogue. */
import { writeFileSync } from 'node:fs';
import { withCatalogue } from './catalogue-rows.ts';
import { ALERTS, infraPath, QUERIES } from './files.ts';

for (const { path, text } of [...ALERTS, ...QUERIES]) {
  const next = withCatalogue(text);
  if (next === text) continue;
  writeFileSync(infraPath(path.replace('infra/', '')), next);
  process.stdout.write(`${path} written\n`);
}
