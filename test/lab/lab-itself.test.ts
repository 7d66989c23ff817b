/** The laboratory is what the truth table says, by tools that we did not write; and nothing of it stays behind. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from './command.ts';
import { CONFIGURATION_NAMES, CONFIGURATIONS } from './configurations.ts';
import { contradictions } from './independent.ts';
import { type Lab, startLab } from './lab.ts';
import { labIsReady } from './lab-is-ready.ts';
import { pidsIn, removeLeftOvers } from './namespaces.ts';
import { TRUTH } from './truth.ts';

const ready = labIsReady();

describe.runIf(ready)('the laboratory', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterAll(() => lab?.stop());

  test.concurrent.for(CONFIGURATION_NAMES)('%s is as the truth table says', async (name, { expect }) => {
    const path = lab.paths.find(({ configuration }) => configuration === name);
    if (!path) throw new Error(`no path is named ${name}`);
    expect(await contradictions(lab, path)).toEqual([]);
  });

  test('the tools notice what is not so', async () => {
    const path = lab.paths.find(({ configuration }) => configuration === 'app-rules');
    const allowed = TRUTH['app-rules'].find(({ name }) => name === 'allowed');
    const denied = TRUTH['app-rules'].find(({ name }) => name === 'denied');
    if (!path || !allowed || !denied) throw new Error('the truth table has lost its first rows');
    const lie = {
      ...path,
      situations: [
        { ...allowed, truth: denied.truth },
        { ...denied, truth: allowed.truth },
      ],
    };
    expect(await contradictions(lab, lie)).toEqual([
      expect.stringContaining('allowed: curl ends with: 0, and not 35'),
      expect.stringContaining('allowed: curl says '),
      expect.stringMatching(/allowed: bytes that openssl read: \d{4}, and not 0/),
      expect.stringContaining('denied: curl ends with: 35, and not 0'),
      expect.stringContaining('denied: HTTP status: 0, and not 200'),
    ]);
  });

  test('the long way is long, and packets are lost on it', async () => {
    const path = lab.paths.find(({ configuration }) => configuration === 'long-way');
    const { way } = CONFIGURATIONS['long-way'];
    if (!path) throw new Error('there is no long way');
    const url = 'https://far-away-1.contoso.example/';
    const timed = ['curl', '--cacert', lab.root, '--silent', '--output', '/dev/null', '--write-out'];
    const { stdout } = await lab.exec(path.agent, [...timed, '%{time_namelookup} %{time_connect}', url]);
    const [named = 0, connected = 0] = stdout.split(' ').map((seconds) => Number(seconds) * 1000);
    expect(named).toBeGreaterThanOrEqual(2 * way.delayMs);
    expect(connected - named).toBeGreaterThanOrEqual(2 * way.delayMs);
    // Of the thousands of packets that the other tests sent.
    const { stdout: rules } = await lab.exec(path.firewall, ['nft', 'list', 'table', 'ip', 'firewall']);
    const lost = [...rules.matchAll(/numgen random.*counter packets (\d+)/g)].map((match) => Number(match[1]));
    expect(lost).toHaveLength(2);
    expect(lost.reduce((sum, packets) => sum + packets, 0)).toBeGreaterThan(0);
  });

  test('no packet leaves it: the agents know no way out', async () => {
    for (const { agent, firewall } of lab.paths) {
      const links = await Promise.all(
        [agent, firewall].map((namespace) => run(['ip', '-n', namespace, '-o', 'link', 'show', 'type', 'veth'])),
      );
      expect(links.map(({ stdout }) => stdout.trim().split('\n').length)).toEqual([1, 2]);
    }
    // Every link of the internet leads to a firewall.
    const { stdout } = await run(['ip', '-n', lab.internet, '-o', 'link', 'show']);
    const devices = [...stdout.matchAll(/^\d+: ([^:@]+)/gm)].map((match) => match[1]);
    const expected = ['lo', ...lab.paths.map((_, index) => `path${index + 1}`)];
    expect(devices.toSorted()).toEqual(expected.toSorted());
  });
});

describe.runIf(ready)('what a laboratory leaves behind', () => {
  test('nothing, once stopped', async () => {
    const lab = await startLab(['no-firewall']);
    const [path] = lab.paths;
    const pids = await pidsIn(lab.internet);
    expect(pids.length).toBeGreaterThan(2);
    await lab.stop();
    await lab.stop();
    expect(readdirSync('/run/netns').filter((name) => name === lab.internet || name === path?.agent)).toEqual([]);
    expect([lab.folder, `/etc/netns/${path?.agent}`].filter((left) => existsSync(left))).toEqual([]);
    expect(pids.filter(isProgram)).toEqual([]);
  });

  test('what a killed run left is removed by the next, and what is in use is not', async () => {
    const inUse = await startLab(['no-firewall']);
    const program = "import { startLab } from './test/lab/lab.ts'; const lab = await startLab(['no-firewall']);";
    const killed = await run([
      process.execPath,
      '--input-type=module',
      '-e',
      `${program} console.log(lab.internet); process.exit(9);`,
    ]);
    const internet = killed.stdout.trim();
    expect(killed.exit).toBe(9);
    expect(readdirSync('/run/netns')).toContain(internet);
    expect(await removeLeftOvers()).toContain(internet.replace(/-internet$/, ''));
    expect(readdirSync('/run/netns')).not.toContain(internet);
    expect(readdirSync('/run/netns')).toContain(inUse.internet);
    await inUse.stop();
  });
});

/** False for one that has ended, also where nobody has taken note of its end yet. */
function isProgram(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}
