/** What the first answers lead to is probed in the same run, over the same path, and is judged with everything else. */
import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../../src/model/run.ts';
import type { Target } from '../../../src/model/target.ts';
import { systemClock } from '../../../src/run/compose.ts';
import { discoveriesOf } from '../../../src/run/discoveries.ts';
import type { RunInput } from '../../../src/run/run.ts';
import { startSimulation } from '../../../src/simulator/simulation.ts';
import type { World } from '../../../src/simulator/world.ts';
import { target } from '../../support/evidence.ts';
import { runSimulated } from '../../support/simulated-run.ts';

const DISCOVERY = 'gbl.his.arc.azure.com';
const TOLD = 'weu.his.arc.azure.com';
const LONG_LIST = Array.from(
  { length: 150 },
  (_, index) => `azgn-with-a-rather-long-label-${index}.servicebus.windows.net`,
);

const world = (body: string, firewall: World['firewall'] = 'none'): World => ({
  hosts: {
    [DISCOVERY]: { services: { 443: { kind: 'https', http: { paths: { '/discovery': { status: 200, body } } } } } },
    '*.arc.azure.com': {},
    '*.windows.net': {},
    'example.com': {},
  },
  firewall,
});
const discovery = target({ name: 'discovery', host: DISCOVERY, path: '/discovery', discovers: 'his' });
const further: NonNullable<RunInput['further']> = (evidences) => {
  const discoveries = discoveriesOf(evidences, []);
  const hosts = discoveries.flatMap((one) => one.hosts);
  return { discoveries, targets: hosts.map((host): Target => target({ name: host, host })) };
};

async function runOn(given: World): Promise<RunResult> {
  const simulation = await startSimulation(given, { clock: systemClock });
  try {
    const probe = { canaries: [], expectFirewall: false };
    return await runSimulated({ simulation, targets: [discovery], probe, input: { further } });
  } finally {
    await simulation.close();
  }
}
const states = ({ results }: RunResult): Readonly<Record<string, string>> =>
  Object.fromEntries(results.map((one) => [one.target.name, one.state]));

describe('a host that a service tells', () => {
  test('is probed in the same run, and the run says who told it', async () => {
    const result = await runOn(world(JSON.stringify({ endpoint: `https://${TOLD}` })));
    expect(states(result)).toEqual({ discovery: 'reachable', [TOLD]: 'reachable' });
    expect(result.run.discoveries).toMatchObject([
      { kind: 'his', asked: 'discovery', outcome: 'fresh', hosts: [TOLD] },
    ]);
  });

  test('may be denied though the one that told it is not', async () => {
    const result = await runOn(world(JSON.stringify([TOLD]), { allow: [DISCOVERY] }));
    expect(states(result)).toEqual({ discovery: 'reachable', [TOLD]: 'denied' });
  });

  test('is found in a list longer than what is kept of a body', async () => {
    const result = await runOn(world(JSON.stringify(LONG_LIST)));
    expect(result.results).toHaveLength(1 + LONG_LIST.length);
    const body = result.results[0]?.evidence.steps.http;
    expect(body?.status === 'ok' && body.facts.body.length).toBeLessThanOrEqual(512);
  });
});

test('a discovery that is denied is a failure of its own, and names nothing', async () => {
  const result = await runOn(world(JSON.stringify([TOLD]), { allow: [] }));
  expect(states(result)).toEqual({ discovery: 'denied' });
  expect(result.run.discoveries).toMatchObject([{ outcome: 'failed', hosts: [], why: 'tls.closed_after_hello' }]);
  expect(result.results[0]?.findings.map(({ id }) => id)).toContain('http.nothing_discovered');
});

test('an answer that names no host is a finding on a reachable service', async () => {
  const result = await runOn(world('{"region":"westeurope"}'));
  expect(states(result)).toEqual({ discovery: 'reachable' });
  expect(result.results[0]?.findings.map(({ id }) => id)).toContain('http.nothing_discovered');
});
