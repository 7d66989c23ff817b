/** Squid, a product of its own kind: an explicit proxy that refuses with pages, and an inspector that peeks, splices and bumps. */
import { DNS_SERVER } from './addresses.ts';
import type { Certificates } from './certificates.ts';
import { HTTP_PORT, TLS_PORT } from './name-filter.ts';
import type { NameRule, Situation } from './situation.ts';

/** Where explicit proxies listen. */
export const PROXY_PORT = 3128;
/** Where Squid listens behind another proxy. */
export const INNER_PROXY_PORT = 3129;

/** Makes the certificates that the inspector shows, and keeps them in a folder. */
export const CERTIFICATE_GENERATOR = '/usr/lib/squid/security_file_certgen';

function common(folder: string): string {
  return `
pid_filename ${folder}/squid.pid
cache_log ${folder}/squid.log
access_log none
coredump_dir none
netdb_filename none
pinger_enable off
visible_hostname proxy.laboratory
shutdown_lifetime 0 seconds
cache deny all
dns_nameservers ${DNS_SERVER}
connect_timeout 1 second
forward_timeout 2 seconds
`;
}

/** A name on each line; with none, one that nobody has: Squid refuses an empty list. */
function list(situations: readonly Situation[], ...rules: readonly NameRule[]): string {
  const hosts = situations.filter(({ byName }) => rules.includes(byName)).map(({ host }) => host);
  return [...new Set(hosts.length === 0 ? ['nobody.invalid'] : hosts)].join(' ');
}

/** Lets names through, refuses all others with 403, and wants to know who asks (407) for some. */
export function squidProxyConfig(situations: readonly Situation[], folder: string, port: number): string {
  return `${common(folder)}
http_port ${port}
auth_param basic program /usr/lib/squid/basic_fake_auth
auth_param basic children 1
acl authenticated proxy_auth REQUIRED
acl for_known dstdomain ${list(situations, 'authenticate')}
acl for_all dstdomain ${list(situations, 'allow')}
http_access deny for_known !authenticated
http_access allow for_all
http_access deny all
`;
}

/**
 * Reads the name of every ClientHello, splices what is allowed, opens what is to be inspected, ends everything else. Unlike Azure Firewall it
 * goes where the agent dialled, not where it would resolve the name to.
 */
export function squidInspectorConfig(
  situations: readonly Situation[],
  { root, inspectorCa }: Certificates,
  folder: string,
): string {
  return `${common(folder)}
http_port 127.0.0.1:${PROXY_PORT}
http_port ${HTTP_PORT} intercept name=plain
https_port ${TLS_PORT} intercept ssl-bump generate-host-certificates=on tls-cert=${inspectorCa}
sslcrtd_program ${CERTIFICATE_GENERATOR} -s ${folder}/certificates -M 4MB
sslcrtd_children 2
tls_outgoing_options cafile=${root}
acl hello at_step SslBump1
acl opened ssl::server_name ${list(situations, 'inspect', 'inspect_deny')}
acl spliced ssl::server_name ${list(situations, 'allow')}
acl refused dstdomain ${list(situations, 'inspect_deny')}
acl plain_allowed dstdomain ${list(situations, 'allow')}
acl on_80 myportname plain
ssl_bump peek hello
ssl_bump bump opened
ssl_bump splice spliced
ssl_bump terminate all
http_access deny refused
http_access deny on_80 !plain_allowed
http_access allow all
`;
}
