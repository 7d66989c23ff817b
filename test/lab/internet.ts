/** The internet of the laboratory: nginx for far ends that answer, HAProxy for those that misbehave, unbound for names. */
import { DNS_SERVER, FIREWALL_NETS, MUST_BE_DENIED as HEALTHY, type Host } from './addresses.ts';
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
      return usual(healthy);
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
}

type Placed = Host & { readonly address: string };
export function placed(hosts: Iterable<Host>): readonly Placed[] {
  return [...hosts].flatMap(({ address, ...host }) => (address === undefined ? [] : [{ ...host, address }]));
}

export function nginxConfig(hosts: readonly Placed[], certificates: Certificates, folder: string): string {
  return `
user root;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx.log warn;
events { worker_connections 1024; }
http {
  access_log off;
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

function nginxServer({ farEnd, address, status }: Placed, certificates: Certificates): string {
  const tls = tlsOf(farEnd, certificates);
  if (!tls && farEnd !== 'plain_http') return '';
  const encrypted = tls
    ? `listen ${address}:443 ssl; listen ${address}:8443 ssl;
    ssl_certificate ${tls.issued.chain}; ssl_certificate_key ${tls.issued.key};
    ssl_protocols ${tls.versions}; ssl_ciphers ${tls.suites};`
    : `listen ${address}:443;`;
  return `
  server {
    ${encrypted}
    listen ${address}:80;
    location = /lab.crl { alias ${certificates.crl}; }
    location / { return ${status} "the laboratory's far end\\n"; }
  }`;
}

/** Far ends that end a handshake by themselves. `silent-drop` is silence or a reset, as the HAProxy that does it was started. */
const MISBEHAVIOURS: Readonly<Record<'silence' | 'reset', Readonly<Partial<Record<FarEnd, string>>>>> = {
  silence: { closes: 'reject', silent: 'silent-drop', alerts: 'accept' },
  reset: { resets: 'silent-drop' },
};

export function farEndsConfig(
  hosts: readonly Placed[],
  drops: 'silence' | 'reset',
  certificates: Certificates,
): string {
  const frontends = hosts.flatMap(({ farEnd, address }) => {
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
  return `${haproxyGlobal()}${frontends.join('')}\nbackend nowhere\n`;
}

/** The internet loses what goes to these addresses; see `startHaproxy` for resets. */
export function internetRuleset(lost: readonly string[]): string {
  return `
table ip internet {
  chain input {
    type filter hook input priority filter; policy accept;
    ${lost.length === 0 ? '' : `ip daddr { ${lost.join(', ')} } drop`}
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

/** One zone, the root itself, so that nothing is ever asked elsewhere; agents and firewalls may see different views of it. */
export function unboundConfig(hosts: Iterable<Host>, folder: string): string {
  const all = [...hosts];
  const of = (farEnd: FarEnd): readonly Host[] => all.filter((host) => host.farEnd === farEnd);
  const refused = of('dns_refused').map(({ host }) => `local-zone: "${host}." always_refuse`);
  const right = of('misdirected').flatMap(({ host }) => [
    `local-zone: "${host}." redirect`,
    `local-data: "${host}. A ${HEALTHY.address}"`,
  ]);
  const hidden = of('unknown_to_firewall').map(({ host }) => `local-zone: "${host}." always_nxdomain`);
  return `
server:
  directory: "${folder}"
  chroot: ""
  username: ""
  pidfile: "${folder}/unbound.pid"
  logfile: "${folder}/unbound.log"
  use-syslog: no
  do-daemonize: yes
  num-threads: 1
  interface: ${DNS_SERVER}
  access-control: 0.0.0.0/0 allow
  access-control-view: ${FIREWALL_NETS} firewall
  module-config: "iterator"
  ${refused.join('\n  ')}
view:
  name: "firewall"
  view-first: yes
  ${[...hidden, ...right].join('\n  ')}
auth-zone:
  name: "."
  zonefile: "${folder}/root.zone"
  for-upstream: yes
  for-downstream: yes
remote-control:
  control-enable: no
`;
}

export function rootZone(hosts: Iterable<Host>): string {
  const records = [...hosts].flatMap(({ host, address, farEnd }) => {
    if (farEnd === 'empty_zone') return [`${host}. CNAME ${host.replace('.', '.privatelink.')}.`];
    return address === undefined ? [] : [`${host}. A ${address}`];
  });
  return `$TTL 60
. SOA ns.lab. nobody.lab. 1 3600 600 86400 60
. NS ns.lab.
ns.lab. A ${DNS_SERVER}
${records.join('\n')}
`;
}
