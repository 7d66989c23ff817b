/** How much memory V8 takes for new objects. */
import { setFlagsFromString } from 'node:v8';

/**
 * From here on V8's young generation does not grow; it would, to 32 MB twice, as long as each target leaves evidence behind, and save no CPU by it.
 * To be called when the targets have been read: what it has grown to by then is in proportion to their number. Of all flags of V8 that bound it this is
 * the one that is looked at while a program runs (`--max-semi-space-size` is not).
 */
export function stopYoungGenerationGrowth(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
