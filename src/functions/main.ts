/**
 * Entry of the function app. `health` is registered first: a host that finds no function reports nothing at all, while a load that fails after
 * a registration is reported as an error. So whatever goes wrong below is seen.
 */
import './health.ts';

const { refuseOldNode } = await import('../config/node-version.ts');
const refusal = refuseOldNode(process.version);
if (refusal) throw new Error(refusal);

await import('./probe.ts');
await import('./run-now.ts');
await import('./report.ts');
