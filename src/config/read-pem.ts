/** Certificates from PEM files or PEM text. */
import { X509Certificate } from 'node:crypto';
import { SECRET_WAY_OUT, secretIn } from './looks-secret.ts';
import { quoted, type Read, read, refuse } from './read-value.ts';

export type ReadFile = (path: string) => string;

const BEGIN = '-----BEGIN ';
const BLOCK = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;

/** `text` is PEM itself, or the path of a PEM file. Gives one PEM text a certificate: readers of bundles take the first only. */
export function readPem(text: string, readFile: ReadFile): Read<readonly string[]> {
  if (text.includes(BEGIN)) return certificatesIn(text.replaceAll('\\n', '\n'), 'the text');
  const file = readTextFile(text, readFile);
  return file.ok ? certificatesIn(file.value, quoted(text)) : file;
}

export function isPem(text: string): boolean {
  return text.includes(BEGIN);
}

export function readTextFile(path: string, readFile: ReadFile): Read<string> {
  // A path is named in problems of the file.
  const secret = secretIn(path);
  if (secret !== undefined) return refuse(`it holds what looks like ${secret}`, SECRET_WAY_OUT);
  try {
    return read(readFile(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    return refuse(`${quoted(path)}: ${why}`, 'Give the path of a file that this process may read');
  }
}

function certificatesIn(text: string, where: string): Read<readonly string[]> {
  const secret = secretIn(text);
  if (secret !== undefined) return refuse(`${where} holds what looks like ${secret}`, SECRET_WAY_OUT);
  const blocks = text.match(BLOCK) ?? [];
  if (blocks.length === 0) {
    return refuse(
      `${where} holds no PEM certificate`,
      'Give a file with -----BEGIN CERTIFICATE-----; convert DER with openssl x509 -inform der',
    );
  }
  for (const [index, block] of blocks.entries()) {
    try {
      new X509Certificate(block);
    } catch {
      return refuse(`certificate ${index + 1} of ${where} cannot be parsed`, 'Export it anew as PEM (Base64)');
    }
  }
  return read(blocks);
}
