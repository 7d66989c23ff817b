/** The mark beside a state's word, never instead of it, and the colour that repeats it. */
import type { State } from '../model/verdict.ts';
import type { Paint } from './screen.ts';

export function markOf(state: State): string {
  switch (state) {
    case 'reachable':
      return '✓';
    case 'inconclusive':
      return '?';
    case 'denied':
    case 'blocked':
    case 'intercepted':
    case 'incompatible':
    case 'rejected':
    case 'unresolved':
    case 'down':
      return '✗';
  }
}

export function inStateColour(state: State, text: string, { good, bad, open }: Paint): string {
  return markOf(state) === '✓' ? good(text) : markOf(state) === '?' ? open(text) : bad(text);
}
