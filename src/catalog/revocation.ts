/**
 * Where Windows asks whether a certificate is revoked, and fetches intermediates that a far end did not send: plain HTTP on port 80. Neither agent's
 * list names them, and Windows agents depend on them in practice. The paths are addresses printed in the certificates themselves, so that a genuine
 * answer can be told by its bytes; the names of OCSP services take no question that we could ask by a fixed path.
 */
import type { Source } from '../model/origin.ts';
import type { Entry, Use } from './entry.ts';
import { from } from './sources.ts';

const LISTED = from('ca-details', 'DOC');

const revocation: Use = {
  feature: 'certificate revocation',
  tier: 'recommended',
  effect: 'degraded',
  stops: 'Windows agents cannot check certificates for revocation: connections fail or start slowly',
  inspection: 'unknown',
};
const intermediates: Use = {
  ...revocation,
  feature: 'intermediate certificates',
  stops: 'Windows agents cannot fetch intermediate certificates that a far end did not send',
};
const roots: Use = {
  ...revocation,
  feature: 'root certificates',
  stops: 'Windows cannot update its list of trusted roots, so a new root is not trusted',
};
const formerly: Use = {
  ...revocation,
  tier: 'legacy',
  effect: 'none',
  stops: 'Nothing for certificates of today: the CA list dropped this host on 8 October 2024',
};

interface Plain {
  readonly path?: string;
  readonly source?: Source;
  /** When the CA list dropped it. */
  readonly until?: string;
}

function plain(id: string, host: string, use: Use, { path = '/', source = LISTED, until }: Plain = {}): Entry {
  return {
    id: `revocation.${id}`,
    host,
    port: 80,
    scheme: 'http',
    path,
    uses: { ama: use, cma: use },
    sources: [source],
    ...(until !== undefined && { until }),
  };
}

const DROPPED = { until: '2024-10-08' } as const;
const DIGICERT_CRL = '/DigiCertGlobalRootG2.crl';
const DIGICERT_ROOT = '/DigiCertGlobalRootG2.crt';

/** Hosts that certificates of every cloud name. */
const EVERYWHERE: readonly Entry[] = [
  plain('digicert.ocsp', 'ocsp.digicert.com', revocation),
  plain('microsoft.ocsp', 'oneocsp.microsoft.com', revocation),
  plain('digicert.crl3', 'crl3.digicert.com', revocation, { path: DIGICERT_CRL }),
  plain('digicert.crl4', 'crl4.digicert.com', revocation, { path: DIGICERT_CRL }),
  plain('microsoft.crl', 'www.microsoft.com', revocation, {
    path: '/pkiops/crl/Microsoft%20Azure%20RSA%20TLS%20Issuing%20CA%2003.crl',
  }),
  plain('digicert.certificates', 'cacerts.digicert.com', intermediates, { path: DIGICERT_ROOT }),
  plain('geotrust.certificates', 'cacerts.geotrust.com', intermediates),
  plain('microsoft.certificates', 'caissuers.microsoft.com', intermediates, {
    path: '/pkiops/certs/Microsoft%20TLS%20RSA%20Root%20G2%20-%20xsign.crt',
  }),
  plain('windows.roots', 'ctldl.windowsupdate.com', roots, { source: from('windows-roots', 'FIELD') }),
];

export const REVOCATION_PUBLIC: readonly Entry[] = [
  ...EVERYWHERE,
  plain(
    'microsoft.crl.old',
    'crl.microsoft.com',
    {
      ...formerly,
      stops:
        'Nothing for certificates of today: the CA list dropped this host, the list of the Arc gateway still names it',
    },
    { source: from('arc-gateway-endpoints', 'DOC'), ...DROPPED },
  ),
  plain('microsoft.mscrl.old', 'mscrl.microsoft.com', formerly, DROPPED),
  plain('microsoft.msocsp.old', 'ocsp.msocsp.com', formerly, DROPPED),
];

export const REVOCATION_USGOV: readonly Entry[] = EVERYWHERE;

export const REVOCATION_CHINA: readonly Entry[] = [
  ...EVERYWHERE,
  plain('digicert.ocsp.cn', 'ocsp.digicert.cn', revocation),
  plain('digicert.crl.cn', 'crl.digicert.cn', revocation),
  plain('digicert.certificates.cn', 'cacerts.digicert.cn', intermediates),
];
