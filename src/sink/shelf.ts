/** A store of a spool as one visit uses it: what it cannot do is noted, and after that it is left alone until the next visit. */
import type { Claim, SpoolObject, SpoolStore } from './spool-store.ts';

export class Shelf {
  readonly store: SpoolStore;
  readonly lasting: boolean;
  private readonly note: (trouble: string) => void;
  private reachable = true;

  constructor(store: SpoolStore, lasting: boolean, note: (trouble: string) => void) {
    this.store = store;
    this.lasting = lasting;
    this.note = note;
  }

  get usable(): boolean {
    return this.reachable;
  }

  async list(): Promise<readonly SpoolObject[]> {
    return (await this.attempt(() => this.store.list())) ?? [];
  }
  create(name: string, content: Uint8Array, claim?: Claim): Promise<SpoolObject | undefined> {
    return this.attempt(() => this.store.create(name, content, claim));
  }
  claim(object: SpoolObject, claim: Claim | undefined): Promise<SpoolObject | undefined> {
    return this.attempt(() => this.store.claim(object, claim));
  }
  read(object: SpoolObject): Promise<Uint8Array | undefined> {
    return this.attempt(() => this.store.read(object));
  }
  async remove(object: SpoolObject): Promise<boolean> {
    return (await this.attempt(() => this.store.remove(object))) ?? false;
  }

  /** A storage that hangs costs a run one deadline, not one for each operation. */
  private async attempt<Result>(operation: () => Promise<Result>): Promise<Result | undefined> {
    if (!this.reachable) return undefined;
    try {
      return await operation();
    } catch (error) {
      this.reachable = false;
      this.note(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }
}
