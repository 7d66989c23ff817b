/** The internet of the laboratory: nginx for far ends that answer, HAProxy for those that misbehave, unbound for names. */
import type { Host } from './addresses.ts';
import type { Certificates, Issued } from './certificates.ts';
import type { FarEnd } from './situation.ts';

const AGENTS_VERSIONS = 'TLSv1.2 TLSv1.3';
/** How the far ends that nginx plays differ in TLS. Everything else they have in common. */
function tlsOf(farEnd: FarEnd, certificates: Certificates): Tls | undefined {
  const { healthy, ecdsa, expired, wrongName, noIntermediate, selfSigned } = certificates;
  const usual = (issued: Issued): Tls => ({ issued, versions: AGENTS_VERSIONS, suites: 'HIGH:!aNULL' });
  switch (farEnd) {
    case 'answers':
    case 'unknown_to_firewall':
    case 'long_answer':
    case 'first_address_dead':
    case 'second_address_dead':
      return usual(healthy);
    case 'private_link_only':
    case 'slow':
    case 'dribbles':
    case 'http_silent':
    case 'http_closes':
    case 'http_resets':
      return usual(healthy);
    case 'asks_certificate':
      return { ...usual(healthy), more: `ssl_verify_client on; ssl_client_certificate ${certificates.root};` };
    case 'takes_certificate':
      return { ...usual(healthy), more: `ssl_verify_client optional; ssl_client_certificate ${certificates.root};` };
    case 'tls12':
    case 'cut':
    case 'stalls':
      return { ...usual(healthy), versions: 'TLSv1.2' };
    case 'tls13':
      return { ...usual(healthy), versions: 'TLSv1.3' };
    case 'ecdsa':
      return usual(ecdsa);
    case 'ecdsa_tls12':
      return { ...usual(ecdsa), versions: 'TLSv1.2', suites: 'ECDHE-ECDSA-AES256-GCM-SHA384' };
    case 'odd_suite':
      return { ...usual(healthy), versions: 'TLSv1.2', suites: 'ECDHE-RSA-CAMELLIA256-SHA384' };
    case 'tls10':
      return { ...usual(healthy), versions: 'TLSv1 TLSv1.1', suites: 'ALL:@SECLEVEL=0' };
    case 'expired':
      return usual(expired);
    case 'wrong_name':
    case 'misdirected':
      return usual(wrongName);
    case 'no_intermediate':
      return usual(noIntermediate);
    case 'self_signed':
      return usual(selfSigned);
    default:
      return undefined;
  }
}
interface Tls {
  readonly issued: Issued;
  readonly versions: string;
  readonly suites: string;
  readonly more?: string;
}
/** What nginx does with a request. */
function answerOf({ farEnd, status }: Host): string {
  switch (farEnd) {
    case 'private_link_only':
      return 'return 403 "Data collection endpoint must be used to access configuration over private link.";';
    case 'slow':
      return 'echo_sleep 2; echo slowly;';
    case 'dribbles':
      return `limit_rate 100; return ${status} "${'drop by drop '.repeat(100)}";`;
    case 'http_silent':
      return 'echo_sleep 60; echo late;';
    case 'http_closes':
      return 'return 444;';
    case 'http_resets':
      return 'reset_timedout_connection on; return 444;';
    default:
      return `return ${status} "the laboratory's far end\\n";`;
  }
}

type Placed = Host & { readonly address: string };
export function placed(hosts: Iterable<Host>): readonly Placed[] {
  return [...hosts].flatMap(({ address, ...host }) => (address === undefined ? [] : [{ ...host, address }]));
}

export function nginxConfig(hosts: readonly Placed[], certificates: Certificates, folder: string): string {
  return `
load_module modules/ngx_http_echo_module.so;
user root;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx.log warn;
events { worker_connections 1024; }
http {
  access_log off;
  ssl_session_tickets off;
  types { application/pkix-crl crl; }
  default_type text/plain;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  ${hosts.map((host) => nginxServer(host, certificates)).join('')}
}
`;
}

function nginxServer(host: Placed, certificates: Certificates): string {
  const { farEnd, address } = host;
  const tls = tlsOf(farEnd, certificates);
  if (!tls && farEnd !== 'plain_http') return '';
  const encrypted = tls
    ? `listen ${address}:443 ssl; listen ${address}:8443 ssl;
    ssl_certificate ${tls.issued.chain}; ssl_certificate_key ${tls.issued.key};
    ssl_protocols ${tls.versions}; ssl_ciphers ${tls.suites}; ${tls.more ?? ''}`
    : `listen ${address}:443;`;
  return `
  server {
    ${encrypted}
    listen ${address}:80;
    location = /lab.crl { alias ${certificates.crl}; }
    location / { ${answerOf(host)} }
  }`;
}

/** Far ends that end a handshake by themselves. `silent-drop` is silence or a reset, as the HAProxy that does it was started. */
const MISBEHAVIOURS: Readonly<Record<'silence' | 'reset', Readonly<Partial<Record<FarEnd, string>>>>> = {
  silence: { closes: 'reject', silent: 'silent-drop', alerts: 'accept' },
  reset: { resets: 'silent-drop' },
};

/** Far ends that want a client certificate in the handshake, and which versions they speak. */
const DEMANDING: Readonly<Partial<Record<FarEnd, string>>> = {
  demands_certificate: 'ssl-min-ver TLSv1.3',
  demands_certificate_tls12: 'ssl-max-ver TLSv1.2',
};

export function farEndsConfig(
  hosts: readonly Placed[],
  drops: 'silence' | 'reset',
  certificates: Certificates,
): string | undefined {
  const frontends = hosts.flatMap(({ farEnd, address }) => {
    const version = DEMANDING[farEnd];
    if (version !== undefined && drops === 'silence')
      return `
frontend at-${address}
  mode http
  bind ${address}:443 ssl crt ${certificates.healthyWithKey} ca-file ${certificates.root} verify required ${version}
  http-request return status 200
`;
    const action = MISBEHAVIOURS[drops][farEnd];
    if (action === undefined) return [];
    return `
frontend at-${address}
  bind ${address}:443 ${farEnd === 'alerts' ? alerting(112, certificates) : ''}
  tcp-request inspect-delay 10s
  tcp-request content ${action} if { req.ssl_hello_type 1 }
  default_backend nowhere
`;
  });
  // HAProxy does not start for nobody.
  return frontends.length === 0 ? undefined : `${haproxyGlobal()}${frontends.join('')}\nbackend nowhere\n`;
}

/** A TCP header of 32 bytes (with time stamps, as all are here), then a TLS record whose handshake message is a ClientKeyExchange. */
const CLIENT_KEY_EXCHANGE = '@th,256,8 0x16 @th,296,8 0x10';

/** The internet loses what goes to some addresses, and ends handshakes of TLS 1.2 in their middle; see `startHaproxy` for other resets. */
export function internetRuleset(hosts: readonly Placed[]): string {
  const to = (wanted: FarEnd, rule: string): string => {
    const addresses = hosts.filter(({ farEnd }) => farEnd === wanted).map(({ address }) => address);
    return addresses.length === 0 ? '' : `ip daddr { ${addresses.join(', ')} } ${rule}`;
  };
  return `
table ip internet {
  chain input {
    type filter hook input priority filter; policy accept;
    ${to('blackholed', 'drop')}
    ${to('cut', `tcp dport 443 ${CLIENT_KEY_EXCHANGE} reject with tcp reset`)}
    ${to('stalls', `tcp dport 443 ${CLIENT_KEY_EXCHANGE} drop`)}
  }
  ${USUAL_TTL}
}
`;
}

/** A reset with the TTL that other packets have. */
export const USUAL_TTL = `chain output {
    type filter hook output priority filter; policy accept;
    tcp flags & rst == rst ip ttl set 64
  }`;

/** Words of `bind` with which HAProxy ends every handshake with this alert. */
export function alerting(alert: 40 | 112, { elsewhere }: Certificates): string {
  // No certificate for the name: unrecognized_name. No key for the only suite: handshake_failure, whatever the hello offers.
  return alert === 112
    ? `ssl crt ${elsewhere} strict-sni`
    : `ssl crt ${elsewhere} ssl-max-ver TLSv1.2 ciphers PSK-AES128-GCM-SHA256`;
}

export function haproxyGlobal(): string {
  return `
global
  maxconn 4000
  nbthread 1
defaults
  mode tcp
  retries 0
  timeout connect 2s
  timeout client 60s
  timeout server 60s
`;
}
