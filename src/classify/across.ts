/** What the targets of one run say about each other. */
import type { Evidence } from '../model/evidence.ts';
import type { Across, Control, PortReading, PrivateIssuer, PublicIssuer } from '../model/path.ts';
import type { Steps, TlsFacts } from '../model/step.ts';
import { denialOn } from './denial.ts';
import { cutLike, fingerprintOf } from './fingerprint.ts';
import { isGenuine, outcomeOf, tlsFacts } from './flow.ts';

export function acrossOf(
  controls: readonly Control[],
  evidences: readonly Evidence[],
  ports: readonly PortReading[],
  proxied: boolean,
): Across {
  const proven = evidences.filter(
    ({ steps, target }) => isGenuine(tlsFacts(steps)) || outcomeOf(steps, target).kind === 'passed',
  );
  const seen: readonly { readonly host: string; readonly steps: Steps }[] = [
    ...evidences.map(({ target, steps }) => ({ host: target.host, steps })),
    // A beacon or must-be-denied name that is inspected too is the most unrelated name there is.
    ...controls.filter(({ host, kind }) => host !== '' && kind !== 'no_sni'),
  ];
  const chains = seen.flatMap(({ host, steps }) => {
    const facts = tlsFacts(steps);
    return facts ? [{ host, facts }] : [];
  });
  return {
    targets: evidences.length,
    proven: proven.length,
    cutLikeMustBeDenied: evidences.filter(({ steps, target }) => {
      const cut = fingerprintOf(steps);
      const { fingerprint } = denialOn(controls, ports, target);
      return cut !== undefined && fingerprint !== undefined && cutLike(cut, fingerprint);
    }).length,
    proofs: proxied
      ? []
      : proofsOf(evidences.filter(({ steps, target }) => outcomeOf(steps, target).kind === 'passed')),
    privateIssuers: privateIssuersOf(chains),
    publicIssuers: publicIssuersOf(chains),
  };
}

/** The first proven target of each port: its address answers for itself, so another name can be said there. */
function proofsOf(proven: readonly Evidence[]): Across['proofs'] {
  const byPort = new Map<number, Across['proofs'][number]>();
  for (const { target, steps } of proven) {
    if (steps.tcp.status !== 'ok' || target.proxy !== undefined || byPort.has(target.port)) continue;
    if (target.scheme === 'https' && !isGenuine(tlsFacts(steps))) continue;
    byPort.set(target.port, {
      name: target.name,
      host: target.host,
      address: steps.tcp.facts.remote.address,
      port: target.port,
    });
  }
  return [...byPort.values()];
}

interface ChainSeen {
  readonly host: string;
  readonly facts: TlsFacts;
}

function privateIssuersOf(chains: readonly ChainSeen[]): readonly PrivateIssuer[] {
  const hosts = new Map<string, Set<string>>();
  for (const { host, facts } of chains) {
    if (facts.chainEnd === 'public_root') continue;
    hosts.set(facts.anchor, (hosts.get(facts.anchor) ?? new Set()).add(host));
  }
  return [...hosts].map(([anchor, names]) => ({ anchor, hosts: [...names].toSorted() }));
}

function publicIssuersOf(chains: readonly ChainSeen[]): readonly PublicIssuer[] {
  const issuers = new Map<string, PublicIssuer>();
  for (const { facts } of chains) {
    if (facts.chainEnd !== 'public_root') continue;
    for (const { subject, ski } of facts.chain.slice(1)) {
      issuers.set(`${subject} ${ski ?? ''}`, { subject, ...(ski !== undefined && { ski }) });
    }
  }
  return [...issuers.values()];
}
