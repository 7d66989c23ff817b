/** Worlds and answers that many scenarios share. In each world the name that must be denied exists. */
import type { ProbeSettings } from '../../../src/model/settings.ts';
import type { BytesService, FirewallPolicy, HttpAnswer, Service, World } from '../../../src/simulator/world.ts';
import type { Expected } from './scenario-shape.ts';

const MUST_BE_DENIED: World['hosts'] = { 'example.com': { dns: { addresses: ['93.184.215.14'] } } };

/** A firewall that allows these patterns and nothing else. What it denies, it closes after ClientHello. */
export const behindFirewall = (
  hosts: World['hosts'],
  allow: readonly string[],
  policy: Partial<FirewallPolicy> = {},
): World => ({ hosts: { ...MUST_BE_DENIED, ...hosts }, firewall: { allow, ...policy } });

/** Nothing in between. */
export const inTheOpen = (hosts: World['hosts'], more: Partial<World> = {}): World => ({
  hosts: { ...MUST_BE_DENIED, ...hosts },
  firewall: 'none',
  ...more,
});
/** Beside `inTheOpen`: no firewall is expected, and canaries have nothing to tell. */
export const NO_FIREWALL: Partial<ProbeSettings> = { expectFirewall: false, canaries: [] };

/** A firewall that is an explicit proxy too, and how the probe is told so. */
export const PROXY = { address: '10.10.0.68', port: 8443 } as const;
export const throughProxy = (
  hosts: World['hosts'],
  allow: readonly string[],
  policy: Partial<FirewallPolicy> = {},
): World => behindFirewall(hosts, allow, { proxy: PROXY, ...policy });
export const BY_PROXY: Partial<ProbeSettings> = { proxy: `http://${PROXY.address}:${PROXY.port}` };

/** The only service of a host, on 443. */
export const on443 = (service: Service) => ({ services: { 443: service } });
/** Healthy TLS, and this answer to every request. */
export const answering = (otherwise: HttpAnswer) => on443({ kind: 'https', http: { otherwise } });
/** Healthy HTTP on 80 with this answer to every request. */
export const on80 = (otherwise: HttpAnswer) => ({ services: { 80: { kind: 'http', http: { otherwise } } } }) as const;
/** Once the client has spoken: these bytes, and this end. */
export const afterHello = (says: BytesService['says'], ending: NonNullable<BytesService['ending']> = 'close') =>
  on443({ kind: 'bytes', when: 'after_first_bytes', ending, ...(says && { says }) });

export const PROVEN: Expected = {
  state: 'reachable',
  cause: 'far_end.proven',
  confidence: 'certain',
  tcpTestSucceeded: true,
};
/** Cut as the name that must be denied is. */
export const DENIED_BY_NAME: Expected = {
  state: 'denied',
  cause: 'denied.by_name_filter',
  confidence: 'likely',
  tcpTestSucceeded: true,
};
/** In the firewall's own words. */
export const FIREWALL_SAID_SO: Expected = {
  state: 'denied',
  cause: 'denied.firewall_said_so',
  confidence: 'certain',
  tcpTestSucceeded: true,
};
