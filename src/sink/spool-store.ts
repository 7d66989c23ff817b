/**
 * Where rows wait, as a port: immutable objects that appear whole or not at all, and claims that one of several processes wins.
 * Everything that must survive a crash is an object's name, so that one listing tells it all (spool-names.ts).
 */

/** Who works on an object. It runs out by the clock of the vantage: a process that died holds nothing up for long. */
export interface Claim {
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly untilMs: number;
}

export interface SpoolObject {
  readonly name: string;
  /** Of its content. */
  readonly bytes: number;
  readonly claim?: Claim;
  /** Tells this state of the object from every other: what another process has touched meanwhile is neither claimed nor removed. */
  readonly version: string;
}

/** Every operation rejects, with one sentence that names the place, where the storage does not do its part. */
export interface SpoolStore {
  readonly place: string;
  list(): Promise<readonly SpoolObject[]>;
  /** An object of that name that exists already is the same one: names are never used for different content. */
  create(name: string, content: Uint8Array, claim?: Claim): Promise<SpoolObject>;
  /** Sets or lifts the claim; undefined where another process was faster or the object is gone. */
  claim(object: SpoolObject, claim: Claim | undefined): Promise<SpoolObject | undefined>;
  /** Undefined where it is gone. */
  read(object: SpoolObject): Promise<Uint8Array | undefined>;
  /** False where another process has claimed or removed it. */
  remove(object: SpoolObject): Promise<boolean>;
}
