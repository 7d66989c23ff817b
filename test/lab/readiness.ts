/** What this machine lacks for the laboratory. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { SEARCH_PATH } from './command.ts';
import { newLabName } from './namespaces.ts';
import { CERTIFICATE_GENERATOR } from './squid.ts';

const TOOLS = [
  'curl',
  'dig',
  'haproxy',
  'ip',
  'nc',
  'nft',
  'nginx',
  'openssl',
  'prometheus-blackbox-exporter',
  'setpriv',
  'socat',
  'squid',
  'ss',
  'sysctl',
  'unbound',
];

/** What the tools of some paths are handed by name; the last is the kernel's, for the long way. */
const FILES = ['/usr/lib/nginx/modules/ngx_http_echo_module.so', CERTIFICATE_GENERATOR, '/dev/net/tun'];

export function missingForLab(): string | undefined {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root: it makes network namespaces';
  const missing = TOOLS.filter((tool) => !onPath(tool));
  missing.push(...FILES.filter((file) => !existsSync(file)));
  if (missing.length > 0) return `${missing.join(', ')} not there (test/lab/packages.txt)`;
  const name = newLabName();
  const tried = ['add', 'delete'].map((verb) => spawnSync('ip', ['netns', verb, name], { encoding: 'utf8' }));
  const refused = tried.find(({ status }) => status !== 0);
  return refused && `network namespaces cannot be made: ${refused.stderr.trim()}`;
}

function onPath(tool: string): boolean {
  const folders = SEARCH_PATH.split(':').filter(Boolean);
  return folders.some((folder) => {
    try {
      accessSync(path.join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
