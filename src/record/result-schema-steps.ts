import * as v from 'valibot';
import { CHAIN_ENDS, HELLOS } from '../model/step.ts';
import { Count, EndpointSchema, HeadersSchema, Milliseconds, stepSchema, Texts } from './result-schema-parts.ts';

const AliasSchema = v.object({ from: v.string(), to: v.string() });
const ResolverAnswerSchema = v.object({
  resolver: v.string(),
  question: v.picklist(['A', 'AAAA']),
  transport: v.picklist(['udp', 'tcp']),
  rcode: v.string(),
  addresses: Texts,
  aliases: v.array(AliasSchema),
  durationMs: Milliseconds,
  trouble: v.exactOptional(v.string()),
});
export const SystemLookupSchema = v.variant('outcome', [
  v.object({ outcome: v.literal('addresses'), addresses: Texts, durationMs: Milliseconds }),
  v.object({ outcome: v.literal('failed'), code: v.string(), durationMs: Milliseconds }),
  v.object({ outcome: v.literal('not_asked'), because: v.string() }),
]);
const dnsSeen = {
  answers: v.array(ResolverAnswerSchema),
  system: v.exactOptional(SystemLookupSchema),
  privateLink: v.boolean(),
  aliases: v.array(AliasSchema),
};
export const DnsStepSchema = stepSchema(
  v.object({
    ...dnsSeen,
    source: v.picklist(['dns', 'hosts_file', 'system', 'literal']),
    resolver: v.string(),
    addresses: v.pipe(
      v.array(
        v.object({
          address: v.string(),
          family: v.picklist([4, 6]),
          ttl: v.exactOptional(v.number()),
          private: v.boolean(),
        }),
      ),
      v.minLength(1),
    ),
  }),
  v.object(dnsSeen),
);

export const TcpStepSchema = stepSchema(
  v.object({ local: EndpointSchema, remote: EndpointSchema }),
  v.object({ remote: EndpointSchema }),
);

export const ProxyStepSchema = stepSchema(
  v.object({ authority: v.string(), status: Count }),
  v.object({
    authority: v.string(),
    status: v.exactOptional(Count),
    headers: HeadersSchema,
    body: v.string(),
    bytesReceived: Count,
  }),
);

export const AlertSchema = v.object({ level: v.picklist(['warning', 'fatal']), number: Count, name: v.string() });
const HelloSchema = v.object({ kind: v.picklist(HELLOS), bytes: Count, serverName: v.exactOptional(v.string()) });
export const TlsEndSchema = v.picklist(['fin', 'rst', 'deadline', 'alert', 'ours']);
const CertificateSchema = v.object({
  subject: v.string(),
  issuer: v.string(),
  subjectCn: v.string(),
  issuerCn: v.string(),
  issuerOrganization: v.string(),
  notBefore: v.string(),
  notAfter: v.string(),
  fingerprint: v.string(),
  ski: v.exactOptional(v.string()),
  aki: v.exactOptional(v.string()),
  scts: v.boolean(),
  selfSigned: v.boolean(),
  urls: Texts,
});
export const TlsStepSchema = stepSchema(
  v.object({
    hello: HelloSchema,
    bytesReceived: Count,
    protocol: v.string(),
    cipher: v.string(),
    chain: v.array(CertificateSchema),
    chainLength: Count,
    chainEnd: v.picklist(CHAIN_ENDS),
    anchor: v.string(),
    verification: v.string(),
    nameMatches: v.boolean(),
    expired: v.boolean(),
    notYetValid: v.boolean(),
  }),
  v.object({
    hello: HelloSchema,
    bytesReceived: Count,
    firstBytes: v.string(),
    end: TlsEndSchema,
    alert: v.exactOptional(AlertSchema),
    endedAfterMs: Milliseconds,
    serverVersion: v.exactOptional(v.string()),
  }),
);

const httpSeen = {
  method: v.picklist(['GET', 'none']),
  path: v.string(),
  bytesReceived: Count,
  headers: HeadersSchema,
  body: v.string(),
  alert: v.exactOptional(AlertSchema),
};
export const HttpStepSchema = stepSchema(
  v.object({
    ...httpSeen,
    status: Count,
    interim: Count,
    clockSkewS: v.exactOptional(v.number()),
    proof: v.exactOptional(v.picklist(['crl', 'certificate', 'ocsp'])),
    bodyMatches: v.exactOptional(v.boolean()),
    discovered: v.exactOptional(Texts),
    bodyComplete: v.boolean(),
  }),
  v.object({ ...httpSeen, status: v.exactOptional(Count) }),
);

export const StepsSchema = v.object({
  dns: DnsStepSchema,
  tcp: TcpStepSchema,
  proxy: ProxyStepSchema,
  tls: TlsStepSchema,
  http: HttpStepSchema,
});
