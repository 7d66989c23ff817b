/** The few words of a verdict for a table cell. */
import type { Certificate } from '../model/step.ts';
import { cutWhere, endWord } from './fingerprint.ts';
import type { View } from './view.ts';
import { httpWords, textOfHex } from './words.ts';

/** `cut after ClientHello, 0 bytes back (FIN)`. */
export function cutTruth({ cut }: View): string {
  if (!cut) return 'cut';
  const where = `cut ${cutWhere(cut)}`;
  return cut.alert === undefined
    ? `${where}, ${cut.bytesReceived} bytes back (${endWord(cut)})`
    : `${where}, alert ${cut.alert}`;
}

export function failureTruth({ failure, phase }: View): string {
  if (!failure) return `${phase} did not fail`;
  const [, ...words] = failure.name.split('.');
  return `${failure.phase}: ${words.join(' ').replaceAll('_', ' ')}`;
}

export function alertTruth({ steps, cut }: View): string {
  const { tls, http } = steps;
  const alert = tls.status === 'failed' ? tls.seen.alert : http.status === 'failed' ? http.seen.alert : undefined;
  if (!alert) return 'TLS alert';
  return `alert ${alert.number} ${alert.name.replaceAll('_', ' ')}${cut ? ', before ServerHello' : ''}`;
}

export function chainTruth({ tls, target }: View): string {
  if (!tls) return 'no certificate';
  switch (tls.chainEnd) {
    case 'public_root':
      if (!tls.nameMatches)
        return `certificate for ${tls.chain[0]?.subjectCn ?? 'another name'}, not for ${target.host}`;
      return tls.expired
        ? `certificate expired ${day(tls.chain[0]?.notAfter)}`
        : `certificate not valid before ${day(tls.chain[0]?.notBefore)}`;
    case 'self_signed':
      return `self-signed certificate "${commonName(tls.anchor)}"`;
    case 'incomplete':
      return `issuer "${commonName(tls.anchor)}" was not sent`;
    default:
      return `certificate by "${commonName(tls.anchor)}"`;
  }
}

/** `200 Healthy, Microsoft Azure RSA TLS Issuing CA 04`. */
export function proofTruth({ http, tls }: View): string {
  const body = http?.bodyMatches ? ` ${http.body.trim().slice(0, 20)}` : '';
  const status = http && http.method !== 'none' ? `${http.status}${body}` : '';
  const proof = http?.proof ? `${status}, ${http.proof.toUpperCase()}` : status;
  return [proof, issuer(tls?.chain[0])].filter((part) => part !== '').join(', ') || 'answered';
}

export function statusTruth(view: View): string {
  return view.http ? `HTTP ${view.http.status}` : failureTruth(view);
}

export function spokenTruth({ steps }: View): string {
  const words = httpWords(steps);
  const status = (words.proxy ?? words.plain ?? words.http)?.status;
  const where = words.proxy ? ' on CONNECT' : words.plain ? ' in plain text' : '';
  return status === undefined ? `the firewall's text${where}` : `HTTP ${status} from the firewall${where}`;
}

export function connectTruth({ steps }: View): string {
  const status = steps.proxy.status === 'failed' ? steps.proxy.seen.status : undefined;
  return status === undefined ? 'the proxy ended CONNECT' : `the proxy answered CONNECT with ${status}`;
}

export function plainTruth({ steps }: View): string {
  const { plain } = httpWords(steps);
  if (plain?.status !== undefined) return `plain HTTP ${plain.status} where TLS was due`;
  const text = steps.tls.status === 'failed' ? textOfHex(steps.tls.seen.firstBytes) : '';
  const words = text.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 24);
  return words === '' ? 'no TLS, and no text' : `"${words}" where TLS was due`;
}

export function commonName(subject: string): string {
  return /(?:^|[,\n/]\s*)CN\s*=\s*([^,\n/]+)/i.exec(subject)?.[1]?.trim() ?? subject;
}

function issuer(leaf: Certificate | undefined): string {
  return leaf?.issuerCn ?? '';
}

function day(date: string | undefined): string {
  return date?.slice(0, 10) ?? 'at an unknown date';
}
