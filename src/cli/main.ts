#!/usr/bin/env node
/** Entry of the command line. Nothing else is loaded before an old Node is refused: newer syntax would fail there without a word of sense. */
import { refuseOldNode } from '../config/node-version.ts';

const refusal = refuseOldNode(process.version);
if (refusal === undefined) {
  const { agentpath } = await import('./agentpath.ts');
  const { processTerminal } = await import('./terminal.ts');
  const terminal = processTerminal();
  const code = await agentpath(process.argv.slice(2), terminal);
  // What was written to a pipe must get there first; what a library keeps open (pooled connections, another network) must not keep us.
  await terminal.flushed();
  process.exit(code);
} else {
  console.error(refusal);
  process.exitCode = 2;
}
