/** Where a far end would like to send us, and what it would like us to unpack. */
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { answering, type FarEnd } from '../../hostile/far-end.ts';
import { probed } from '../../hostile/probed.ts';
import { HTTP_ENDS, REDIRECTS } from '../../hostile/zoo-http.ts';
import { listening } from '../../support/probing.ts';
import { holds } from './holds.ts';

describe('redirects', () => {
  test.for(REDIRECTS.map((answer) => [answer.split('\r\n')[0], answer] as const))(
    '%s leads nowhere',
    async ([, answer]) => {
      const server = createServer();
      const evil = await listening(server);
      let visits = 0;
      server.on('connection', () => {
        visits += 1;
      });
      let connections = 0;
      const end: FarEnd = {
        name: 'redirecting',
        scheme: 'http',
        ends: /^http/,
        serve: (socket) => {
          connections += 1;
          answering((one) => one.end(answer.replaceAll('{evil}', `http://127.0.0.1:${evil.port}/`)))(socket);
        },
      };
      const seen = await probed(end);
      await evil.close();
      expect({ visits, connections }).toEqual({ visits: 0, connections: 1 });
      await holds(seen);
    },
  );
});

describe('compression', () => {
  test('is not asked for, neither of a body nor of a certificate', async () => {
    const said: Buffer[] = [];
    const keep = (scheme: FarEnd['scheme']): FarEnd => ({
      name: 'listening',
      scheme,
      ends: /./,
      serve: answering((socket, bytes) => {
        said.push(bytes);
        socket.end();
      }),
    });
    await probed(keep('http'));
    await probed(keep('https'));
    const [request = Buffer.alloc(0), hello = Buffer.alloc(0)] = said;
    expect(request.toString()).toMatch(/^GET \/ HTTP\/1\.1\r\n/);
    expect(request.toString()).not.toMatch(/accept-encoding|\bTE:/i);
    const { compressions, extensions } = readHello(hello);
    expect(compressions).toEqual([0]);
    expect(extensions).toContain(13); // signature algorithms: the list was read
    expect(extensions).not.toContain(27); // compress_certificate (RFC 8879)
  });

  test('a body that is compressed all the same stays as it came', async () => {
    const bombs = HTTP_ENDS.filter(({ name }) => name.startsWith('a compressed bomb'));
    expect(bombs.length).toBe(4);
    for (const bomb of bombs) {
      const before = process.memoryUsage().arrayBuffers;
      const { only } = await probed(bomb);
      const { http } = only.evidence.steps;
      if (http.status !== 'ok') throw new Error(`${bomb.name}: ${http.status}`);
      expect(http.facts.body.length).toBeLessThanOrEqual(512);
      // A body of zeros would be nothing but dots.
      expect(http.facts.body).not.toMatch(/^[.\0]{300}/);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
    }
  });
});

function readHello(bytes: Buffer): {
  readonly compressions: readonly number[];
  readonly extensions: readonly number[];
} {
  let at = 5 + 4 + 2 + 32;
  at += 1 + bytes.readUInt8(at);
  at += 2 + bytes.readUInt16BE(at);
  const compressions = [...bytes.subarray(at + 1, at + 1 + bytes.readUInt8(at))];
  at += 1 + bytes.readUInt8(at) + 2;
  const extensions: number[] = [];
  while (at + 4 <= bytes.length) {
    extensions.push(bytes.readUInt16BE(at));
    at += 4 + bytes.readUInt16BE(at + 2);
  }
  return { compressions, extensions };
}
