/** What nc, curl, dig and openssl see of the laboratory: the truth table has to pass here before agentpath is judged by it. */
import pLimit from 'p-limit';
import { addressesOf, CANARY, MUST_BE_DENIED } from './addresses.ts';
import { configurationOf } from './configurations.ts';
import type { Lab, LabPath } from './lab.ts';
import type { Seen, Situation } from './situation.ts';

/** The suites that hardened agents are known to accept; of TLS 1.3 both are in curl's and openssl's defaults. */
const AGENT_SUITES = 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256';
const AGENT_SUITES_TLS13 = 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256';
const ODD_PORT = 47_613;

/** For all paths together: with more at once the tools themselves would be late. */
const limit = pLimit(24);

/** Every way in which a path is not as the truth table says. */
export async function contradictions(lab: Lab, path: LabPath): Promise<readonly string[]> {
  await lab.renew(path);
  const all = await Promise.all([
    limit(() => pathContradictions(lab, path)),
    ...path.situations.map((situation) => limit(() => situationContradictions(lab, path, situation))),
  ]);
  return all.flat().map((text) => `${path.configuration}: ${text}`);
}

async function pathContradictions(lab: Lab, path: LabPath): Promise<readonly string[]> {
  const { intercepted, filtered } = configurationOf(path.configuration).truth;
  const [canary, odd, mustBeDenied] = await Promise.all([
    tcpConnects(lab, path, CANARY, 443),
    tcpConnects(lab, path, CANARY, ODD_PORT),
    curl(lab, path, `https://${MUST_BE_DENIED.host}/`),
  ]);
  const passes = filtered === 'no';
  return [
    ...differs('the canary connects', canary, intercepted === 'yes'),
    ...differs('the canary connects on an odd port', odd, false),
    ...differs('the must-be-denied name passes', mustBeDenied.curl === 0, passes),
  ];
}

async function situationContradictions(lab: Lab, path: LabPath, situation: Situation): Promise<readonly string[]> {
  const { name, host, port, scheme, literal, truth } = situation;
  const known = lab.hosts.get(host);
  // A TCP test takes the first address, where one can be learnt.
  const learnt = known && (literal || configurationOf(path.configuration).questions === 'accept');
  const [address] = learnt ? addressesOf(known) : [];
  const said = literal ? address : host;
  if (truth.seen.curls) {
    const ends: (number | undefined)[] = [];
    for (const _ of truth.seen.curls) ends.push((await curl(lab, path, `${scheme}://${said}:${port}/`)).curl);
    return differs('curl ends with', ends.join(' '), truth.seen.curls.join(' ')).map((text) => `${name}: ${text}`);
  }
  const nothing: Seen = {};
  const [connects, seen, dug, bytes] = await Promise.all([
    address !== undefined && tcpConnects(lab, path, address, port),
    truth.seen.curl === undefined ? nothing : curl(lab, path, `${scheme}://${said}:${port}${situation.path}`),
    truth.seen.dig === undefined ? undefined : dig(lab, path, host),
    // Through a proxy openssl would count the answer to CONNECT too.
    truth.seen.bytes === undefined || address === undefined || path.proxy !== undefined
      ? undefined
      : bytesOfHandshake(lab, path, address, port, literal ? undefined : host),
  ]);
  return [
    ...differs('TCP connects', connects, truth.tcpConnects),
    ...differs('curl ends with', seen.curl, truth.seen.curl),
    ...(truth.seen.status === undefined ? [] : differs('HTTP status', seen.status, truth.seen.status)),
    ...(truth.seen.says === undefined || seen.says?.includes(truth.seen.says)
      ? []
      : [`curl says ${seen.says}, and not ${truth.seen.says}`]),
    ...(truth.seen.dig === undefined || dug?.includes(truth.seen.dig)
      ? []
      : [`dig says ${dug}, not ${truth.seen.dig}`]),
    ...(path.proxy === undefined ? differs('bytes that openssl read', bytes, truth.seen.bytes) : []),
  ].map((text) => `${name}: ${text}`);
}

function differs<T>(what: string, found: T, expected: T): readonly string[] {
  return found === expected ? [] : [`${what}: ${found}, and not ${expected}`];
}

/** Seconds. Where packets are lost, a SYN may have to be sent a third time. */
function patience(path: LabPath): number {
  return configurationOf(path.configuration).way ? 8 : 3;
}

async function tcpConnects(lab: Lab, path: LabPath, address: string, port: number): Promise<boolean> {
  const { exit } = await lab.exec(path.agent, ['nc', '-z', '-n', '-w', String(patience(path)), address, String(port)]);
  return exit === 0;
}

/** By the system's own resolver, which the agents use too. */
async function curl(lab: Lab, path: LabPath, url: string): Promise<Seen> {
  const quiet = ['--silent', '--show-error', '--output', '/dev/null', '--write-out', '%{http_code}'];
  const proxy = path.proxy === undefined ? ['--noproxy', '*'] : ['--proxy', path.proxy];
  const deadlines = ['--connect-timeout', String(patience(path)), '--max-time', String(2 * patience(path))];
  const tls = ['--cacert', lab.root, '--tlsv1.2', '--ciphers', AGENT_SUITES, '--tls13-ciphers', AGENT_SUITES_TLS13];
  const { exit, stdout, stderr } = await lab.exec(path.agent, ['curl', ...quiet, ...deadlines, ...tls, ...proxy, url]);
  return { curl: exit, status: Number(stdout), says: stderr.trim() };
}

async function dig(lab: Lab, path: LabPath, host: string): Promise<string> {
  const { stdout } = await lab.exec(path.agent, ['dig', '+time=2', '+tries=1', host, 'A']);
  return stdout;
}

async function bytesOfHandshake(
  lab: Lab,
  path: LabPath,
  address: string,
  port: number,
  serverName: string | undefined,
): Promise<number | undefined> {
  const name = serverName === undefined ? ['-noservername'] : ['-servername', serverName];
  const suites = ['-min_protocol', 'TLSv1.2', '-cipher', AGENT_SUITES, '-ciphersuites', AGENT_SUITES_TLS13];
  const argv = ['openssl', 's_client', '-connect', `${address}:${port}`, ...name, ...suites];
  const { stdout } = await lab.exec(path.agent, argv, { timeoutMs: 6000 });
  const read = /SSL handshake has read (\d+) bytes/.exec(stdout)?.[1];
  return read === undefined ? undefined : Number(read);
}
