/**
 * The network as a port. `Connection` is the platform's stream (for the real one a `net.Socket`); this layer names none.
 * Rejections carry what the operating system said: an Error with `code` and `syscall`.
 */
import type { Endpoint } from './step.ts';

export interface DatagramOptions {
  /**
   * The message may leave from a port that other messages to the same place use at the time; its answers are told by its first two bytes (a DNS id).
   * Otherwise it has a fresh random port of its own.
   */
  readonly sharesPort?: boolean;
}

export interface Network<Connection> {
  /**
   * One TCP connection to an address (never a name). Resolves once the handshake is complete. The connection does not read before
   * somebody listens. When the signal aborts, nothing is left behind.
   */
  connect(to: Endpoint, signal: AbortSignal): Promise<Connection>;
  /** One UDP datagram out, and the datagrams that come back from there until `accept` takes one. Used for DNS. */
  exchange(
    to: Endpoint,
    message: Uint8Array,
    accept: (answer: Uint8Array) => boolean,
    signal: AbortSignal,
    options?: DatagramOptions,
  ): Promise<Uint8Array>;
  /** The resolvers that the machine is set to use, as `address` and port. Empty where they cannot be read. */
  resolvers(): readonly Endpoint[];
  /** The hosts file's text; empty where there is none. */
  hostsFile(): Promise<string>;
  /** The system's own resolver (getaddrinfo): all addresses of both families. */
  lookup(host: string): Promise<readonly string[]>;
  /** True for every network that is not the real one. Records of its runs say so. */
  readonly simulated: boolean;
}
