/** What is left of far ends that send without end: a few kB each, however often they are met. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { deadlinesFor, proberFor } from '../../hostile/probed.ts';
import { HTTP_ENDS } from '../../hostile/zoo-http.ts';
import { TLS_ENDS } from '../../hostile/zoo-tls.ts';
import { peer } from '../../support/probing.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** After what can be let go is gone; sockets give their buffers back a turn of the loop later. */
async function kept(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const ENDLESS = [...HTTP_ENDS, ...TLS_ENDS].filter(({ name }) => /without end|2\^48/.test(name));
const TIMES = 30;
const MOST_KEPT = 8 * 1024 * 1024;

describe('far ends that send without end', () => {
  test.for(ENDLESS.map((end) => [end.name, end] as const))(`%s, ${TIMES} times`, async ([, end]) => {
    const far = await peer((socket) => end.serve(socket));
    const probe = proberFor(far, { deadlines: deadlinesFor(end) });
    const evidence: unknown[] = [];
    await probe({ scheme: end.scheme });
    const before = await kept();
    for (let time = 0; time < TIMES; time += 1) {
      const { only } = await probe({ scheme: end.scheme });
      // What a far end sends and the kernel took is not counted against us; what we read is.
      const { tls, http } = only.evidence.steps;
      const received = [tls, http].map((step) =>
        step.status === 'failed' ? step.seen.bytesReceived : step.status === 'ok' ? step.facts.bytesReceived : 0,
      );
      expect(Math.max(...received)).toBeLessThan(400_000);
      evidence.push(only.evidence);
    }
    await far.close();
    expect((await kept()) - before).toBeLessThan(MOST_KEPT);
    expect(JSON.stringify(evidence).length / TIMES).toBeLessThan(8_000);
  });
});
