import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTlsRecordReader, type TlsRecords } from '../../../src/probe/tls-records.ts';
import { alert, handshake, record, SUPPORTED_VERSION_13, serverHello } from '../../support/tls-bytes.ts';

function read(...chunks: readonly Uint8Array[]): TlsRecords {
  const reader = createTlsRecordReader();
  for (const chunk of chunks) reader.read(chunk);
  return reader.records;
}

describe('what a far end says in clear', () => {
  test('nothing yet', () => {
    expect(read()).toEqual({ opening: 'undecided', handshakeBegan: false, certificateRequested: false });
    expect(read(Uint8Array.of(22))).toMatchObject({ opening: 'undecided', handshakeBegan: true });
  });

  test.for([
    ['TLSv1', serverHello(0x0301)],
    ['TLSv1.2', serverHello(0x0303)],
    ['TLSv1.3', serverHello(0x0303, 0x1301, SUPPORTED_VERSION_13)],
    ['SSLv3', serverHello(0x0300)],
    ['0x03ff', serverHello(0x03ff)],
  ] as const)('the version %s', ([serverVersion, hello]) => {
    expect(read(record(22, hello))).toMatchObject({ opening: 'tls', handshakeBegan: true, serverVersion });
  });

  test('a message over several records', () => {
    const hello = serverHello(0x0303);
    expect(read(record(22, hello.subarray(0, 3)), record(22, hello.subarray(3)))).toMatchObject({
      serverVersion: 'TLSv1.2',
    });
  });

  test('a request for a client certificate behind a long message', () => {
    const flight = Buffer.concat([
      serverHello(0x0303),
      handshake(11, Buffer.alloc(5000, 13)),
      handshake(13, Buffer.alloc(8)),
    ]);
    expect(read(record(22, flight)).certificateRequested).toBe(true);
    expect(read(record(22, flight.subarray(0, -12))).certificateRequested).toBe(false);
  });

  test('what is encrypted is not read as if it were clear', () => {
    const changed = [record(22, serverHello(0x0303)), record(20, Uint8Array.of(1))];
    expect(read(...changed, record(22, handshake(13, Buffer.alloc(8)))).certificateRequested).toBe(false);
    expect(read(...changed, record(21, Buffer.alloc(26, 2)))).not.toHaveProperty('alert');
  });

  test('the first fatal alert, else the first', () => {
    expect(read(alert(1, 112), alert(2, 40), alert(2, 80)).alert).toEqual({
      level: 'fatal',
      number: 40,
      name: 'handshake_failure',
    });
    expect(read(alert(1, 112), alert(1, 0)).alert).toEqual({
      level: 'warning',
      number: 112,
      name: 'unrecognized_name',
    });
    expect(read(alert(3, 40))).not.toHaveProperty('alert');
  });

  test('the same in whatever pieces it comes', () => {
    const bytes = Buffer.concat([
      record(22, serverHello(0x0303)),
      record(22, handshake(13, Buffer.alloc(9))),
      alert(1, 112),
      alert(2, 40),
    ]);
    const whole = read(bytes);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (sizes) => {
        const reader = createTlsRecordReader();
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          reader.read(bytes.subarray(at, at + size));
          at += size;
        }
        expect(reader.records).toEqual(whole);
      }),
    );
  });

  test('any bytes at all are read without harm', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, asRecord) => {
        const { opening } = read(asRecord ? record(22, bytes) : bytes);
        expect(['undecided', 'tls', 'other']).toContain(opening);
      }),
    );
  });
});
