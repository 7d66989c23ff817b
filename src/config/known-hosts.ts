/** Tokens are sent to hosts of Azure only: a slip or a planted setting must not hand one to somebody else. */
import { isIP } from 'node:net';
import { CLOUD_SUFFIXES } from '../model/cloud-suffixes.ts';
import type { Settings } from '../model/settings.ts';
import type { Environment } from './environment.ts';
import { type Given, type GivenSettings, problemAt } from './given.ts';
import type { Problem } from './problems.ts';
import { quoted } from './read-value.ts';

const INGESTION = Object.values(CLOUD_SUFFIXES).map(({ monitor }) => `ingest.${monitor}`);
/** The last one is that of accounts with a DNS zone of their own. */
const BLOB = [...Object.values(CLOUD_SUFFIXES).map(({ blob }) => blob), 'blob.storage.azure.net'];
/** Where `@azure/identity` asks for tokens, in the three clouds. */
const AUTHORITIES = [
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.chinacloudapi.cn',
  'login.partner.microsoftonline.cn',
];

/** Under another network than the real one (`AGENTPATH_NETWORK`) what stands in for Azure is on this machine. */
export function unknownHosts(given: GivenSettings, settings: Settings, env: Environment): readonly Problem[] {
  const { ingestion, store, spool } = settings;
  const simulated = (env['AGENTPATH_NETWORK'] ?? '').trim() !== '';
  const known = (at: Given | undefined, url: string | undefined, suffixes: readonly string[]): readonly Problem[] => {
    if (!at || url === undefined || !/^https?:\/\//i.test(url)) return [];
    const { hostname } = new URL(url);
    if (suffixes.some((suffix) => hostname.endsWith(`.${suffix}`)) || (simulated && isLoopback(hostname))) return [];
    return [
      problemAt(
        at,
        `${quoted(hostname)} is no host of Azure's, and a token would be sent to it`,
        `Write a host that ends in ${suffixes.join(' or ')}`,
      ),
    ];
  };
  return [
    ...known(given.ingestionEndpoint?.[0], ingestion?.endpoint, INGESTION),
    ...known(given.store?.[0], store, BLOB),
    ...known(given.spool?.[0], spool.place, BLOB),
    ...(ingestion || /^https:/i.test(store ?? '') ? unknownAuthority(env) : []),
  ];
}

function unknownAuthority(env: Environment): readonly Problem[] {
  const text = env['AZURE_AUTHORITY_HOST']?.trim() ?? '';
  if (text === '') return [];
  const url = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (URL.canParse(url) && /^https:/i.test(url) && AUTHORITIES.includes(new URL(url).hostname)) return [];
  return [
    {
      place: 'AZURE_AUTHORITY_HOST',
      says: `${quoted(text)} is none of the hosts that give tokens for Azure`,
      wayOut: `Remove it, or write one of ${AUTHORITIES.map((host) => `https://${host}`).join(', ')}`,
    },
  ];
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
