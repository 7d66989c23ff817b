/** The laboratory's certificates, made by the openssl command line: a "public" hierarchy, and an inspector's CA that is none. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { must } from './command.ts';

/** Paths of PEM files. `chain` is what a server sends. */
export interface Issued {
  readonly chain: string;
  readonly key: string;
}
export interface Certificates {
  readonly root: string;
  /** With the inspector's root: what a machine trusts that was told to. */
  readonly rootAndInspector: string;
  readonly crl: string;
  readonly healthy: Issued;
  readonly ecdsa: Issued;
  readonly expired: Issued;
  readonly wrongName: Issued;
  readonly noIntermediate: Issued;
  readonly selfSigned: Issued;
  /** `healthy` in one PEM file, with key. */
  readonly healthyWithKey: string;
  /** One PEM file, with key, for a name that nobody asks for. */
  readonly elsewhere: string;
  /** One PEM file, with key: the CA with which an inspector signs by itself. */
  readonly inspectorCa: string;
  /** Folders of PEM files, each with certificate, the inspector's CA and key; its root too, or not. */
  readonly inspected: string;
  readonly inspectedWithRoot: string;
}

const OWN_NAMES = 'subjectAltName=DNS:*.contoso.example,DNS:*.fabrikam.example,DNS:example.com';
/** `openssl ca` alone (of OpenSSL 3.0) sets both ends of a validity. Without `x509_extensions`, or a leaf would become a CA. */
const CONFIG = `
[req]
distinguished_name = none
prompt = no
[none]
CN = unused
[ca]
default_ca = intermediate
[intermediate]
dir = .
new_certs_dir = .
database = index.txt
serial = serial.txt
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
certificate = intermediate.pem
private_key = intermediate.key
default_days = 90
default_crl_days = 30
[any]
commonName = supplied
`;

export async function makeCertificates(folder: string): Promise<Certificates> {
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...args: readonly string[]): Promise<string> => must(['openssl', ...args], { cwd: folder });
  writeFileSync(at('lab.cnf'), CONFIG);
  writeFileSync(at('index.txt'), '');
  writeFileSync(at('serial.txt'), '1000\n');

  const keys = ['root', 'intermediate', 'ecdsa', 'self-signed', 'inspector-root', 'inspector', 'inspected'];
  const ecKey = (name: string): Promise<string> =>
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);
  await Promise.all([...keys.map(ecKey), openssl('genrsa', '-out', 'rsa.key', '2048')]);

  /** A certificate signed by `issuer`, or by itself. */
  const issue = async (name: string, cn: string, key: string, issuer: string | undefined, ...extensions: string[]) => {
    const by = issuer === undefined ? [] : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`];
    const added = [...extensions, 'subjectKeyIdentifier=hash'].flatMap((extension) => ['-addext', extension]);
    const subject = ['-subj', `/CN=${cn}`];
    const made = ['-config', 'lab.cnf', '-new', '-x509', '-days', '90', '-key', `${key}.key`, '-out', `${name}.pem`];
    await openssl('req', ...made, ...subject, ...by, ...added);
  };
  const ca = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
  const leaf = 'basicConstraints=critical,CA:FALSE';
  await Promise.all([
    issue('root', 'Laboratory Root', 'root', undefined, ...ca),
    issue('inspector-root', 'Laboratory Enterprise Root', 'inspector-root', undefined, ...ca),
    issue('self-signed', 'self-signed.contoso.example', 'self-signed', undefined, leaf, OWN_NAMES),
  ]);
  await Promise.all([
    issue('intermediate', 'Laboratory Issuing CA', 'intermediate', 'root', ...ca),
    issue('inspector', 'Laboratory Inspection CA', 'inspector', 'inspector-root', ...ca),
  ]);
  await Promise.all([
    issue('healthy', 'healthy.contoso.example', 'rsa', 'intermediate', leaf, OWN_NAMES),
    issue('ecdsa', 'ecdsa.contoso.example', 'ecdsa', 'intermediate', leaf, OWN_NAMES),
    issue('wrong-name', 'elsewhere.example', 'rsa', 'intermediate', leaf, 'subjectAltName=DNS:elsewhere.example'),
    issue('inspected-1', 'contoso', 'inspected', 'inspector', leaf, 'subjectAltName=DNS:*.contoso.example'),
    issue('inspected-2', 'fabrikam', 'inspected', 'inspector', leaf, 'subjectAltName=DNS:*.fabrikam.example'),
  ]);
  const request = ['-new', '-key', 'rsa.key', '-subj', '/CN=expired.contoso.example', '-addext', OWN_NAMES];
  await openssl('req', '-config', 'lab.cnf', ...request, '-out', 'expired.csr');
  const dates = ['-startdate', '20240101000000Z', '-enddate', '20240401000000Z'];
  const signed = ['-batch', '-notext', '-in', 'expired.csr', '-out', 'expired.pem'];
  await openssl('ca', '-config', 'lab.cnf', ...dates, ...signed);
  await openssl('ca', '-config', 'lab.cnf', '-gencrl', '-out', 'crl.pem');
  await openssl('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'lab.crl');

  const join = (to: string, ...names: readonly string[]): Promise<string> =>
    must(['sh', '-c', 'to=$1; shift; cat "$@" > "$to"', 'sh', to, ...names], { cwd: folder });
  await must(['mkdir', 'inspected', 'inspected-with-root'], { cwd: folder });
  await Promise.all([
    ...['healthy', 'ecdsa', 'wrong-name', 'expired'].map((name) =>
      join(`${name}-chain.pem`, `${name}.pem`, 'intermediate.pem'),
    ),
    join('root-and-inspector.pem', 'root.pem', 'inspector-root.pem'),
    join('healthy-with-key.pem', 'healthy.pem', 'intermediate.pem', 'rsa.key'),
    join('elsewhere.pem', 'wrong-name.pem', 'rsa.key'),
    join('inspector-ca.pem', 'inspector.pem', 'inspector.key'),
    ...['1', '2'].flatMap((n) => [
      join(`inspected/${n}.pem`, `inspected-${n}.pem`, 'inspector.pem', 'inspected.key'),
      join(
        `inspected-with-root/${n}.pem`,
        `inspected-${n}.pem`,
        'inspector.pem',
        'inspector-root.pem',
        'inspected.key',
      ),
    ]),
  ]);
  return {
    root: at('root.pem'),
    rootAndInspector: at('root-and-inspector.pem'),
    crl: at('lab.crl'),
    healthy: { chain: at('healthy-chain.pem'), key: at('rsa.key') },
    ecdsa: { chain: at('ecdsa-chain.pem'), key: at('ecdsa.key') },
    expired: { chain: at('expired-chain.pem'), key: at('rsa.key') },
    wrongName: { chain: at('wrong-name-chain.pem'), key: at('rsa.key') },
    noIntermediate: { chain: at('healthy.pem'), key: at('rsa.key') },
    selfSigned: { chain: at('self-signed.pem'), key: at('self-signed.key') },
    healthyWithKey: at('healthy-with-key.pem'),
    elsewhere: at('elsewhere.pem'),
    inspectorCa: at('inspector-ca.pem'),
    inspected: at('inspected'),
    inspectedWithRoot: at('inspected-with-root'),
  };
}
