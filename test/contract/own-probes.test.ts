/** What the firewall's team is told about us (`infra/queries/own-probes-in-the-firewall-log.kql`, SECURITY.md) is what the prober says and dials. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { DEFAULT_CANARIES, DEFAULT_MUST_BE_DENIED, DEFAULT_ODD_PORT } from '../../src/model/settings.ts';
import { createProber } from '../../src/probe/prober.ts';
import {
  afterHello,
  chance,
  countingClock,
  type Peer,
  peer,
  SETTINGS,
  target,
  testNetwork,
} from '../support/probing.ts';

const QUERY = readFileSync('infra/queries/own-probes-in-the-firewall-log.kql', 'utf8');
const BEACON_DOMAIN = 'beacon.example';
const RUN_ID = '11111111-2222-4333-8444-555555555555';

/** As they stand in the query. */
const INVALID = '^agentpath-[0-9a-f]{8}\\.invalid$';
const BEACON = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.(';

let far: Peer;
const said: string[] = [];
beforeAll(async () => {
  far = await peer(
    afterHello((socket, bytes) => {
      said.push(bytes.toString('latin1'));
      socket.end();
    }),
  );
});
afterAll(() => far.close());

describe('the controls', () => {
  test('dial, and say, what the query knows them by', async () => {
    const network = testNetwork({ [DEFAULT_MUST_BE_DENIED]: '127.0.0.1' }, () => far.endpoint);
    const prober = createProber({
      network,
      clock: countingClock(),
      chance,
      settings: { ...SETTINGS, beaconDomain: BEACON_DOMAIN },
    });
    const controls = await prober.controls([{ port: 443, scheme: 'https' }], RUN_ID);

    expect(QUERY).toContain(`let mustBeDenied = dynamic(['${DEFAULT_MUST_BE_DENIED}']);`);
    expect(QUERY).toContain(
      `let canaries = dynamic([${DEFAULT_CANARIES.map((address) => `'${address}'`).join(', ')}]);`,
    );
    for (const pattern of [INVALID, BEACON]) expect(QUERY).toContain(`@'${pattern}`);
    const known = [
      new RegExp(`^${DEFAULT_MUST_BE_DENIED}$`),
      new RegExp(INVALID),
      new RegExp(`${BEACON}beacon[.]example)$`),
    ];
    const names = new Set(controls.map(({ host }) => host).filter((host) => host !== ''));
    const unknown = [...names].filter((name) => !known.some((pattern) => pattern.test(name)));
    expect(names.size).toBe(3);
    expect(unknown).toEqual([]);

    const addresses = new Set(network.dialled.map(({ address }) => address));
    addresses.delete('127.0.0.1');
    expect([...addresses].toSorted()).toEqual(DEFAULT_CANARIES.toSorted());
    const ports = new Set(network.dialled.map(({ port }) => port));
    expect([...ports].toSorted()).toEqual([443, DEFAULT_ODD_PORT, 80].toSorted());
  });
});

test('the user agent is one, and names the program', async () => {
  said.length = 0;
  const network = testNetwork({ 'target.test': '127.0.0.1' }, () => far.endpoint);
  const prober = createProber({ network, clock: countingClock(), chance, settings: { ...SETTINGS, canaries: [] } });
  await prober.probeTarget(target(80, { scheme: 'http' }));
  await prober.probeTarget(target(443, { proxy: 'http://target.test:3128' }));
  expect(said).toHaveLength(2);
  for (const request of said) expect(request).toContain(`\r\nUser-Agent: agentpath/${packageJson.version}\r\n`);
  expect(readFileSync('SECURITY.md', 'utf8')).toContain('`User-Agent: agentpath/<version>`');
});
