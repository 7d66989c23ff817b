/**
 * The kinds of ClientHello, one SecureContext each: beside `secureContext` Node ignores `ecdhCurve`, `ciphers`, `ca` and `minVersion` of
 * `tls.connect` without a word, and a context per connection costs more than the handshake.
 */
import { constants } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { HelloKind } from '../model/step.ts';

export interface Hellos {
  /** Made when first asked for. */
  context(kind: HelloKind): SecureContext;
}

/** Versions of TLS that a hello of this kind offers. */
export const OFFERED_VERSIONS: Readonly<Record<HelloKind, readonly string[]>> = {
  small: ['TLSv1.2', 'TLSv1.3'],
  large: ['TLSv1.2', 'TLSv1.3'],
  agents: ['TLSv1.2', 'TLSv1.3'],
  wide: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
};

/** In every hello: what a far end sends as verification is read afterwards, so the store is the same everywhere. */
const CLASSICAL_GROUPS = 'X25519:P-256:P-384';
const TLS13_SUITES = 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256';
/** What the agents' platforms offer (Windows Server and current Linux), forward secrecy first. */
const FAIR_SUITES = [
  TLS13_SUITES,
  'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-SHA384:ECDHE-RSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA256',
  'ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA',
  'AES256-GCM-SHA384:AES128-GCM-SHA256',
].join(':');
/** The four that the Connected Machine agent accepts; the list that is known for the Monitor agent is the same. */
const AGENT_SUITES = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':');
const EVERY_SUITE = `${TLS13_SUITES}:TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256:ALL:!aNULL:!eNULL:!PSK:!SRP:@SECLEVEL=0`;
const EVERY_SIGNATURE = [
  'ed25519:ed448:ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512',
  'RSA+SHA256:RSA+SHA384:RSA+SHA512:ECDSA+SHA224:RSA+SHA224:ECDSA+SHA1:RSA+SHA1',
].join(':');

const OPTIONS: Readonly<Record<HelloKind, SecureContextOptions>> = {
  small: { minVersion: 'TLSv1.2', ciphers: FAIR_SUITES, ecdhCurve: CLASSICAL_GROUPS },
  large: { minVersion: 'TLSv1.2', ciphers: FAIR_SUITES, ecdhCurve: `X25519MLKEM768:${CLASSICAL_GROUPS}` },
  agents: { minVersion: 'TLSv1.2', ciphers: AGENT_SUITES, ecdhCurve: CLASSICAL_GROUPS },
  wide: {
    minVersion: 'TLSv1',
    ciphers: EVERY_SUITE,
    ecdhCurve: `${CLASSICAL_GROUPS}:P-521:X448:secp256k1`,
    sigalgs: EVERY_SIGNATURE,
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
  },
};

/** `trust`: further roots, as PEM, one certificate each. NODE_EXTRA_CA_CERTS has no say here. */
export function createHellos(trust: readonly string[]): Hellos {
  const ca = [...rootCertificates, ...trust];
  const contexts = new Map<HelloKind, SecureContext>();
  const create = (options: SecureContextOptions): SecureContext =>
    createSecureContext({
      maxVersion: 'TLSv1.3',
      ...options,
      ca,
      // A far end that asks for new handshakes again and again must not get them.
      secureOptions: (options.secureOptions ?? 0) | constants.SSL_OP_NO_RENEGOTIATION,
    });
  return {
    context(kind) {
      const known = contexts.get(kind);
      if (known) return known;
      const made = kind === 'large' ? createLarge(create) : create(OPTIONS[kind]);
      contexts.set(kind, made);
      return made;
    },
  };
}

/** OpenSSL before 3.5 has no post-quantum group; the library's own default is then the largest hello there is. */
function createLarge(create: (options: SecureContextOptions) => SecureContext): SecureContext {
  try {
    return create(OPTIONS.large);
  } catch (error) {
    if (!(error instanceof Error) || !/ecdh|group|curve/i.test(error.message)) throw error;
    return create({ ...OPTIONS.large, ecdhCurve: 'auto' });
  }
}
