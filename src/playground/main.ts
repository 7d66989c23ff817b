/** Entry of `npm start`. Nothing else is loaded before an old Node is refused. */
import { refuseOldNode } from '../config/node-version.ts';

const refusal = refuseOldNode(process.version);
if (refusal === undefined) {
  const { main } = await import('./play.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  console.error(refusal);
  process.exitCode = 2;
}
