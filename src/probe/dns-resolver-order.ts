/** Which resolver is asked next and how long it is waited for: one that keeps silent must not use up the run. */
import type { Endpoint } from '../model/step.ts';
import { formatEndpoint } from './dns-name.ts';

export interface Turn {
  readonly resolver: Endpoint;
  readonly limitMs: number;
  /** Why the limit is shorter than usual. */
  readonly because?: string;
}

export interface ResolverOrder {
  /** The turns for one name. Each is worked out when it is taken, from the time that is left and from what other names met meanwhile. */
  turns(leftMs: () => number): Iterable<Turn>;
  /** Milliseconds that all turns of a name may take together. */
  budgetMs(): number;
  heard(resolver: Endpoint): void;
  silent(resolver: Endpoint): void;
  /** A name for which every resolver kept silent. */
  nameUnheard(): void;
}

/** Of the deadline: the rest belongs to the system's own resolver. */
const OUR_PART = 5 / 8;
/** Of the deadline: what a resolver gets that has been silent, while another is not. */
const SHORT_PART = 1 / 8;
/** Of the deadline: nobody is asked for less. */
const LEAST_PART = 1 / 40;
/** After so many names in a row that no resolver answered, the next ones wait for this part of the deadline only (1 s of the usual 4 s). */
const SILENT_NAMES = 8;
const GIVEN_UP_PART = 1 / 4;

export function createResolverOrder(resolvers: readonly Endpoint[], deadlineMs: number): ResolverOrder {
  const silent = new Set<string>();
  let unheardNames = 0;
  const isSilent = (resolver: Endpoint): boolean => silent.has(formatEndpoint(resolver));
  const givenUp = (): boolean => unheardNames >= SILENT_NAMES;

  function* turns(leftMs: () => number): Iterable<Turn> {
    const waiting = [...resolvers];
    while (waiting.length > 0 && leftMs() >= deadlineMs * LEAST_PART) {
      const lively = waiting.filter((resolver) => !isSilent(resolver));
      const resolver = lively[0] ?? waiting[0];
      if (!resolver) return;
      const short = isSilent(resolver) && silent.size < resolvers.length;
      const limitMs = short
        ? Math.min(leftMs(), deadlineMs * SHORT_PART)
        : leftMs() / (lively.length || waiting.length);
      const because = givenUp()
        ? `a shorter wait: no resolver answered for the last ${unheardNames} names`
        : short
          ? 'a shorter wait: it was silent before, and another resolver is not'
          : undefined;
      waiting.splice(waiting.indexOf(resolver), 1);
      yield { resolver, limitMs, ...(because !== undefined && { because }) };
    }
  }

  return {
    turns,
    budgetMs: () => deadlineMs * (givenUp() ? GIVEN_UP_PART : OUR_PART),
    heard: (resolver) => {
      silent.delete(formatEndpoint(resolver));
      unheardNames = 0;
    },
    silent: (resolver) => {
      silent.add(formatEndpoint(resolver));
    },
    nameUnheard: () => {
      unheardNames += 1;
    },
  };
}
