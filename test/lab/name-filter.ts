/** HAProxy as filter of names: transparently, as Azure Firewall is documented to judge them, and as an explicit proxy. */
import { DNS_SERVER } from './addresses.ts';
import type { Certificates } from './certificates.ts';
import type { Configuration, Manner } from './configurations.ts';
import { alerting, haproxyGlobal } from './internet.ts';
import type { Situation } from './situation.ts';

/** Where the name filter listens. */
export const TLS_PORT = 10_443;
export const HTTP_PORT = 10_080;
/** Where an instance listens that ends every flow after ClientHello. */
export const CLOSING_PORT = 10_444;
export const SILENT_PORT = 10_445;
export const FILTER_PORTS = [TLS_PORT, HTTP_PORT];

/** The unofficial answer of Azure Firewall to plain HTTP that no rule allows, as captured in the field since 2023. */
export const DENIAL_470 = [
  'HTTP/1.1 470 status code 470',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Length: 70',
  '',
  'Action: Deny. Reason: No rule matched. Proceeding with default action.',
].join('\r\n');

function say470(denial: string): string {
  return `return status 470 content-type "text/plain; charset=utf-8" errorfile ${denial}`;
}

/** What the name filter does with each name; names that are missing are denied. */
export function policyMap(situations: readonly Situation[]): string {
  const lines = situations.filter(({ byName }) => byName !== 'deny').map(({ host, byName }) => `${host} ${byName}`);
  return `${[...new Set(lines)].join('\n')}\n`;
}

export interface Files {
  readonly folder: string;
  readonly policy: string;
  readonly denial: string;
}

/** The words of HAProxy for an allowed name: resolved by its own resolver, and dialled there. */
const ALLOWED = '{ var(sess.rule) -m str allow }';
const RESOLVED = '{ var(sess.address) -m found }';
const A_HELLO = '{ req.ssl_hello_type 1 }';

export function haproxyConfig(
  { manner, otherNames, inspectorSendsRoot }: Configuration,
  certificates: Certificates,
  { folder, policy, denial }: Files,
): string {
  const deny = denyBy(manner);
  const rule = `map_str(${policy}${otherNames === 'allow' ? ',allow' : ''})`;
  const inspected = inspectorSendsRoot ? certificates.inspectedWithRoot : certificates.inspected;
  return `${haproxyGlobal()}
global
  stats socket ${folder}/admin.sock mode 600 level admin

resolvers own
  nameserver lab ${DNS_SERVER}:53
  resolve_retries 2
  timeout resolve 1s
  timeout retry 1s
  hold valid 1s
  hold nx 1s

frontend tls
  bind :${TLS_PORT}
  tcp-request inspect-delay 10s
  tcp-request content set-var(sess.name) req.ssl_sni,lower if ${A_HELLO}
  tcp-request content set-var(sess.rule) var(sess.name),${rule} if ${A_HELLO}
  tcp-request content silent-drop if { var(sess.rule) -m str silence }
  tcp-request content do-resolve(sess.address,own,ipv4) var(sess.name) if ${ALLOWED}
  tcp-request content set-dst var(sess.address) if ${ALLOWED} ${RESOLVED}
  ${deny.map((rule) => `tcp-request content ${rule} if ${A_HELLO} !{ var(sess.rule) -m found }`).join('\n  ')}
  ${deny.map((rule) => `tcp-request content ${rule} if ${ALLOWED} !${RESOLVED}`).join('\n  ')}
  tcp-request content accept if ${A_HELLO}
  tcp-request content reject if WAIT_END
  use_backend refusal if { var(sess.deny) -m found }
  use_backend inspection if { var(sess.rule) -m beg inspect }
  default_backend far-end

frontend closing
  bind :${CLOSING_PORT}
  tcp-request inspect-delay 10s
  tcp-request content reject if ${A_HELLO}
  default_backend nowhere

frontend silent
  bind :${SILENT_PORT}
  tcp-request inspect-delay 10s
  tcp-request content silent-drop if ${A_HELLO}
  default_backend nowhere

frontend http
  mode http
  bind :${HTTP_PORT}
  http-request set-var(sess.name) req.hdr(host),field(1,:),lower
  http-request set-var(sess.rule) var(sess.name),${rule}
  http-request ${say470(denial)} unless ${ALLOWED}
  http-request do-resolve(sess.address,own,ipv4) var(sess.name)
  http-request set-dst var(sess.address) if ${RESOLVED}
  default_backend far-end-http

frontend opened
  mode http
  bind unix@${folder}/inspection.sock accept-proxy ssl crt ${inspected}
  http-request set-var(sess.rule) ssl_fc_sni,lower,${rule}
  http-request ${say470(denial)} if { var(sess.rule) -m str inspect_deny }
  http-request do-resolve(sess.address,own,ipv4) ssl_fc_sni,lower
  http-request set-dst var(sess.address) if ${RESOLVED}
  default_backend far-end-opened

frontend alerting
  bind unix@${folder}/refusal.sock accept-proxy ${alerting(manner === 'alert-40' ? 40 : 112, certificates)}
  default_backend nowhere

backend far-end
  server there 0.0.0.0:0
backend far-end-http
  mode http
  server there 0.0.0.0:0
backend far-end-opened
  mode http
  server there 0.0.0.0:0 ssl sni ssl_fc_sni verify required ca-file ${certificates.root}
backend inspection
  server opened unix@${folder}/inspection.sock send-proxy-v2
backend refusal
  server alerting unix@${folder}/refusal.sock send-proxy-v2
backend nowhere
`;
}

/** An explicit proxy that refuses with 470; what it allows it hands to a proxy behind it. */
export function haproxyProxyConfig({ policy, denial }: Files, port: number, innerPort: number): string {
  return `${haproxyGlobal()}
frontend proxy
  mode http
  bind :${port}
  http-request set-var(txn.rule) req.hdr(host),field(1,:),lower,map_str(${policy})
  http-request ${say470(denial)} unless { var(txn.rule) -m found }
  default_backend inner

backend inner
  mode http
  server squid 127.0.0.1:${innerPort}
`;
}

/** The actions that make up a denial; an alert needs somebody who speaks TLS, behind. */
function denyBy(manner: Manner): readonly string[] {
  switch (manner) {
    case 'close':
      return ['reject'];
    case 'silence':
    case 'reset': // which of the two it is, is settled where HAProxy is started
      return ['silent-drop'];
    case 'alert-40':
    case 'alert-112':
      return ['set-var(sess.deny) bool(true)'];
  }
}
