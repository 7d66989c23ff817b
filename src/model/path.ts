/** What the path itself told (design.md §4): the controls as evidence, and what can be read from them and from all targets together. */
import type { Endpoint, Steps, TlsSeen } from './step.ts';

export const CONTROL_KINDS = [
  'canary',
  'must_be_denied',
  'must_be_denied_invalid',
  'beacon',
  'port_80',
  'no_sni',
] as const;
export type ControlKind = (typeof CONTROL_KINDS)[number];

export interface Control {
  readonly kind: ControlKind;
  /** The name said; empty for a canary and where no SNI was sent. */
  readonly host: string;
  /** What was dialled, where it was no matter of DNS. */
  readonly dialled?: Endpoint;
  readonly port: number;
  /** A canary on a port that no target uses. */
  readonly odd?: true;
  readonly probedAt: string;
  readonly steps: Steps;
}

/** How a denial looks on this path today. */
export interface Fingerprint {
  readonly host: string;
  readonly port: number;
  readonly scheme: 'https' | 'http';
  readonly end: TlsSeen['end'];
  readonly alert?: number;
  readonly bytesReceived: number;
  readonly endedAfterMs: number;
}

export interface PortReading {
  readonly port: number;
  /** `answered`: something shook hands for an address where nothing is. `silent`/`refused`: nothing did. `void`: even the odd port answered. `not_asked`: no canaries. */
  readonly canary: 'answered' | 'silent' | 'refused' | 'void' | 'not_asked';
}

/** A CA that is no public root, and the unrelated names it was seen on. */
export interface PrivateIssuer {
  readonly anchor: string;
  readonly hosts: readonly string[];
}
/** An intermediate seen in a chain that ends in a public root: who it is tells a missing intermediate from a private CA. */
export interface PublicIssuer {
  readonly subject: string;
  readonly ski?: string;
}

/** What the targets of one run say about each other. */
export interface Across {
  readonly targets: number;
  readonly proven: number;
  /** Failed before a ServerHello just as must-be-denied did. */
  readonly cutLikeMustBeDenied: number;
  /** One proven target per port, whose address can be dialled with another name. */
  readonly proofs: readonly {
    readonly name: string;
    readonly host: string;
    readonly address: string;
    readonly port: number;
  }[];
  readonly privateIssuers: readonly PrivateIssuer[];
  readonly publicIssuers: readonly PublicIssuer[];
}

export interface PathReading {
  readonly ports: readonly PortReading[];
  /** Something on the path answers handshakes for others, on at least one used port. */
  readonly intercepted: 'yes' | 'no' | 'unknown';
  /** A name that must be denied is cut (`yes`) or passes (`no`). */
  readonly filtered: 'yes' | 'no' | 'unknown';
  readonly fingerprint?: Fingerprint;
  /** The product named itself (470 or its body text) to the port-80 control or to a target. */
  readonly product?: 'azure_firewall';
  /** Our own exhaustion during the controls: the run is ill. */
  readonly ill: readonly string[];
  /** Sentences for people, the most important first. */
  readonly says: readonly string[];
}

export interface Path {
  readonly controls: readonly Control[];
  readonly across: Across;
  readonly reading: PathReading;
  /** A firewall is expected on this path. */
  readonly firewallExpected: boolean;
  /** With an explicit proxy, canaries and dead-address questions say nothing. */
  readonly proxied: boolean;
}
