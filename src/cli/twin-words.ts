/** The twins of a verdict (`state/cause`) as sentences without a full stop. Only words: which twins there are is classify's business. */
const WORDS: Readonly<Record<string, string>> = {
  'by_address.stopped': 'a rule by address, an NSG or a route stops it at the address that DNS gave',
  'cert.incomplete_chain': 'the far end is genuine and did not send its intermediate certificate',
  'cert.private_ca': 'the far end itself has a certificate from a private CA',
  'cert.self_signed': 'the far end itself has a self-signed certificate',
  'clock.wrong_here': "this machine's clock is wrong, and the certificate is fine",
  'denied.by_certificate_filter': 'a filter read the certificate and refused it',
  'denied.by_name_filter': 'a device on the path refused the name',
  'dns.authority_unwell': "the zone's own name servers are unwell",
  'dns.filtered_by_resolver': 'the resolver refuses this name on purpose',
  'dns.name_not_found': 'the name does not exist',
  'dns.resolver_down': 'the resolver is down',
  'dns.resolver_unreachable': 'the resolver cannot be reached from here',
  'dns.wrong_address': 'DNS gave a wrong address here',
  'evidence.not_understood': 'it is something that this version does not know',
  'far_end.proven': 'the far end is well, and this was chance',
  'far_end.silent': 'the far end is well and waits for the client to speak',
  'http.answered': 'the far end itself answered so',
  'http.captive_portal': 'a portal on this network wants a sign-in',
  'http.closed': 'the far end closed by itself',
  'http.refused_by_far_end': 'the service itself refuses this caller',
  'http.server_error': 'the service itself is unwell',
  'http.somebody_else_answered': 'somebody on the path answered in its place',
  intermittent: 'it fails now and then, and this was chance',
  'path.cut_after_handshake': 'something on the path cuts once data flows',
  'path.mtu': 'large packets are lost on the way (MTU)',
  'private_endpoint.ends_it': 'the private endpoint, or what stands before it, ends the flow',
  'proxy.cannot_reach_far_end': 'the proxy cannot reach the far end',
  'proxy.cannot_resolve_far_end': 'the proxy cannot resolve the name',
  'proxy.failed': 'the proxy failed by itself',
  'proxy.not_listening': 'nothing listens at the proxy',
  'proxy.refused_connect': 'the proxy refuses this name',
  'proxy.refused_request': 'the proxy refuses this request',
  'proxy.unwell': 'the proxy is unwell',
  'tcp.far_end_off': 'the far end is switched off',
  'tcp.far_end_silent': 'the far end does not answer',
  'tcp.refused': 'nothing listens at the far end',
  'tcp.rejected_on_the_way': 'a device on the way rejects it',
  'tcp.return_path': 'the answer takes a way back that does not lead here',
  'tcp.somebody_else_answered': 'somebody on the path spoke in its place',
  'tcp.timed_out': 'packets do not pass',
  'tls.access_denied': 'the service itself refuses this caller',
  'tls.broken_off': 'the far end broke off by itself',
  'tls.client_certificate_wanted': 'the far end wants a client certificate',
  'tls.closed_by_far_end': 'the far end closed by itself',
  'tls.foreign_answer': 'somebody on the path answered in another language than TLS',
  'tls.handshake_failure': 'the far end found no TLS parameters in common',
  'tls.inspection': 'the path inspects TLS',
  'tls.internal_error': 'the far end failed by itself',
  'tls.parameters': 'the far end does not take the versions or suites that agents offer',
  'tls.refused_by_far_end': 'the far end itself refused the handshake',
  'tls.server_name_wanted': 'the far end wants a name, and an address has none',
  'tls.wrong_service': 'another service listens there',
  'upstream.unreachable_from_firewall': 'a rule allows the name, and the firewall cannot resolve or reach the far end',
};

/** `denied: a device on the path refused the name`. */
export function twinWords(twin: string): string {
  const [state = '', cause = ''] = twin.split('/');
  return `${state}: ${wordsOf(cause) ?? cause.replaceAll(/[._]/g, ' ')}`;
}

export function wordsOf(cause: string): string | undefined {
  return Object.hasOwn(WORDS, cause) ? WORDS[cause] : undefined;
}
