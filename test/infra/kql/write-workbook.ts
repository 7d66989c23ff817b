/** Writes the query files into the workbook: `node test/infra/kql/write-workbook.ts` after a change of a query. */
import { writeFileSync } from 'node:fs';
import { infraPath } from './files.ts';
import { embedded, readWorkbook, sourceOf, WORKBOOK, type WorkbookItem } from './workbook.ts';

function refreshed(item: WorkbookItem): WorkbookItem {
  const { query, items } = item.content;
  return {
    ...item,
    content: {
      ...item.content,
      ...(query !== undefined && sourceOf(query) !== undefined && { query: embedded(query) }),
      ...(items && { items: items.map(refreshed) }),
    },
  };
}

const workbook = readWorkbook();
const next = { ...workbook, items: workbook.items.map(refreshed) };
writeFileSync(infraPath(WORKBOOK), `${JSON.stringify(next, null, 2)}\n`);
