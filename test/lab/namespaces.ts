/**
 * Network namespaces of one laboratory. Every name carries the process that made it and when that process began, so that what a killed run
 * left behind can be told from what is in use, also where a process id has come round again.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { must, run } from './command.ts';

const PREFIX = 'agentpath-lab';
const NAMES = '/run/netns';
/** `ip netns exec` lays the files found here over those of /etc. */
const ETC = '/etc/netns';

export interface Link {
  readonly from: { readonly namespace: string; readonly device: string; readonly address: string };
  readonly to: { readonly namespace: string; readonly device: string; readonly address: string };
}

let made = 0;

/** A name for one laboratory of this process; its namespaces and its folder begin with it. */
export function newLabName(): string {
  made += 1;
  return `${PREFIX}-${process.pid}.${startOf(process.pid)}-${made}`;
}

export async function addNamespace(name: string): Promise<void> {
  await must(['ip', 'netns', 'add', name]);
  await must(['ip', '-n', name, 'link', 'set', 'lo', 'up']);
}

export async function addLink({ from, to }: Link): Promise<void> {
  const peer = ['peer', 'name', to.device, 'netns', to.namespace];
  await must(['ip', 'link', 'add', from.device, 'netns', from.namespace, 'type', 'veth', ...peer]);
  for (const { namespace, device, address } of [from, to]) {
    await must(['ip', '-n', namespace, 'address', 'add', address, 'dev', device]);
    await must(['ip', '-n', namespace, 'link', 'set', device, 'up']);
  }
}

/** A program that stays: it ends with its namespace. */
export async function leaveRunning(name: string, argv: readonly string[]): Promise<void> {
  await must(['ip', 'netns', 'exec', name, 'sh', '-c', '"$@" >/dev/null 2>&1 </dev/null &', 'sh', ...argv]);
}

/** Many `ip` commands in one namespace at once. */
export async function ipBatch(namespace: string, lines: readonly string[]): Promise<void> {
  await must(['ip', '-n', namespace, '-batch', '-'], { input: `${lines.join('\n')}\n` });
}

export async function setKernel(namespace: string, values: Readonly<Record<string, string>>): Promise<void> {
  const pairs = Object.entries(values).map(([key, value]) => `${key}=${value}`);
  await must(['ip', 'netns', 'exec', namespace, 'sysctl', '-q', '-w', ...pairs]);
}

/** The resolvers that the system's own resolver uses inside this namespace. */
export function setResolvers(namespace: string, addresses: readonly string[], attempts = 1): void {
  mkdirSync(path.join(ETC, namespace), { recursive: true });
  const servers = addresses.map((address) => `nameserver ${address}`).join('\n');
  writeFileSync(path.join(ETC, namespace, 'resolv.conf'), `${servers}\noptions timeout:1 attempts:${attempts}\n`);
}

/** Removes what the laboratory of this name made: processes inside its namespaces, the namespaces, files. Nothing left is no error. */
export async function removeLab(labName: string): Promise<void> {
  await Promise.all(listed(NAMES, labName).map(removeNamespace));
  for (const name of listed(ETC, labName)) rmSync(path.join(ETC, name), { recursive: true, force: true });
  for (const name of listed(tmpdir(), labName)) rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
}

/** Removes what laboratories left behind whose process is no more. */
export async function removeLeftOvers(): Promise<readonly string[]> {
  const names = [NAMES, ETC, tmpdir()].flatMap((folder) => listed(folder, PREFIX));
  const labs = new Set(names.flatMap((name) => /^agentpath-lab-\d+\.\d+-\d+/.exec(name)?.[0] ?? []));
  const dead = [...labs].filter((lab) => !isAlive(lab));
  await Promise.all(dead.map(removeLab));
  return dead;
}

async function removeNamespace(name: string): Promise<void> {
  for (let pids = await pidsIn(name); pids.length > 0; pids = await pidsIn(name)) for (const pid of pids) kill(pid);
  const removed = await run(['ip', 'netns', 'delete', name]);
  // Another run may sweep the same left-overs.
  if (removed.exit !== 0 && existsSync(path.join(NAMES, name))) throw new Error(removed.stderr);
}

/** Processes that run inside a namespace; none where there is no such namespace. */
export async function pidsIn(name: string): Promise<readonly number[]> {
  const { stdout } = await run(['ip', 'netns', 'pids', name]);
  return stdout.split('\n').filter(Boolean).map(Number);
}

/** For programs that do not say when they listen. */
export async function waitUntilListening(name: string, ports: readonly number[], withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const listening = await must(['ip', 'netns', 'exec', name, 'ss', '-Hltun']);
    const missing = ports.filter((port) => !new RegExp(`:${port}\\s`).test(listening));
    if (missing.length === 0) return;
    if (performance.now() > deadline) throw new Error(`in ${name} nothing listens on ${missing.join(', ')}`);
    await pause(20);
  }
}

/** For devices that a program makes. */
export async function waitUntilUp(name: string, device: string, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await run(['ip', '-n', name, 'address', 'show', device, 'up'])).stdout.includes('inet ')) {
    if (performance.now() > deadline) throw new Error(`in ${name} there is no ${device}`);
    await pause(20);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function listed(folder: string, prefix: string): readonly string[] {
  const exact = (name: string): boolean => name === prefix || name.startsWith(`${prefix}-`);
  return existsSync(folder) ? readdirSync(folder).filter(exact) : [];
}

function isAlive(lab: string): boolean {
  const [pid, start] = (/-(\d+)\.(\d+)-\d+$/.exec(lab) ?? []).slice(1);
  return pid !== undefined && startOf(Number(pid)) === start;
}

/** When a process began, in ticks since the machine's start; undefined where there is none. */
function startOf(pid: number): string | undefined {
  try {
    // The second field, the program's name, may hold blanks and brackets.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1)?.trim().split(' ')[19];
  } catch {
    return undefined;
  }
}
