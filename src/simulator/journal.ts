import type { Endpoint } from '../model/step.ts';

/** What the firewall logs: in the manner of its structured logs, one entry per judged flow, none for a connection that names no host. */
export interface JournalEntry {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly table: 'application_rule' | 'network_rule';
  readonly protocol: 'HTTPS' | 'HTTP' | 'HTTP/1.1' | 'TCP';
  /** Absent where no connection was opened for it: the simulated drop of a SYN has no client port. */
  readonly clientPort?: number;
  /** The address that was dialled; application rules look only at its port. */
  readonly dialled: Endpoint;
  /** The far end's, which with an explicit proxy is not the dialled one. */
  readonly port: number;
  /** Absent without SNI. */
  readonly host?: string;
  readonly url?: string;
  readonly action: 'Allow' | 'Deny';
  readonly reason: string;
  readonly tlsInspected: boolean;
  readonly explicitProxy: boolean;
}
