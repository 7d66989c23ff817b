/** How much memory V8 takes before it looks for what is no longer needed. */
import { setFlagsFromString } from 'node:v8';

/**
 * From here on V8's young generation does not grow (it would, to 32 MB twice, as long as each target leaves evidence behind, and save no CPU by it),
 * and the old one is gone through when it has grown to three times of what was alive: a flow outlives two collections of the young one, so what it leaves
 * behind ends there, with the memory of the TLS library that it holds.
 * To be called before the targets are read: reading thousands would let the young generation grow first. Of all flags of V8 that bound them these are
 * the ones that are looked at while a program runs (`--max-semi-space-size` is not).
 */
export function stopYoungGenerationGrowth(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=200');
}
