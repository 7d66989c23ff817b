/** The tcp phase: one connect to one address, with a deadline. */
import type { Clock } from '../model/clock.ts';
import type { Endpoint, TcpStep } from '../model/step.ts';
import { beforeDeadline } from './deadline.ts';
import type { NodeNetwork } from './node-network.ts';
import { Tap } from './tap.ts';
import { toTcpFailure } from './to-failure.ts';

export interface Connected {
  readonly step: TcpStep;
  /** Present exactly when the step is ok. The taker destroys it. */
  readonly tap?: Tap;
}

export async function connectTcp(
  network: NodeNetwork,
  clock: Clock,
  remote: Endpoint,
  deadlineMs: number,
): Promise<Connected> {
  const started = clock.monotonicMs();
  try {
    const socket = await beforeDeadline(
      clock,
      deadlineMs,
      (signal) => network.connect(remote, signal),
      (late) => late.destroy(),
    );
    const durationMs = clock.monotonicMs() - started;
    const local = { address: socket.localAddress ?? '', port: socket.localPort ?? 0 };
    return { step: { status: 'ok', durationMs, facts: { local, remote } }, tap: new Tap(socket, clock) };
  } catch (thrown) {
    const durationMs = clock.monotonicMs() - started;
    return { step: { status: 'failed', durationMs, failure: toTcpFailure(thrown), seen: { remote } } };
  }
}
