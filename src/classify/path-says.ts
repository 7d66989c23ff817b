/** The path in sentences, the most important first. */
import type { Control, Path, PathReading } from '../model/path.ts';
import { counted, listed, ms } from './figures.ts';
import { cutWhere, cutWords } from './fingerprint.ts';
import { unrelated } from './names.ts';
import { commonName } from './truth.ts';

type PathParts = Omit<Path, 'reading'> & { readonly reading: Omit<PathReading, 'says'> };

export function pathSays(path: PathParts): readonly string[] {
  return [
    ...passesSays(path),
    ...path.reading.ill.map((trouble) => `This run is ill: ${trouble}.`),
    ...canarySays(path),
    ...denialSays(path),
    ...productSays(path),
    ...inspectionSays(path),
    ...proxySays(path),
  ];
}

function passesSays({ reading, controls, firewallExpected }: PathParts): readonly string[] {
  if (reading.filtered !== 'no') return [];
  const name = mustBeDenied(controls);
  return firewallExpected
    ? [
        `A firewall is expected on this path, and ${name}, which must be denied, passes: either its rules allow everything to this source, or the path goes around it. No verdict below speaks about its rules.`,
      ]
    : [`${name}, which must be denied, passes: names are not filtered on this path, or everything is allowed.`];
}

function canarySays({ reading, controls }: PathParts): readonly string[] {
  const { ports, filtered } = reading;
  const answered = ports.filter(({ canary }) => canary === 'answered').map(({ port }) => port);
  if (ports.some(({ canary }) => canary === 'void')) {
    const odd = controls.find((control) => control.odd && control.steps.tcp.status === 'ok');
    return [
      `Even ${endpoint(odd)} connects, a port that nobody uses on an address where nothing is: this platform answers TCP for everything, so that canaries and TCP tests say nothing here.`,
    ];
  }
  if (answered.length > 0) {
    const connected = controls.filter(({ kind, odd, steps }) => kind === 'canary' && !odd && steps.tcp.status === 'ok');
    const one = connected.find(({ port }) => port === 443) ?? connected[0];
    const who =
      filtered === 'no'
        ? 'this platform answers TCP for others'
        : 'something on this path answers handshakes for others';
    return [
      `${endpoint(one)} connects, and nothing is there: ${who}.`,
      `On ${answered.length === 1 ? 'port' : 'ports'} ${listed(answered)} a TCP test proves nothing here, unless a network rule allows the host.`,
    ];
  }
  if (ports.some(({ canary }) => canary === 'silent' || canary === 'refused')) {
    return [
      'No canary connects: nothing on this path answers handshakes for others, or a rule swallows addresses that nobody has.',
    ];
  }
  return [];
}

function denialSays({ reading, controls }: PathParts): readonly string[] {
  const { filtered, fingerprint } = reading;
  if (fingerprint) {
    const { host, endedAfterMs } = fingerprint;
    return [
      `A name that must be denied (${host}) is cut ${cutWhere(fingerprint)} (${cutWords(fingerprint)}, ${ms(endedAfterMs)}): that is what a denial looks like today.`,
    ];
  }
  if (filtered === 'yes')
    return [`A name that must be denied (${mustBeDenied(controls)}) is refused in so many words.`];
  if (filtered === 'no' || !controls.some(({ kind }) => kind === 'must_be_denied')) return [];
  return [
    `How a denial looks on this path is not known: ${mustBeDenied(controls)} failed before its name could be judged, or was answered by somebody else.`,
  ];
}

function productSays({ reading }: PathParts): readonly string[] {
  return reading.product ? ['An answer of HTTP 470 or its text names the product on this path: Azure Firewall.'] : [];
}

function inspectionSays({ across }: PathParts): readonly string[] {
  return across.privateIssuers
    .filter(({ hosts }) => unrelated(hosts))
    .map(
      ({ anchor, hosts }) =>
        `TLS is inspected by "${commonName(anchor)}": it signs for ${counted(hosts.length, 'name')} that have nothing to do with each other.`,
    );
}

function proxySays({ proxied }: PathParts): readonly string[] {
  return proxied
    ? [
        'Everything goes through an explicit proxy: names are resolved there, and a TCP test would only have reached the proxy.',
      ]
    : [];
}

function mustBeDenied(controls: readonly Control[]): string {
  return (
    controls.find(({ kind }) => kind === 'must_be_denied' || kind === 'port_80')?.host ?? 'the name that must be denied'
  );
}

function endpoint(control: Control | undefined): string {
  return control ? `${control.dialled?.address ?? control.host}:${control.port}` : 'A canary';
}
