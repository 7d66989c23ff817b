/** prometheus-blackbox-exporter, asked for so many probes at a time. Its figures are its own: what asks it runs in this process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { type Figures, measureServer } from './measure.ts';

export const BLACKBOX = 'prometheus-blackbox-exporter';
const PORT = 9115;

/** @param file Where its configuration is written. */
export async function measureBlackbox(
  file: string,
  root: string,
  hosts: readonly string[],
  concurrency: number,
): Promise<Figures> {
  const module = {
    prober: 'http',
    timeout: '10s',
    http: { preferred_ip_protocol: 'ip4', tls_config: { ca_file: root } },
  };
  writeFileSync(file, JSON.stringify({ modules: { https: module } }));
  const server = spawn(
    BLACKBOX,
    [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${PORT}`, '--log.level=error'],
    { stdio: 'ignore' },
  );
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  try {
    await listening(server);
    return await measureServer(server, async () => {
      let next = 0;
      let good = 0;
      const worker = async (): Promise<void> => {
        for (let host = hosts[next++]; host !== undefined; host = hosts[next++]) {
          const said = await ask(`/probe?module=https&target=${encodeURIComponent(`https://${host}/`)}`, agent);
          if (said?.includes('probe_success 1')) good += 1;
        }
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
      const expected = hosts.filter((host) => host.startsWith('ok-')).length;
      // One probe in hundreds runs into its time-out where both cores are busy; more would be another list than everybody else's.
      if (Math.abs(good - expected) > expected / 100)
        throw new Error(`${BLACKBOX} found ${good} of ${expected} hosts well`);
    });
  } finally {
    agent.destroy();
    server.kill();
  }
}

async function listening(server: ChildProcess): Promise<void> {
  while ((await ask('/-/healthy')) === undefined) {
    if (server.exitCode !== null) throw new Error(`${BLACKBOX} ended with ${server.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Undefined where nothing answers. */
function ask(path: string, agent?: Agent): Promise<string | undefined> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port: PORT, path, ...(agent && { agent }) }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    }).on('error', () => resolve(undefined));
  });
}
