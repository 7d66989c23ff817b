/**
 * DNS messages (RFC 1035), without a library: what comes back is hostile until proven otherwise,
 * and `dns-packet` decodes every section and type, joins labels that contain dots, throws, and follows up to 8,000 pointers per name.
 * Reading never throws and costs at most a few milliseconds for any message.
 */
import { SocketAddress } from 'node:net';
import type { Alias } from '../model/step.ts';

export type QuestionType = 'A' | 'AAAA';

export interface DnsQuestion {
  readonly id: number;
  /** Lower case, without the final dot. */
  readonly name: string;
  readonly type: QuestionType;
}

export interface TimedAddress {
  readonly address: string;
  /** Seconds: the least along the chain of aliases. */
  readonly ttl: number;
}

export interface Answered {
  readonly kind: 'answer';
  readonly rcode: string;
  readonly truncated: boolean;
  readonly addresses: readonly TimedAddress[];
  /** From the name asked for, in order. */
  readonly aliases: readonly Alias[];
  /** Where the aliases end. */
  readonly end: string;
  readonly loops: boolean;
  /** An SOA record stands in the authority section: the resolver says itself that there is nothing more to be found (RFC 2308). */
  readonly settled: boolean;
  /** Records of the answer section that were not read, beyond the bound. */
  readonly unread: number;
}
export type AnswerReading =
  | Answered
  /** Not an answer to this question: the true one may still come. */
  | { readonly kind: 'foreign'; readonly why: string }
  /** The answer to this question, and not to be understood. */
  | { readonly kind: 'malformed'; readonly why: string };

/** The size that never needs fragments (DNS flag day 2020). */
export const EDNS_BYTES = 1232;
const MAX_RECORDS = 256;
const MAX_ALIASES = 16;
const MAX_POINTERS = 127;
const HEADER_BYTES = 12;
const RECURSION_DESIRED = 0x0100;

const TYPE = { A: 1, CNAME: 5, SOA: 6, AAAA: 28 } as const;
const CLASS_IN = 1;
const DOT = 0x2e;
/** The record that says that we know EDNS (RFC 6891 §6.1.2): root, type 41, the size we take, nothing else. */
const OPT = Buffer.from([0, 0, 41, EDNS_BYTES >> 8, EDNS_BYTES & 0xff, 0, 0, 0, 0, 0, 0]);
const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED', 'YXDOMAIN', 'YXRRSET', 'NXRRSET'];

/** The name as `readName` gives it: labels of at most 63 characters in ASCII. */
export function encodeQuestion({ id, name, type }: DnsQuestion, edns: boolean): Uint8Array {
  const end = HEADER_BYTES + 1 + name.length;
  const message = Buffer.allocUnsafe(end + 5 + (edns ? OPT.length : 0)).fill(0);
  message.writeUInt16BE(id, 0);
  message.writeUInt16BE(RECURSION_DESIRED, 2);
  message.writeUInt16BE(1, 4);
  message.writeUInt16BE(edns ? 1 : 0, 10);
  // Each label's length stands in the place of the dot before it.
  let dot = HEADER_BYTES;
  for (let index = 0; index < name.length; index += 1) {
    const at = HEADER_BYTES + 1 + index;
    message[at] = name.charCodeAt(index);
    if (message[at] !== DOT) continue;
    message[dot] = at - dot - 1;
    dot = at;
  }
  message[dot] = end - dot - 1;
  message.writeUInt16BE(TYPE[type], end + 1);
  message.writeUInt16BE(CLASS_IN, end + 3);
  if (edns) OPT.copy(message, end + 5);
  return message;
}

export function readAnswer(bytes: Uint8Array, question: DnsQuestion): AnswerReading {
  if (bytes.length < HEADER_BYTES) return { kind: 'foreign', why: `${bytes.length} bytes are no DNS message` };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const flags = view.getUint16(2);
  if (view.getUint16(0) !== question.id) return { kind: 'foreign', why: 'an answer with another id' };
  if ((flags & 0x8000) === 0 || (flags & 0x7800) !== 0) return { kind: 'foreign', why: 'no answer to a query' };

  const code = flags & 0xf;
  const rcode = RCODES[code] ?? `RCODE${code}`;
  const bare = {
    kind: 'answer',
    rcode,
    addresses: [],
    aliases: [],
    end: question.name,
    loops: false,
    unread: 0,
  } as const;
  const questions = view.getUint16(4);
  // A server that could not read the question may send the header alone.
  if (questions === 0 && code !== 0) return { ...bare, truncated: false, settled: false };
  if (questions !== 1) return { kind: 'foreign', why: `an answer to ${questions} questions` };
  const asked = readWireName(bytes, HEADER_BYTES);
  if (!asked || asked.next + 4 > bytes.length) return { kind: 'foreign', why: 'an answer without a readable question' };
  if (
    asked.name !== question.name ||
    view.getUint16(asked.next) !== TYPE[question.type] ||
    view.getUint16(asked.next + 2) !== CLASS_IN
  ) {
    return { kind: 'foreign', why: 'an answer to another question' };
  }
  // What a truncated answer holds is not to be used (RFC 2181 §9), and may end anywhere.
  if ((flags & 0x0200) !== 0) return { ...bare, truncated: true, settled: false };

  const count = view.getUint16(6);
  const section = readRecords(bytes, view, asked.next + 4, Math.min(count, MAX_RECORDS));
  if (!section) return { kind: 'malformed', why: `an answer section of ${count} records that cannot be read` };
  const unread = Math.max(0, count - MAX_RECORDS);
  const authority =
    unread === 0 ? readRecords(bytes, view, section.next, Math.min(view.getUint16(8), MAX_RECORDS)) : undefined;
  return {
    ...bare,
    ...follow(section.records, question),
    truncated: false,
    settled: authority?.records.some(({ type }) => type === TYPE.SOA) ?? false,
    unread,
  };
}

interface WireRecord {
  readonly owner: string;
  readonly type: number;
  readonly ttl: number;
  /** The address, or the alias; empty for other types. */
  readonly value: string;
}

function readRecords(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  count: number,
): { readonly records: readonly WireRecord[]; readonly next: number } | undefined {
  const records: WireRecord[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    const owner = readWireName(bytes, at);
    if (!owner || owner.next + 10 > bytes.length) return undefined;
    const type = view.getUint16(owner.next);
    const recordClass = view.getUint16(owner.next + 2);
    const ttl = view.getUint32(owner.next + 4);
    const from = owner.next + 10;
    const to = from + view.getUint16(owner.next + 8);
    if (to > bytes.length) return undefined;
    const value = recordClass === CLASS_IN ? readValue(bytes, type, from, to) : '';
    if (value === undefined) return undefined;
    // A TTL with its first bit set counts as zero (RFC 2181 §8).
    records.push({
      owner: owner.name,
      type: recordClass === CLASS_IN ? type : 0,
      ttl: ttl > 0x7fff_ffff ? 0 : ttl,
      value,
    });
    at = to;
  }
  return { records, next: at };
}

function readValue(bytes: Uint8Array, type: number, from: number, to: number): string | undefined {
  if (type === TYPE.A) return to - from === 4 ? bytes.subarray(from, to).join('.') : undefined;
  if (type === TYPE.AAAA) return to - from === 16 ? ipv6Text(bytes.subarray(from, to)) : undefined;
  if (type !== TYPE.CNAME) return '';
  const alias = readWireName(bytes, from);
  return alias?.next === to ? alias.name : undefined;
}

function ipv6Text(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  );
  return new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address;
}

/** Only records owned by a name of the chain count: an address of another name is not an answer. */
function follow(
  records: readonly WireRecord[],
  { name, type }: DnsQuestion,
): Pick<Answered, 'addresses' | 'aliases' | 'end' | 'loops'> {
  const aliases: Alias[] = [];
  const passed = new Set([name]);
  let end = name;
  let least = Number.POSITIVE_INFINITY;
  for (;;) {
    const addresses = records.filter((record) => record.owner === end && record.type === TYPE[type]);
    if (addresses.length > 0) {
      const timed = addresses.map(({ value, ttl }) => ({ address: value, ttl: Math.min(least, ttl) }));
      return { addresses: timed, aliases, end, loops: false };
    }
    const alias = records.find((record) => record.owner === end && record.type === TYPE.CNAME);
    if (!alias || aliases.length === MAX_ALIASES) return { addresses: [], aliases, end, loops: alias !== undefined };
    aliases.push({ from: end, to: alias.value });
    least = Math.min(least, alias.ttl);
    end = alias.value;
    if (passed.has(end)) return { addresses: [], aliases, end, loops: true };
    passed.add(end);
  }
}

/** A pointer may only point before the part it ends, so every jump goes backwards and the walk ends. */
function readWireName(bytes: Uint8Array, start: number): { readonly name: string; readonly next: number } | undefined {
  const labels: string[] = [];
  let at = start;
  let partStart = start;
  let next = 0;
  let length = 0;
  for (let pointers = 0; pointers <= MAX_POINTERS; ) {
    const size = bytes[at];
    if (size === undefined) return undefined;
    if (size === 0) return { name: labels.join('.'), next: next || at + 1 };
    if (size >= 0xc0) {
      const low = bytes[at + 1];
      const to = ((size & 0x3f) << 8) | (low ?? 0);
      if (low === undefined || to >= partStart) return undefined;
      next ||= at + 2;
      at = to;
      partStart = to;
      pointers += 1;
      continue;
    }
    length += size + 1;
    if (size >= 0x40 || length > 254 || at + 1 + size > bytes.length) return undefined;
    labels.push(labelText(bytes.subarray(at + 1, at + 1 + size)));
    at += 1 + size;
  }
  return undefined;
}

/** In lower case; bytes that no host name has as `\ddd` (RFC 4343), so that a dot inside a label is never taken for a boundary. */
function labelText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const lower = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    const plain =
      lower === 0x2d || lower === 0x5f || (lower >= 0x30 && lower <= 0x39) || (lower >= 0x61 && lower <= 0x7a);
    text += plain ? String.fromCharCode(lower) : `\\${String(byte).padStart(3, '0')}`;
  }
  return text;
}
