/** A link with delay, where the kernel has no netem: a tunnel by socat over UDP, through a relay that takes its time. */
import { fileURLToPath } from 'node:url';
import { addLink, type Link, leaveRunning, waitUntilListening, waitUntilUp } from './namespaces.ts';

const RELAY = fileURLToPath(new URL('./delay-relay.ts', import.meta.url));
const PORT = 5000;
const INNER_PORT = 5001;
const INNER = `127.0.0.1:${INNER_PORT}`;
const INNER_PEER = '127.0.0.1:5002';

/** `below` are the addresses of the veth pair that carries it. The relay runs at the far side. */
export async function addLongLink(
  { from, to }: Link,
  below: { readonly from: string; readonly to: string },
  delayMs: number,
): Promise<void> {
  await addLink({
    from: { ...from, device: 'below', address: `${below.from}/24` },
    to: { ...to, device: 'below', address: `${below.to}/24` },
  });
  const tun = (end: Link['from']): string => `TUN:${end.address},tun-name=${end.device},iff-up,iff-no-pi`;
  const [near, far] = [`${below.from}:${PORT}`, `${below.to}:${PORT}`];
  await leaveRunning(to.namespace, [process.execPath, RELAY, String(delayMs), far, near, INNER, INNER_PEER]);
  // socat gives up where nobody listens.
  await waitUntilListening(to.namespace, [PORT, INNER_PORT]);
  await leaveRunning(to.namespace, ['socat', tun(to), `UDP:${INNER},bind=${INNER_PEER}`]);
  await leaveRunning(from.namespace, ['socat', tun(from), `UDP:${far},bind=${near}`]);
  await Promise.all([from, to].map(({ namespace, device }) => waitUntilUp(namespace, device)));
}
