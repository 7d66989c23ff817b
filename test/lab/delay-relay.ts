/**
 * A long way between two sockets: datagrams that come in at one end leave at the other after a while, in their order. Each is a packet of a TUN
 * device that `socat` carries over UDP, for kernels without netem. Arguments: milliseconds, then `own address:port` and `peer's` of either end.
 */
import { createSocket, type Socket } from 'node:dgram';

const [delay = '', ...ends] = process.argv.slice(2);
const [left, right] = [openEnd(ends[0], ends[1]), openEnd(ends[2], ends[3])];
carry(left, right);
carry(right, left);

interface End {
  readonly socket: Socket;
  send(packet: Buffer): void;
}

function openEnd(own = '', peer = ''): End {
  const [address, port] = endpoint(own);
  const [peerAddress, peerPort] = endpoint(peer);
  const socket = createSocket('udp4');
  socket.bind(port, address);
  // The peer's socat may not be there yet: such a packet is lost, as packets are.
  return { socket, send: (packet) => socket.send(packet, peerPort, peerAddress, () => {}) };
}

function carry(from: End, to: End): void {
  from.socket.on('message', (packet) => setTimeout(() => to.send(packet), Number(delay)));
}

function endpoint(text: string): readonly [address: string, port: number] {
  const [address = '', port = ''] = text.split(':');
  return [address, Number(port)];
}
