/**
 * The truth table: for each configuration, every host with what is built for it and what is therefore true. Written from how the laboratory is
 * built and from what design and field say of such a path, never from what agentpath answers; verified with nc, curl and openssl before
 * agentpath is judged. Where nothing on the wire tells two causes apart they are twins: either state is right, neither may be certain, and
 * each must name the other.
 */
import type { ConfigurationName } from './configurations.ts';
import type { Situation } from './situation.ts';
import { MIXED, NETWORK_RULES, NO_FIREWALL } from './truth-by-address.ts';
import {
  ALLOW_ALL,
  APP_RULES,
  APP_RULES_ALERT_40,
  APP_RULES_ALERT_112,
  APP_RULES_RESET,
  APP_RULES_SILENCE,
  SOURCE_NOT_COVERED,
} from './truth-by-name.ts';
import { DNS_DROPPED, DNS_FAULTS, FIRST_RESOLVERS_NO_GOOD } from './truth-dns.ts';
import { FAR_ENDS, FAR_ENDS_DIRECT } from './truth-far-ends.ts';
import { TLS_INSPECTION, TLS_INSPECTION_SQUID } from './truth-inspection.ts';
import { behindProxy, EXPLICIT_PROXY, EXPLICIT_PROXY_470 } from './truth-proxy.ts';
import { INTERMITTENT, LONG_WAY } from './truth-uneven.ts';

export const TRUTH: Readonly<Record<ConfigurationName, readonly Situation[]>> = {
  'app-rules': APP_RULES,
  'app-rules-reset': APP_RULES_RESET,
  'app-rules-silence': APP_RULES_SILENCE,
  'app-rules-alert-112': APP_RULES_ALERT_112,
  'app-rules-alert-40': APP_RULES_ALERT_40,
  mixed: MIXED,
  'tls-inspection': TLS_INSPECTION,
  'tls-inspection-root-sent': TLS_INSPECTION,
  'tls-inspection-squid': TLS_INSPECTION_SQUID,
  'source-not-covered': SOURCE_NOT_COVERED,
  'allow-all': ALLOW_ALL,
  'network-rules': NETWORK_RULES,
  intermittent: INTERMITTENT,
  'long-way': LONG_WAY,
  'explicit-proxy': behindProxy(EXPLICIT_PROXY),
  'explicit-proxy-470': behindProxy(EXPLICIT_PROXY_470),
  'far-ends': FAR_ENDS_DIRECT,
  'far-ends-by-name': FAR_ENDS.map((one) => ({ ...one, byName: 'allow' })),
  'dns-faults': DNS_FAULTS,
  'dns-first-resolvers-no-good': FIRST_RESOLVERS_NO_GOOD,
  'dns-dropped': DNS_DROPPED,
  'no-firewall': NO_FIREWALL,
};
