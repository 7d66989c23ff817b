/** What the steps of one flow put into a row. */
import { PHASES, type Phase } from '../model/phase.ts';
import type { Certificate, Steps, TlsFacts, TlsSeen } from '../model/step.ts';
import { shortened } from './bounds.ts';
import type { ProbeRecord } from './columns.ts';

const MAX_ADDRESSES = 16;
type Columns = Partial<ProbeRecord>;

export function stepColumns(steps: Steps): Columns {
  return {
    ...dnsColumns(steps),
    ...tcpColumns(steps),
    ...tlsColumns(steps),
    ...httpColumns(steps),
    ...timeColumns(steps),
  };
}

/** The last phase that was tried. */
export function lastPhase(steps: Steps): Phase {
  return PHASES.findLast((phase) => steps[phase].status !== 'skipped') ?? 'dns';
}

/** Tenths of a millisecond are as much as a clock of ours is worth. */
export function milliseconds(ms: number): number {
  return Math.round(ms * 10) / 10;
}

function dnsColumns({ dns }: Steps): Columns {
  if (dns.status === 'skipped') return {};
  const privateLink = dns.status === 'ok' ? dns.facts.privateLink : dns.seen.privateLink;
  return {
    ...(dns.status === 'ok' && {
      ResolvedAddresses: dns.facts.addresses.slice(0, MAX_ADDRESSES).map(({ address }) => address),
    }),
    ...(privateLink && { PrivateLink: true }),
  };
}

function tcpColumns({ tcp }: Steps): Columns {
  if (tcp.status === 'ok') {
    const { local, remote } = tcp.facts;
    return { LocalIp: local.address, LocalPort: local.port, RemoteIp: remote.address };
  }
  return tcp.status === 'failed' ? { RemoteIp: tcp.seen.remote.address } : {};
}

function tlsColumns({ tls, http }: Steps): Columns {
  if (tls.status === 'ok')
    return { ...agreedColumns(tls.facts), ...alertColumn(http.status === 'failed' ? http.seen : {}) };
  if (tls.status === 'skipped') return {};
  const { end, bytesReceived, endedAfterMs } = tls.seen;
  return {
    ...alertColumn(tls.seen),
    TlsEnd: end,
    TlsBytesReceived: bytesReceived,
    TlsEndedAfterMs: milliseconds(endedAfterMs),
  };
}

function agreedColumns({ protocol, cipher, chain, chainEnd, anchor }: TlsFacts): Columns {
  const [leaf] = chain;
  return {
    TlsProtocol: protocol,
    TlsCipher: cipher,
    ...(leaf && { CertIssuer: issuerName(leaf), CertNotAfter: leaf.notAfter }),
    ...(chainEnd !== 'public_root' && { CertAnchor: shortened(anchor, 300) }),
  };
}

function issuerName({ issuerCn, issuerOrganization, issuer }: Certificate): string {
  return shortened(issuerCn || issuerOrganization || issuer, 300);
}

function alertColumn({ alert }: Pick<TlsSeen, 'alert'>): Columns {
  return alert ? { TlsAlert: alert.number } : {};
}

function httpColumns({ proxy, http }: Steps): Columns {
  const status = http.status === 'ok' ? http.facts.status : http.status === 'failed' ? http.seen.status : undefined;
  const refused = proxy.status === 'failed' ? proxy.seen.status : undefined;
  // Status 0 stands for bytes that were no HTTP (scheme tcp).
  const shown = status || refused;
  return shown ? { HttpStatus: shown } : {};
}

const MS_COLUMNS = { dns: 'DnsMs', tcp: 'TcpMs', proxy: 'ProxyMs', tls: 'TlsMs', http: 'HttpMs' } as const;

function timeColumns(steps: Steps): Columns {
  const times = PHASES.flatMap((phase): [string, number][] => {
    const step = steps[phase];
    return step.status === 'skipped' ? [] : [[MS_COLUMNS[phase], milliseconds(step.durationMs)]];
  });
  const failed = PHASES.map((phase) => steps[phase]).find((step) => step.status === 'failed');
  return { ...Object.fromEntries(times), ...(failed?.status === 'failed' && { Failure: failed.failure.name }) };
}
