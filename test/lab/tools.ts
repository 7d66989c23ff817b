/** What people use instead, as they use it: each tool asked about one target, and its answer in its own words. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ended } from './command.ts';
import type { Lab, LabPath } from './lab.ts';
import { leaveRunning, waitUntilListening } from './namespaces.ts';
import type { Situation } from './situation.ts';

const NODE_CLIENT = fileURLToPath(new URL('./node-client.ts', import.meta.url));
const BLACKBOX_PORT = 9115;

export interface Tool {
  readonly name: string;
  /** `roots`: a PEM file of what it is told to trust. */
  says(situation: Situation, roots: string): Promise<string>;
}

/** For one path. The exporter runs there until the laboratory is stopped. */
export async function toolsOn(lab: Lab, labPath: LabPath): Promise<readonly Tool[]> {
  await startBlackbox(lab, labPath);
  const exec = (...argv: readonly string[]): Promise<Ended> => lab.exec(labPath.agent, argv);
  return [
    {
      name: 'nc',
      says: async ({ host, port }) => ncWords(await exec('nc', '-z', '-v', '-w', '5', host, String(port))),
    },
    {
      name: 'curl',
      says: async (situation, roots) => {
        const quiet = ['--silent', '--show-error', '--output', '/dev/null', '--write-out', '%{http_code}'];
        const limits = ['--connect-timeout', '5', '--max-time', '6', '--cacert', roots];
        return curlWords(await exec('curl', ...quiet, ...limits, urlOf(situation)));
      },
    },
    {
      name: 'blackbox_exporter',
      says: async (situation, roots) => {
        const query = new URLSearchParams({ module: roots, target: urlOf(situation), debug: 'true' });
        const { stdout } = await exec('curl', '-sS', `http://127.0.0.1:${BLACKBOX_PORT}/probe?${query}`);
        return blackboxWords(stdout);
      },
    },
    {
      name: 'Node https',
      says: async (situation, roots) => {
        const { stdout, stderr } = await exec(process.execPath, NODE_CLIENT, urlOf(situation), roots);
        return stdout.trim() || stderr.trim();
      },
    },
  ];
}

function urlOf({ scheme, host, port, path: health }: Situation): string {
  const usual = port === (scheme === 'https' ? 443 : 80);
  return `${scheme}://${host}${usual ? '' : `:${port}`}${health}`;
}

function ncWords({ exit, stderr }: Ended): string {
  if (exit === 0) return 'open';
  return (
    /(?:Connection refused|timed out|No route to host|Network is unreachable|Name or service not known)/.exec(
      stderr.split('\n').findLast((line) => line !== '') ?? '',
    )?.[0] ?? stderr.trim()
  );
}

function curlWords({ exit, stdout, stderr }: Ended): string {
  if (exit === 0) return `HTTP ${stdout}`;
  const words = stderr.trim().replace(/^curl: \(\d+\) /, '');
  const [short] =
    /SSL_ERROR_SYSCALL|Connection reset by peer|(?:tlsv1 |sslv3 )?alert [a-z ]+|timed out|[Tt]imeout|legacy sigalg disallowed|Could not resolve host|unable to get local issuer certificate|certificate has expired|self-signed certificate[a-z ]*|no alternative certificate subject name matches|Couldn't connect to server|wrong version number|response \d{3}/.exec(
      words,
    ) ?? [words];
  return `error ${exit}: ${/timeout/i.test(short) ? 'timed out' : short}`;
}

function blackboxWords(debug: string): string {
  const success = /^probe_success (\d)/m.exec(debug)?.[1] ?? '?';
  const error =
    /level=error msg="(?:Error for HTTP request|Error resolving address|Resolution with IP protocol failed)" err="((?:[^"\\]|\\.)*)"/.exec(
      debug,
    )?.[1];
  const status = /^probe_http_status_code (\d+)/m.exec(debug)?.[1] ?? '0';
  const said = status === '0' ? (error?.replaceAll('\\"', '"').split(': ').at(-1) ?? 'no reason') : `HTTP ${status}`;
  return `probe_success ${success} (${said})`;
}

async function startBlackbox(lab: Lab, { agent, configuration }: LabPath): Promise<void> {
  const file = path.join(lab.folder, `blackbox-${configuration}.json`);
  // YAML, of which JSON is a part. The module is `http_2xx` of its own example, once for each file of roots.
  const module = (ca_file: string) => {
    const http = { preferred_ip_protocol: 'ip4', tls_config: { ca_file } };
    return [ca_file, { prober: 'http', timeout: '6s', http }] as const;
  };
  const modules = Object.fromEntries([lab.root, lab.rootAndInspector].map(module));
  writeFileSync(file, JSON.stringify({ modules }));
  const flags = [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${BLACKBOX_PORT}`];
  await leaveRunning(agent, ['prometheus-blackbox-exporter', ...flags]);
  await waitUntilListening(agent, [BLACKBOX_PORT]);
}
