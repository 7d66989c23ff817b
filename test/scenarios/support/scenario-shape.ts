/** A named situation: a world as data, what is probed in it, and the right answer, written down before it was run. */
import type { ProbeSettings, TargetSettings } from '../../../src/model/settings.ts';
import type { Effect, Target } from '../../../src/model/target.ts';
import type { State } from '../../../src/model/verdict.ts';
import type { World } from '../../../src/simulator/world.ts';

export interface Expected {
  readonly state: State;
  readonly cause: string;
  /** Default: not looked at. */
  readonly confidence?: 'certain' | 'likely' | 'possible';
  /** Must be among the alternatives. */
  readonly twins?: readonly string[];
  /** Finding ids that must be there. */
  readonly findings?: readonly string[];
  /** What it means for the agent. Default: not looked at. */
  readonly effect?: Effect;
  readonly tcpTestSucceeded: boolean;
}

export interface Scenario {
  /** One sentence: the situation as an engineer would tell it. */
  readonly title: string;
  readonly world: World;
  /** Only `host` is needed. The name of each is the key under `expect`. */
  readonly targets: readonly (Partial<Target> & { readonly host: string })[];
  readonly settings?: Partial<ProbeSettings>;
  /** What services and certificates name is probed too, as these settings have it. Default: only the targets. */
  readonly further?: Partial<TargetSettings>;
  /** The firewall's inspecting CA is given to the probe: `known` as an inspector (--inspection-ca), `trusted` as a public root (--trust). */
  readonly inspectionCa?: 'known' | 'trusted';
  /** The situation cannot be made without this; where it is missing, the live run is skipped aloud. */
  readonly needs?: 'post_quantum';
  readonly expect: Readonly<Record<string, Expected>>;
  /** What is read from the path itself. */
  readonly path?: {
    readonly filtered?: 'yes' | 'no' | 'unknown';
    readonly intercepted?: 'yes' | 'no' | 'unknown';
    readonly product?: 'azure_firewall' | 'unnamed';
  };
  /** Ids of root causes, the first first. */
  readonly rootCauses?: readonly string[];
}
