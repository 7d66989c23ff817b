/**
 * What differs between two runs in which nothing differed (times, ports, random names and keys, sizes that a signature's length moves, the
 * TLS library's wording) is replaced, so that evidence can be compared to the letter, on every Node that is supported. What a rule or a
 * finding looks at stays: whether bytes came at all, whether a phase was slow, whether a clock is wrong.
 */
import { SKEW_S, SLOW_MS } from '../../../src/classify/finding-row.ts';
import type { RunResult } from '../../../src/model/run.ts';

const AT = '2026-01-01T00:00:00.000Z';
const DATES = new Set(['probedAt', 'askedAt', 'startedAt', 'toldAt']);
const HASHES = new Set(['fingerprint', 'ski', 'aki']);
const SIZES = new Set(['bytesReceived', 'bytes']);
const HANDSHAKE_RECORD = /^1603[0-9a-f]{2}/;

/** @param slowMs What took longer is slow. Only a machine that is busy needs more than the findings' own bound. */
export function normalise(result: RunResult, slowMs = SLOW_MS): RunResult {
  const labels = new Map<string, string>();
  const label = (kind: string, text: string): string => {
    const known = labels.get(text) ?? `${kind}-${labels.size + 1}`;
    labels.set(text, known);
    return known;
  };
  const walk = (value: unknown, key: string, parent: Readonly<Record<string, unknown>>, within: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, key, parent, within));
    if (isRecord(value)) {
      return Object.fromEntries(
        Object.entries(value)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, inner]) => [name, walk(inner, name, value, key)]),
      );
    }
    if (typeof value === 'number') {
      // Only a step that went well can be slow: one that failed took as long as its deadline, or as the machine was busy.
      if (key === 'durationMs') return parent['status'] === 'ok' && value > slowMs ? SLOW_MS + 1 : 1;
      if (key === 'endedAfterMs') return 1;
      if (key === 'port' && within === 'local') return 50_000;
      if (SIZES.has(key)) return Math.sign(value);
      if (key === 'clockSkewS') return Math.abs(value) > SKEW_S ? Math.round(value / 60) * 60 : 0;
    }
    if (typeof value === 'string') {
      if (DATES.has(key)) return AT;
      if (HASHES.has(key)) return label(key, value);
      if (key === 'firstBytes') return tidyBytes(value);
      // Keys and signatures in DER; what they were taken for stands beside them.
      if (key === 'body' && parent['proof'] !== undefined) return `DER: ${String(parent['proof'])}`;
      if (key === 'code') return tidyCode(value);
      return tidy(value);
    }
    return value;
  };
  return walk(result, '', {}, '') as RunResult;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Durations, random `.invalid` names, source ports and our own version inside sentences, bodies and headers. */
function tidy(text: string): string {
  return text
    .replace(/\b[0-9a-f-]{8,}\.invalid\b/g, 'random.invalid')
    .replace(/\b\d+(\.\d+)? ms\b/g, '1 ms')
    .replace(/\b\d+(\.\d+)? (bytes back|bytes)\b/g, (all, _fraction, unit: string) =>
      all.startsWith('0 ') ? all : `1 ${unit}`,
    )
    .replace(/\b127\.0\.0\.1:\d+/g, '127.0.0.1:50000')
    .replace(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} [\d:]{8} GMT/g, 'Thu, 01 Jan 2026 00:00:00 GMT')
    .replace(/\b[0-9A-F]{8,}:error:[0-9A-F]+:[^\n]*/g, inOpensslWords);
}

/** A ServerHello is as random as its sender makes it; an alert stays to the letter, and plain text but for its date. */
function tidyBytes(hex: string): string {
  const hello = HANDSHAKE_RECORD.exec(hex)?.[0];
  return hello ?? Buffer.from(tidy(Buffer.from(hex, 'hex').toString('latin1')), 'latin1').toString('hex');
}

/** OpenSSL's line names a thread, a source file and a line; and 3.5 says `ssl/tls alert` where 3.0 said `sslv3 alert`. */
function inOpensslWords(line: string): string {
  const alert = /SSL alert number \d+/.exec(line)?.[0];
  const reason = line.split(':')[5]?.trim();
  return `OpenSSL: ${alert ?? reason ?? 'error'}`;
}

function tidyCode(code: string): string {
  return code.replace(/^ERR_SSL_(?:SSLV3|SSL\/TLS|TLSV1|TLSV13)_ALERT_/, 'ERR_SSL_ALERT_');
}
