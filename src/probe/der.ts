/** As much of DER (X.690) as is needed to find things in certificates and to know a CRL by its bones. Never reads beyond the bytes it is given. */

export interface Element {
  readonly tag: number;
  /** Where the contents begin and end; the end may lie beyond the bytes that are there. */
  readonly from: number;
  readonly to: number;
}

export const SEQUENCE = 0x30;
export const INTEGER = 0x02;
export const OCTET_STRING = 0x04;
export const OBJECT_IDENTIFIER = 0x06;
export const ENUMERATED = 0x0a;
export const UTC_TIME = 0x17;
export const GENERALIZED_TIME = 0x18;

/** The element that begins at `at`; undefined where its header is not all there or no DER (indefinite or absurd lengths). */
export function elementAt(der: Uint8Array, at: number): Element | undefined {
  const tag = der[at];
  const first = der[at + 1];
  // Tags above 30 take several bytes: none of ours does.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  if (first < 0x80) return { tag, from: at + 2, to: at + 2 + first };
  const size = first & 0x7f;
  if (size === 0 || size > 4) return undefined;
  let length = 0;
  for (let i = 0; i < size; i++) {
    const byte = der[at + 2 + i];
    if (byte === undefined) return undefined;
    length = length * 256 + byte;
  }
  return { tag, from: at + 2 + size, to: at + 2 + size + length };
}

/** The elements inside one, as far as they lie within it and within the bytes; at most `most`. */
export function childrenOf(der: Uint8Array, parent: Element, most = 64): readonly Element[] {
  const children: Element[] = [];
  for (let at = parent.from; at < parent.to && children.length < most; ) {
    const child = elementAt(der, at);
    if (!child || child.to > parent.to) break;
    children.push(child);
    at = child.to;
  }
  return children;
}

/** The contents of a certificate's extensions by OID (hexadecimal). Empty for anything that is no certificate. */
export function extensionsOf(certificate: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  const outer = elementAt(certificate, 0);
  const body = outer && elementAt(certificate, outer.from);
  const tagged = body && childrenOf(certificate, body).find(({ tag }) => tag === 0xa3);
  const list = tagged && elementAt(certificate, tagged.from);
  if (!list) return found;
  for (const extension of childrenOf(certificate, list)) {
    const parts = childrenOf(certificate, extension);
    const [oid] = parts;
    const value = parts.at(-1);
    if (oid?.tag !== OBJECT_IDENTIFIER || value?.tag !== OCTET_STRING) continue;
    found.set(hex(certificate, oid), certificate.subarray(value.from, value.to));
  }
  return found;
}

export function hex(der: Uint8Array, { from, to }: Element): string {
  return Buffer.from(der.subarray(from, to)).toString('hex');
}
