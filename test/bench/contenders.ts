/** Who is measured on a list of hosts, and how each is called. All resolve through the machine's resolver, verify with the same root, and GET `/`. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { BLACKBOX, measureBlackbox } from './blackbox.ts';
import { type Figures, measure } from './measure.ts';

export interface Contender {
  readonly name: string;
  /** Longer lists are left out: it would take minutes. */
  readonly most: number;
  measure(list: HostList): Promise<Figures>;
}

export interface HostList {
  readonly hosts: readonly string[];
  /** One host a line. */
  readonly lines: string;
  readonly yaml: string;
  readonly curl: string;
}

export interface Bench {
  readonly folder: string;
  /** PEM file. */
  readonly root: string;
  readonly agentpath: string;
  readonly concurrency: number;
}

export const FLOOR = 'bare Node floor';
export const AGENTPATH = 'agentpath check';
export const AGENTPATH_ALONE = 'agentpath check, no follow-ups';
/** Curl's: all well; some host not resolved (its own look-up gave up under load), not connected, or out of time; TLS cut, as half of the list is. */
const CURL_CODES = [0, 6, 7, 28, 35];
const EVERY = Number.POSITIVE_INFINITY;

export function writeHostList({ folder }: Bench, name: string, hosts: readonly string[]): HostList {
  const file = (suffix: string): string => path.join(folder, `${name}${suffix}`);
  writeFileSync(file('.txt'), `${hosts.join('\n')}\n`);
  const targets = hosts.map((host) => `  - host: ${host}\n    scheme: https\n`);
  writeFileSync(file('.yaml'), `targets:\n${targets.join('')}`);
  writeFileSync(file('.curl'), hosts.map((host) => `url = "https://${host}/"\noutput = "/dev/null"\n`).join(''));
  return { hosts, lines: file('.txt'), yaml: file('.yaml'), curl: file('.curl') };
}

export function agentpathCheck(bench: Bench, yaml: string, followUps: number): readonly string[] {
  return [
    ...[process.execPath, bench.agentpath, 'check', '--targets', yaml, '--trust', bench.root],
    ...['--must-be-denied', 'no-control.bench.test', '--canary', '127.0.0.1', '--format', 'ndjson'],
    ...['--concurrency', `${bench.concurrency}`, '--follow-ups', `${followUps}`, '--out', resultFile(bench)],
  ];
}

export function resultFile({ folder }: Bench): string {
  return path.join(folder, 'result.json');
}

/** What is not installed is left out, aloud. */
export function contenders(bench: Bench): readonly Contender[] {
  const { folder, root, concurrency } = bench;
  // Bundled, so that stripping the types is not measured.
  const [plain, floor] = ['plain-client', 'bare-floor'].map((name) => {
    const outfile = path.join(folder, `${name}.mjs`);
    const entry = new URL(`./${name}.ts`, import.meta.url).pathname;
    buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' });
    return (list: HostList): readonly string[] => [process.execPath, outfile, list.lines, root, `${concurrency}`];
  });
  if (!plain || !floor) throw new Error('two clients were bundled');
  const s_client = ['s_client', '-CAfile', root, '-verify_return_error', '-brief', '-connect', '{}:443'];
  const all: readonly (Contender & { readonly needs?: string })[] = [
    {
      name: AGENTPATH,
      most: EVERY,
      // 1: some required target is broken, as half of them are.
      measure: ({ yaml }) => measure({ argv: agentpathCheck(bench, yaml, 200), codes: [0, 1] }),
    },
    {
      name: AGENTPATH_ALONE,
      most: EVERY,
      measure: ({ yaml }) => measure({ argv: agentpathCheck(bench, yaml, 0), codes: [0, 1] }),
    },
    {
      name: 'curl --parallel',
      needs: 'curl',
      most: EVERY,
      // 35: some handshake failed.
      measure: ({ curl }) =>
        measure({
          argv: [
            ...['curl', '--parallel', '--parallel-max', `${concurrency}`, '--silent'],
            ...['--cacert', root, '--config', curl],
          ],
          codes: CURL_CODES,
        }),
    },
    {
      name: 'blackbox_exporter',
      needs: BLACKBOX,
      most: EVERY,
      measure: ({ hosts }) => measureBlackbox(path.join(folder, 'blackbox.yml'), root, hosts, concurrency),
    },
    {
      name: 'openssl s_client, one process a host',
      needs: 'openssl',
      most: 500,
      measure: ({ lines }) =>
        measure({
          argv: ['xargs', '-P', `${concurrency}`, '-I', '{}', '-a', lines, 'openssl', ...s_client, '-servername', '{}'],
          codes: [0, 123],
          manyProcesses: true,
        }),
    },
    { name: 'plain Node https', most: 200, measure: (list) => measure({ argv: plain(list), codes: [0] }) },
    {
      name: 'plain Node https, 64 look-up threads',
      most: EVERY,
      measure: (list) => measure({ argv: plain(list), codes: [0], environment: { UV_THREADPOOL_SIZE: '64' } }),
    },
    { name: FLOOR, most: EVERY, measure: (list) => measure({ argv: floor(list), codes: [0] }) },
  ];
  return all.filter(({ name, needs }) => {
    const there = needs === undefined || spawnSync('which', [needs]).status === 0;
    if (!there) console.log(`Skipped: ${name} (${needs} is not installed).\n`);
    return there;
  });
}
