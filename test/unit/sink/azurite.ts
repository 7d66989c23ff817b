import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { TokenCredential } from '@azure/identity';
import type { Issued } from '../../support/certificates.ts';

export interface Azurite {
  /** Of its one account. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The blob service on loopback over HTTPS, with tokens as the only way in that is used here.
 * @param again Of one that was closed: its port, and what it holds in `folder`. Absent: in memory, on any port.
 */
export async function startAzurite(
  folder: string,
  certificate: Issued,
  again?: { readonly port: number },
): Promise<Azurite> {
  const main = createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js');
  const cert = path.join(folder, 'cert.pem');
  const key = path.join(folder, 'key.pem');
  await writeFile(cert, certificate.cert);
  await writeFile(key, certificate.key);
  const child = spawn(
    process.execPath,
    [
      main,
      ...[
        '--blobHost',
        '127.0.0.1',
        '--blobPort',
        String(again?.port ?? 0),
        '--oauth',
        'basic',
        '--cert',
        cert,
        '--key',
        key,
      ],
      ...(again ? ['--location', folder] : ['--inMemoryPersistence']),
      ...['--disableTelemetry', '--silent'],
    ],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = (): Promise<void> => {
    child.kill('SIGTERM');
    return ended;
  };
  try {
    return { url: `${await addressOf(child)}/devstoreaccount1`, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const address = /listens? on (https:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`azurite ended with ${code}: ${said}`)));
  });
}

/** A token as azurite's basic check wants it: its times, its issuer's form and its audience are looked at, its signature is not. */
export function unsignedToken(audience = 'https://storage.azure.com'): TokenCredential {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    aud: audience,
    iss: 'https://sts.windows.net/00000000-0000-0000-0000-000000000000/',
    nbf: now - 60,
    iat: now - 60,
    exp: now + 3600,
  };
  const token = `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
  return { getToken: async () => ({ token, expiresOnTimestamp: (now + 3600) * 1000 }) };
}
