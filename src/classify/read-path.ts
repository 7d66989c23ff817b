/** Reads the path controls: what the path itself told, before any target is judged. */
import type { Evidence } from '../model/evidence.ts';
import type { Control, Path, PathReading, PortReading } from '../model/path.ts';
import { acrossOf } from './across.ts';
import { type Denial, denialOn } from './denial.ts';
import { counted } from './figures.ts';
import { firewallSaidSo, instrumentFailure } from './flow.ts';
import { pathSays } from './path-says.ts';

export interface PathSettings {
  readonly firewallExpected: boolean;
  /** With an explicit proxy, canaries and dead-address questions say nothing. */
  readonly proxied: boolean;
}

export function readPath(
  controls: readonly Control[],
  evidences: readonly Evidence[],
  { firewallExpected, proxied }: PathSettings,
): Path {
  const ports = portsOf(controls, evidences, proxied);
  const across = acrossOf(controls, evidences, ports, proxied);
  const https = denialOn(controls, ports, { port: 443, scheme: 'https' });
  const http = denialOn(controls, ports, { port: 80, scheme: 'http' });
  const filtered = filteredOf(https, http);
  const fingerprint = https.fingerprint ?? http.fingerprint;
  const saidSo = [...controls, ...evidences].some(({ steps }) => firewallSaidSo(steps));
  const reading: Omit<PathReading, 'says'> = {
    ports,
    intercepted: interceptedOf(ports, filtered),
    filtered,
    ...(fingerprint && { fingerprint }),
    ...(saidSo && { product: 'azure_firewall' }),
    ill: illOf(controls, evidences),
  };
  const says = pathSays({ controls, across, reading, firewallExpected, proxied });
  return { controls, across, reading: { ...reading, says }, firewallExpected, proxied };
}

/**
 * `no` needs a genuine chain for the name that must be denied: an answer over plain HTTP proves no far end.
 * Port 80 may say `yes` where TLS says nothing.
 */
function filteredOf(https: Denial, http: Denial): PathReading['filtered'] {
  if (https.filtered !== 'unknown') return https.filtered;
  return http.filtered === 'yes' ? 'yes' : 'unknown';
}

/** Silent canaries alone say little: a deny rule for addresses that nobody has swallows them too. */
function interceptedOf(ports: readonly PortReading[], filtered: PathReading['filtered']): PathReading['intercepted'] {
  if (ports.some(({ canary }) => canary === 'answered')) return 'yes';
  const asked = ports.filter(({ canary }) => canary !== 'not_asked');
  const quiet = asked.length > 0 && asked.every(({ canary }) => canary === 'silent' || canary === 'refused');
  return quiet && filtered === 'no' ? 'no' : 'unknown';
}

function portsOf(
  controls: readonly Control[],
  evidences: readonly Evidence[],
  proxied: boolean,
): readonly PortReading[] {
  const canaries = proxied ? [] : controls.filter(({ kind }) => kind === 'canary');
  const isVoid = canaries.some(({ odd, steps }) => odd && steps.tcp.status === 'ok');
  const used = canaries.filter(({ odd }) => !odd).map(({ port }) => port);
  const ports = [...new Set([...used, ...evidences.map(({ target }) => target.port)])].toSorted((a, b) => a - b);
  return ports.map((port) => {
    const own = canaries.filter((canary) => !canary.odd && canary.port === port);
    return { port, canary: canaryOf(own, isVoid) };
  });
}

function canaryOf(canaries: readonly Control[], isVoid: boolean): PortReading['canary'] {
  const heard = canaries.filter(({ steps }) => steps.tcp.status !== 'skipped' && !instrumentFailure(steps));
  if (heard.length === 0) return 'not_asked';
  if (heard.some(({ steps }) => steps.tcp.status === 'ok')) return isVoid ? 'void' : 'answered';
  const refused = heard.some(({ steps }) => steps.tcp.status === 'failed' && steps.tcp.failure.name === 'tcp.refused');
  return refused ? 'refused' : 'silent';
}

/** Our own exhaustion. Denied ingestion or token hosts are findings, and make no run ill. */
function illOf(controls: readonly Control[], evidences: readonly Evidence[]): readonly string[] {
  const failures = [...controls, ...evidences].flatMap(({ steps }) => instrumentFailure(steps) ?? []);
  const byCode = Map.groupBy(failures, ({ code, name }) => code ?? name);
  return [...byCode].map(
    ([code, { length }]) => `${code}: this machine ran out of its own means (${counted(length, 'flow')} of this run)`,
  );
}
