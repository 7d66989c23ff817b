/**
 * Hosts that the certificates just seen name: where Windows asks whether they are revoked, and fetches intermediates. An agent there fails without
 * them though our handshake succeeds.
 */
import type { Evidence } from '../model/evidence.ts';
import { HOST_NAME } from '../model/host-name.ts';
import type { Origin } from '../model/origin.ts';
import type { TargetSettings } from '../model/settings.ts';
import type { Certificate } from '../model/step.ts';
import { AGENTS, type Target } from '../model/target.ts';

export const MOST_DERIVED = 20;
const LONGEST_PATH = 300;

export interface DerivedTargets {
  readonly targets: readonly Target[];
  /** By the target's name. */
  readonly origins: Readonly<Record<string, Origin>>;
}

/**
 * One for each host that no target asks on port 80 already, in the order in which chains name them. Only chains that end in a public root and are
 * valid for the name count: anybody on the path can print addresses into a certificate of his own. Behind an Arc gateway none: such hosts ride inside.
 */
export function derivedTargets(
  evidences: readonly Evidence[],
  existing: readonly Target[],
  settings: Pick<TargetSettings, 'deriveRevocation' | 'gateway'>,
): DerivedTargets {
  if (!settings.deriveRevocation || settings.gateway !== undefined) return { targets: [], origins: {} };
  const asked = new Set(existing.filter(({ port }) => port === PORT).map(({ host }) => host.toLowerCase()));
  const named = Map.groupBy(
    evidences.flatMap(namedBy).filter(({ host }) => !asked.has(host)),
    ({ host }) => host,
  );
  const made = [...named.values()].flatMap(toDerived).slice(0, MOST_DERIVED);
  return {
    targets: made.map(({ target }) => target),
    origins: Object.fromEntries(made.map(({ target, origin }) => [target.name, origin])),
  };
}

const PORT = 80;

interface Named {
  readonly host: string;
  readonly path: string;
  /** The target whose chain names it. */
  readonly by: Target;
  readonly certificate: Certificate;
}

function namedBy({ target, steps: { tls } }: Evidence): readonly Named[] {
  if (tls.status !== 'ok') return [];
  const { chain, chainEnd, nameMatches } = tls.facts;
  if (chainEnd !== 'public_root' || !nameMatches) return [];
  return chain.flatMap((certificate) =>
    certificate.urls.flatMap((url) => {
      const place = placeIn(url);
      return place ? [{ ...place, by: target, certificate }] : [];
    }),
  );
}

/** RFC 6761, RFC 6762, RFC 8375, and what private networks call themselves. */
const PRIVATE = /\.(?:local|localhost|internal|intranet|private|lan|home|corp|arpa|test|example|invalid|onion|alt)$/;

function placeIn(text: string): Pick<Named, 'host' | 'path'> | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, port, hostname, pathname, search, username, password } = new URL(text);
  if (protocol !== 'http:' || port !== '' || username !== '' || password !== '') return undefined;
  const host = hostname.toLowerCase().replace(/\.$/, '');
  const path = pathname + search;
  if (!HOST_NAME.test(host) || PRIVATE.test(host) || path.length > LONGEST_PATH) return undefined;
  return { host, path };
}

function toDerived(named: readonly Named[]): readonly { readonly target: Target; readonly origin: Origin }[] {
  const [first] = named;
  if (!first) return [];
  const { host, path, by, certificate } = first;
  const target: Target = {
    name: `${host}:${PORT}`,
    host,
    port: PORT,
    scheme: 'http',
    path,
    agents: AGENTS.filter((agent) => named.some((one) => one.by.agents.includes(agent))),
    feature: 'certificate revocation',
    required: false,
    tier: 'recommended',
    effect: 'degraded',
    stops: 'Windows agents cannot check certificates for revocation: connections fail or start slowly',
    inspection: 'unknown',
  };
  const place = `${by.name}, certificate of ${certificate.subjectCn || certificate.subject}`;
  return [{ target, origin: { kind: 'derived', sources: [], serviceTags: [], place } }];
}
