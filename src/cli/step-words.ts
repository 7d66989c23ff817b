/** What one phase showed, in a line for people. */
import type { Phase } from '../model/phase.ts';
import type {
  DnsFacts,
  DnsSeen,
  DnsStep,
  Hello,
  HttpFacts,
  HttpSeen,
  HttpStep,
  ProxyStep,
  Steps,
  TcpStep,
  TlsFacts,
  TlsSeen,
  TlsStep,
} from '../model/step.ts';
import { endpoint } from './figures.ts';

/** Addresses beyond this many are counted. */
const MOST_ADDRESSES = 3;

export function stepWords(phase: Phase, steps: Steps): string {
  switch (phase) {
    case 'dns':
      return dnsWords(steps.dns);
    case 'tcp':
      return tcpWords(steps.tcp);
    case 'proxy':
      return proxyWords(steps.proxy);
    case 'tls':
      return tlsWords(steps.tls);
    case 'http':
      return httpWords(steps.http);
  }
}

function dnsWords(step: DnsStep): string {
  switch (step.status) {
    case 'ok':
      return [...addressWords(step.facts), ...aliasWords(step.facts)].join('; ');
    case 'failed':
      return [failureWords(step.failure), ...answerWords(step.seen), ...aliasWords(step.seen)].join('; ');
    case 'skipped':
      return step.because;
  }
}

function addressWords({ addresses, source, resolver }: DnsFacts): readonly string[] {
  if (source === 'literal') return ['the target is an address'];
  const shown = addresses.slice(0, MOST_ADDRESSES).map(({ address, family, ttl, private: isPrivate }) => {
    const notes = [
      family === 4 ? 'A' : 'AAAA',
      ...(ttl === undefined ? [] : [`${ttl} s`]),
      ...(isPrivate ? ['private'] : []),
    ];
    return `${address} (${notes.join(', ')})`;
  });
  const more = addresses.length - shown.length;
  const from = { dns: resolver, hosts_file: 'the hosts file', system: "the system's resolver" }[source];
  return [`${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''} from ${from}`];
}

function answerWords({ answers }: DnsSeen): readonly string[] {
  return answers.map(
    ({ resolver, question, rcode, trouble }) =>
      `${resolver} ${question}: ${rcode === 'none' ? (trouble ?? 'no answer') : rcode}`,
  );
}

function aliasWords({ aliases, privateLink }: DnsSeen): readonly string[] {
  const last = aliases.at(-1);
  const chain = last ? [`alias of ${last.to}${aliases.length > 1 ? ` (${aliases.length} steps)` : ''}`] : [];
  return privateLink ? [...chain, 'in a privatelink zone'] : chain;
}

function tcpWords(step: TcpStep): string {
  switch (step.status) {
    case 'ok': {
      const { local, remote } = step.facts;
      return `${endpoint(local.address, local.port)} → ${endpoint(remote.address, remote.port)}`;
    }
    case 'failed':
      return `${endpoint(step.seen.remote.address, step.seen.remote.port)}: ${failureWords(step.failure)}`;
    case 'skipped':
      return step.because;
  }
}

function proxyWords(step: ProxyStep): string {
  switch (step.status) {
    case 'ok':
      return `CONNECT ${step.facts.authority}: ${step.facts.status}`;
    case 'failed': {
      const { authority, status, body } = step.seen;
      return [`CONNECT ${authority}: ${status ?? 'no answer'}`, failureWords(step.failure), ...bodyWords(body)].join(
        '; ',
      );
    }
    case 'skipped':
      return step.because;
  }
}

function tlsWords(step: TlsStep): string {
  switch (step.status) {
    case 'ok':
      return certificateWords(step.facts).join('; ');
    case 'failed':
      return [
        helloWords(step.seen.hello),
        `${step.seen.bytesReceived} bytes back`,
        endWords(step.seen, step.failure),
      ].join('; ');
    case 'skipped':
      return step.because;
  }
}

function helloWords({ bytes, serverName }: Hello): string {
  if (bytes === 0) return 'no ClientHello was sent';
  return `ClientHello ${bytes} bytes ${serverName === undefined ? 'without a name' : 'with the name'}`;
}

function endWords({ end, alert }: TlsSeen, failure: FailureLike): string {
  const said = alert ? `${alert.level} alert ${alert.number} (${words(alert.name)})` : '';
  switch (end) {
    case 'fin':
      return said === '' ? 'closed (FIN)' : `${said}, then closed (FIN)`;
    case 'rst':
      return said === '' ? 'reset (RST)' : `${said}, then reset (RST)`;
    case 'deadline':
      return said === '' ? 'silent until the deadline' : `${said}, then silent`;
    case 'alert':
      return said === '' ? failureWords(failure) : said;
    case 'ours':
      return failureWords(failure);
  }
}

function certificateWords(facts: TlsFacts): readonly string[] {
  const { protocol, cipher, chain, chainEnd, anchor, nameMatches, expired, notYetValid, verification } = facts;
  const leaf = chain[0];
  const genuine = chainEnd === 'public_root' && nameMatches && !expired && !notYetValid;
  return [
    `${protocol}, ${cipher}`,
    ...(leaf ? [`certificate by "${leaf.issuerCn}"`] : ['no certificate kept']),
    ...(genuine && leaf ? [`valid for the name until ${leaf.notAfter.slice(0, 10)}`] : []),
    ...(chainEnd === 'public_root' ? [] : [`${words(chainEnd)}: "${anchor}"`]),
    ...(nameMatches ? [] : ['not for this name']),
    ...(expired ? [`expired ${leaf?.notAfter.slice(0, 10) ?? ''}`.trim()] : []),
    ...(notYetValid ? ['not yet valid'] : []),
    ...(verification === 'ok' || genuine ? [] : [`the TLS library says ${verification}`]),
  ];
}

function httpWords(step: HttpStep): string {
  switch (step.status) {
    case 'ok':
      return [...answeredWords(step.facts), ...bodyWords(step.facts.body)].join('; ');
    case 'failed': {
      const { status, body, bytesReceived } = step.seen;
      return [
        ...(status === undefined ? [`${bytesReceived} bytes back`] : [`status ${status}`]),
        failureWords(step.failure),
        ...bodyWords(body),
      ].join('; ');
    }
    case 'skipped':
      return step.because;
  }
}

function answeredWords({ method, path, status, proof, interim, headers }: HttpFacts): readonly string[] {
  if (method === 'none') return ['the far end spoke first'];
  const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  return [
    `GET ${path}: ${status}`,
    ...(interim > 0 ? [`after ${interim} interim answers`] : []),
    ...(location === undefined ? [] : [`to ${location}`]),
    ...(proof === undefined ? [] : [`the body is a genuine ${proof.toUpperCase()}`]),
  ];
}

const MOST_BODY = 60;

/** The body's first words, where they are words: of bytes that are none, nothing can be read. */
function bodyWords(body: HttpSeen['body']): readonly string[] {
  const text = body.trim();
  const readable = text.length > 0 && [...text].filter((character) => character !== '�').length / text.length > 0.9;
  if (!readable) return [];
  return [`"${text.length > MOST_BODY ? `${text.slice(0, MOST_BODY - 1)}…` : text}"`];
}

interface FailureLike {
  readonly name: string;
  readonly code?: string;
}

/** `timed out`, with the system's own code where it says more. */
export function failureWords({ name, code }: FailureLike): string {
  const said = words(name.split('.').slice(1).join(' '));
  return code === undefined ? said : `${said} (${code})`;
}

function words(name: string): string {
  return name.replaceAll('_', ' ');
}
