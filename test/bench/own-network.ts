/**
 * A network namespace of its own, with nothing in it but loopback and our DNS server as the machine's: every contender resolves through the same
 * server, on the ports of the trade (53, 443), and nothing leaves the machine. Needs root or user namespaces.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PREPARE = `
mount --bind "$1" /etc/resolv.conf && ip link set lo up && echo 1024 65000 > /proc/sys/net/ipv4/ip_local_port_range &&
shift && exec "$@"`;

/** Runs this process again inside, with one more argument, and returns its exit code. */
export function againInOwnNetwork(argument: string): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'agentpath-bench-'));
  const resolv = path.join(folder, 'resolv.conf');
  writeFileSync(resolv, 'nameserver 127.0.0.1\noptions timeout:5 attempts:1\n');
  const isRoot = process.getuid?.() === 0;
  const { status, error } = spawnSync(
    'unshare',
    [
      ...[...(isRoot ? [] : ['--map-root-user']), '--net', '--mount', 'bash', '-c', PREPARE, 'bash', resolv],
      ...[process.execPath, ...process.execArgv, ...process.argv.slice(1), argument],
    ],
    { stdio: 'inherit' },
  );
  rmSync(folder, { recursive: true, force: true });
  if (error) {
    console.error(`the benchmark needs Linux with unshare (util-linux), ip and mount: ${error.message}`);
  }
  return status ?? 3;
}
