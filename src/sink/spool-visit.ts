/**
 * One delivery's dealings with the spool: what waits, what is recorded, given up and settled. Nothing here throws for what storage does: the
 * troubles are noted, and rows go to memory instead.
 */
import type { ProbeRecord } from '../record/columns.ts';
import { Shelf } from './shelf.ts';
import type { SpoolParts } from './spool.ts';
import {
  type EntryName,
  entryName,
  type Loss,
  type LossCode,
  lossName,
  type Pause,
  pauseName,
  readEntryName,
  readLossName,
  readPauseName,
} from './spool-names.ts';
import { packRows, unpackRows } from './spool-rows.ts';
import type { Claim, SpoolObject, SpoolStore } from './spool-store.ts';

/** Longer than a call with all its retries may take, and short enough for the run after a crash. */
export const CLAIM_MS = 120_000;
/** What a service may ask for at most, and what a clock that was wrong may leave behind. */
export const MAX_PAUSE_MS = 3_600_000;

export interface Held {
  readonly entry: EntryName;
  readonly object: SpoolObject;
  readonly shelf: Shelf;
}
interface HeldLoss {
  readonly loss: Loss;
  readonly object: SpoolObject;
  readonly shelf: Shelf;
}
interface HeldPause {
  readonly pause: Pause;
  readonly object: SpoolObject;
  readonly shelf: Shelf;
}

export class SpoolVisit {
  /** What storage could not do, each once. */
  readonly troubles = new Set<string>();
  private readonly parts: SpoolParts;
  private readonly owner: string;
  private readonly shelves: readonly Shelf[];
  private readonly memory: Shelf;
  private entries: readonly Held[] = [];
  private heldLosses: readonly HeldLoss[] = [];
  private pauses: readonly HeldPause[] = [];

  static async begin(parts: SpoolParts, memory: SpoolStore, owner: string): Promise<SpoolVisit> {
    const visit = new SpoolVisit(parts, memory, owner);
    await visit.look();
    return visit;
  }

  private constructor(parts: SpoolParts, memory: SpoolStore, owner: string) {
    const note = (trouble: string): void => void this.troubles.add(trouble);
    this.parts = parts;
    this.owner = owner;
    this.memory = new Shelf(memory, false, note);
    this.shelves = [...(parts.store ? [new Shelf(parts.store, true, note)] : []), this.memory];
  }

  /** What waits, oldest first. */
  get waiting(): readonly Held[] {
    return this.entries;
  }
  get losses(): readonly Loss[] {
    return this.heldLosses.map(({ loss }) => loss);
  }
  /** The pause that holds at the moment or held last. */
  get pause(): Pause | undefined {
    const latest = this.pauses.toSorted((a, b) => b.pause.untilMs - a.pause.untilMs)[0]?.pause;
    return latest && latest.untilMs - this.nowMs() <= MAX_PAUSE_MS ? latest : undefined;
  }

  isClaimedByAnother({ object: { claim } }: Held): boolean {
    return claim !== undefined && claim.owner !== this.owner && claim.untilMs > this.nowMs();
  }

  /** Takes an entry, or holds on to it for longer. Undefined where somebody else has it. */
  async take(held: Held): Promise<Held | undefined> {
    if (this.isClaimedByAnother(held)) return undefined;
    const object = await held.shelf.claim(held.object, this.claimFromNow());
    return object && this.replaced(held, object);
  }

  /** As `take`, and only where the claim nears its end. */
  async renew(held: Held): Promise<Held | undefined> {
    const untilMs = held.object.claim?.untilMs ?? 0;
    return untilMs - this.nowMs() > CLAIM_MS / 2 ? held : this.take(held);
  }

  async release(held: Held): Promise<void> {
    const object = await held.shelf.claim(held.object, undefined);
    if (object) this.replaced(held, object);
  }

  /** Undefined where the entry cannot be read now; `unreadable` where it never will be. */
  async read({ entry, object, shelf }: Held): Promise<readonly ProbeRecord[] | 'unreadable' | undefined> {
    const content = await shelf.read(object);
    return content && ((await unpackRows(content, entry.rows)) ?? 'unreadable');
  }

  /**
   * Keeps rows, whole or not at all: in storage, or else in memory. Undefined where neither takes them.
   * @param claimed Nobody else is to deliver them meanwhile.
   */
  async record(
    name: Omit<EntryName, 'rows'>,
    rows: readonly ProbeRecord[],
    claimed: boolean,
  ): Promise<Held | undefined> {
    const content = await packRows(rows);
    const entry = { ...name, rows: rows.length };
    for (const shelf of this.shelves) {
      if (!shelf.usable || !(await this.makeRoom(shelf, entry, content.byteLength))) continue;
      const object = await shelf.create(entryName(entry), content, claimed ? this.claimFromNow() : undefined);
      if (!object) continue;
      const held = { entry, object, shelf };
      this.entries = sorted([...this.entries, held]);
      return held;
    }
    return undefined;
  }

  /** Removes what was delivered. */
  async settle(held: Held): Promise<void> {
    if (await held.shelf.remove(held.object)) await this.step('removed');
    this.entries = this.entries.filter((one) => one !== held);
  }

  /** Rows of an entry that will never arrive. The entry itself is removed by whoever calls, and at the next visit at the latest. */
  async recordLoss(held: Held, rows: number, code: LossCode): Promise<boolean> {
    const loss = { entry: held.object.name, rows, code };
    return this.keepLoss(loss, held.shelf);
  }

  /** Rows that could not even be kept: remembered by this process, so that its next run row tells of them. */
  async recordUnkept(entry: EntryName): Promise<void> {
    await this.keepLoss({ entry: entryName(entry), rows: entry.rows + entry.tellsOf, code: 'no_memory' }, this.memory);
  }

  /** The whole entry. False where somebody else has it. */
  async giveUp(held: Held, code: LossCode): Promise<boolean> {
    const taken = await this.take(held);
    if (!taken || !(await this.recordLoss(taken, taken.entry.rows + taken.entry.tellsOf, code))) return false;
    await this.step('loss recorded');
    await this.settle(taken);
    return true;
  }

  /** A run row tells of these: they need not be remembered any longer. */
  async forget(losses: readonly Loss[]): Promise<void> {
    for (const held of this.heldLosses.filter(({ loss }) => losses.includes(loss))) {
      await held.shelf.remove(held.object);
      this.heldLosses = this.heldLosses.filter((one) => one !== held);
    }
  }

  async pauseUntil(pause: Pause | undefined): Promise<void> {
    const earlier = this.pauses;
    if (pause) {
      for (const shelf of this.shelves) {
        const object = await shelf.create(pauseName(pause), new Uint8Array());
        if (!object) continue;
        this.pauses = [{ pause, object, shelf }];
        break;
      }
    } else {
      this.pauses = [];
    }
    for (const { object, shelf } of earlier)
      if (object.name !== (pause && pauseName(pause))) await shelf.remove(object);
  }

  async step(name: string): Promise<void> {
    await this.parts.onStep?.(name);
  }

  private async look(): Promise<void> {
    const [lasting] = this.shelves;
    if (lasting?.lasting) await this.moveFromMemory(lasting);
    const found: { readonly shelf: Shelf; readonly object: SpoolObject }[] = [];
    for (const shelf of this.shelves) for (const object of await shelf.list()) found.push({ shelf, object });
    this.pauses = found.flatMap((one) => {
      const pause = readPauseName(one.object.name);
      return pause ? [{ ...one, pause }] : [];
    });
    this.heldLosses = found.flatMap((one) => {
      const loss = readLossName(one.object.name);
      return loss ? [{ ...one, loss }] : [];
    });
    this.entries = sorted(
      found.flatMap((one) => {
        const entry = readEntryName(one.object.name);
        return entry ? [{ ...one, entry }] : [];
      }),
    );
    await this.finishWhatACrashLeft();
    await this.giveUpTheOld();
  }

  /** Storage is back. What cannot be moved stays where it is. */
  private async moveFromMemory(to: Shelf): Promise<void> {
    for (const object of [...(await this.memory.list())].sort(byName)) {
      const content = await this.memory.read(object);
      if (!content || !(await to.create(object.name, content))) return;
      await this.memory.remove(object);
      await this.step('moved from memory');
    }
  }

  /** An entry whose loss is recorded was about to be removed. */
  private async finishWhatACrashLeft(): Promise<void> {
    const lost = new Set(this.heldLosses.map(({ loss }) => loss.entry));
    for (const held of this.entries.filter(({ object }) => lost.has(object.name))) {
      const taken = await this.take(held);
      if (taken) await this.settle(taken);
    }
  }

  private async giveUpTheOld(): Promise<void> {
    const oldestMs = this.nowMs() - this.parts.limits.maxAgeMs;
    for (const held of this.entries.filter(({ entry }) => entry.runMs < oldestMs)) await this.giveUp(held, 'too_old');
  }

  /**
   * The oldest make room for what is new. False where even an empty shelf would be too small. What the entry is to replace does not count: it goes as
   * soon as the entry is there; and no part of a run makes room for another.
   */
  private async makeRoom(shelf: Shelf, { runId, revision, rows }: EntryName, bytes: number): Promise<boolean> {
    const { maxRows, maxBytes: lastingBytes, memoryBytes } = this.parts.limits;
    const maxBytes = shelf.lasting ? lastingBytes : memoryBytes;
    if (bytes > maxBytes || rows > maxRows) return false;
    const here = this.entries.filter(
      ({ entry, shelf: on }) => on === shelf && (entry.runId !== runId || entry.revision >= revision),
    );
    let bytesHere = here.reduce((sum, { object }) => sum + object.bytes, bytes);
    let rowsHere = here.reduce((sum, { entry }) => sum + entry.rows, rows);
    for (const held of here.filter(({ entry }) => entry.runId !== runId)) {
      if (bytesHere <= maxBytes && rowsHere <= maxRows) break;
      if (!(await this.giveUp(held, 'too_many'))) continue;
      bytesHere -= held.object.bytes;
      rowsHere -= held.entry.rows;
    }
    return bytesHere <= maxBytes && rowsHere <= maxRows;
  }

  private async keepLoss(loss: Loss, shelf: Shelf): Promise<boolean> {
    const object = await shelf.create(lossName(loss), new Uint8Array());
    if (object) this.heldLosses = [...this.heldLosses, { loss, object, shelf }];
    return object !== undefined;
  }

  private replaced(held: Held, object: SpoolObject): Held {
    const now = { ...held, object };
    this.entries = this.entries.map((one) => (one === held ? now : one));
    return now;
  }

  private claimFromNow(): Claim {
    return { owner: this.owner, untilMs: this.nowMs() + CLAIM_MS };
  }
  private nowMs(): number {
    return this.parts.clock.wallMs();
  }
}

function sorted(entries: readonly Held[]): readonly Held[] {
  return entries.toSorted((a, b) => byName(a.object, b.object));
}
function byName(a: SpoolObject, b: SpoolObject): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
