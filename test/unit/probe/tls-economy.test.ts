import { connect } from 'node:net';
import { createServer as createTlsServer, connect as tlsConnect } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { publicKeyInfrastructure } from '../../support/certificates.ts';
import {
  afterHello,
  bench,
  listening,
  type Peer,
  peer,
  type TestNetwork,
  target,
  testNetwork,
} from '../../support/probing.ts';

const open: Peer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
function keep(one: Peer): Peer {
  open.push(one);
  return one;
}

describe('what is spared, and changes nothing that is seen', () => {
  test.for([
    ['nothing', ''],
    ['half a record', '1603030100'],
    ['a warning', '15030100020170'],
  ] as const)('of a FIN after %s is said what Node itself would say', async ([, first]) => {
    const one = keep(await peer(afterHello((socket) => socket.end(Buffer.from(first, 'hex')))));
    const said = await new Promise<unknown>((resolve) => {
      tlsConnect({ socket: connect(one.port, '127.0.0.1'), servername: 'host.example' }).on('error', resolve);
    });
    const { steps } = await bench({}).prober.probeTarget(target(one.port));
    if (steps.tls.status !== 'failed') throw new Error(`the tls step is ${steps.tls.status}`);
    const { code, message } = steps.tls.failure;
    expect(said).toMatchObject({ code, message });
  });

  test('the request leaves together with the end of our handshake', async () => {
    const pki = await publicKeyInfrastructure('Example');
    const far = keep(
      await listening(
        createTlsServer({ cert: pki.chain, key: pki.leaf.key }, (socket) => {
          socket.on('error', () => {});
          socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
        }),
      ),
    );
    const flights: number[] = [];
    const real = testNetwork({ 'target.test': '127.0.0.1' });
    const counting: TestNetwork = {
      ...real,
      connect: async (...given) => {
        const socket = await real.connect(...given);
        const write = socket.write.bind(socket);
        return Object.assign(socket, {
          write: (bytes: Uint8Array, done: (error?: Error | null) => void) => {
            flights.push(bytes.length);
            return write(bytes, done);
          },
        });
      },
    };
    const { steps } = await bench({ trust: [pki.root.cert] }, counting).prober.probeTarget(target(far.port));
    expect(steps.http).toMatchObject({ status: 'ok', facts: { status: 204 } });
    // The ClientHello, then everything else.
    expect(flights).toHaveLength(2);
  });
});
