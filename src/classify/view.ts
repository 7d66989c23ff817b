/** What a rule may look at: the evidence of one target, read once in the light of the path. */
import type { Answer, Evidence, QuestionKind } from '../model/evidence.ts';
import type { Failure } from '../model/failure.ts';
import type { Path, PortReading } from '../model/path.ts';
import type { Phase } from '../model/phase.ts';
import type { HttpFacts, Steps, SystemLookup, TlsFacts } from '../model/step.ts';
import type { Target } from '../model/target.ts';
import { type Denial, denialOn } from './denial.ts';
import { type Cut, cutLike, fingerprintOf } from './fingerprint.ts';
import {
  firewallSaidSo,
  firstFailure,
  instrumentFailure,
  isGenuine,
  lastOkPhase,
  type Outcome,
  outcomeOf,
  tlsFacts,
} from './flow.ts';
import { unrelated } from './names.ts';

/** How the target's name fared on another address. */
export type Elsewhere =
  | 'passed'
  | 'cut_alike'
  | 'cut_as_denied'
  | 'cut_otherwise'
  | 'no_connection'
  | 'other'
  | 'unknown';

/** The flow and its repeats on fresh source ports together. */
export interface Tally {
  readonly flows: number;
  readonly passed: number;
  /** Some passed and some did not. */
  readonly mixed: boolean;
  /** All failed, and not in one manner. */
  readonly differing: boolean;
}

export interface View {
  readonly target: Target;
  readonly steps: Steps;
  readonly path: Path;
  /** This flow went through an explicit proxy, or was meant to. */
  readonly proxied: boolean;
  readonly failure: Failure | undefined;
  /** The first phase that failed, else the last that was proven. */
  readonly phase: Phase;
  readonly instrument: Failure | undefined;
  /** On this flow or on a repeat of it. On a dead address it would speak of rules by name only, and the flow may be carried by another. */
  readonly firewallSaidSo: boolean;
  readonly tls: TlsFacts | undefined;
  readonly genuine: boolean;
  readonly http: HttpFacts | undefined;
  readonly cut: Cut | undefined;
  /** How the must-be-denied name fares where this target is. */
  readonly denial: Denial;
  /** A ClientHello without a name, said to an address where nothing is, ends as this flow did. */
  readonly likeNoServerName: boolean;
  /** The target's cut held against the denial's; `unknown` where either is missing. */
  readonly likeDenial: 'same' | 'different' | 'unknown';
  readonly canary: PortReading['canary'];
  readonly deadAddress: Elsewhere;
  readonly reachableAddress: Elsewhere;
  readonly tally: Tally;
  /** The reachable target, or the must-be-denied name, did not keep step with itself between the repeats. */
  readonly unsteadyPath: boolean;
  readonly wideHello: Outcome['kind'] | 'not_asked';
  readonly largeHello: Outcome['kind'] | 'not_asked';
  readonly agentSuites: Outcome | undefined;
  /** How the name's other addresses fared, where they were asked. */
  readonly otherAddresses: { readonly passed: number; readonly failed: number };
  readonly system: SystemLookup | undefined;
  readonly inspector: Inspector | undefined;
}

/** The CA that is no public root, where the chain ends in one. */
export interface Inspector {
  readonly anchor: string;
  readonly hosts: readonly string[];
  /** Signs for names of different owners: no far end's own CA does. */
  readonly forUnrelatedNames: boolean;
}

export function viewOf({ target, steps, questions }: Evidence, path: Path): View {
  const { controls, reading, across } = path;
  const cut = fingerprintOf(steps);
  // The controls went another way than a target with a proxy of its own: they say nothing about it.
  const otherWay = target.proxy !== undefined && !path.proxied;
  const denial: Denial = otherWay ? { filtered: 'unknown' } : denialOn(controls, reading.ports, target);
  const facts = tlsFacts(steps);
  const failure = firstFailure(steps);
  const of = (kind: QuestionKind): readonly Answer[] => questions.filter((answer) => answer.kind === kind);
  const outcomes = (kind: QuestionKind): readonly Outcome[] =>
    of(kind).flatMap((answer) => (answer.steps ? [outcomeOf(answer.steps, target)] : []));
  return {
    target,
    steps,
    path,
    proxied: path.proxied || target.proxy !== undefined,
    failure,
    phase: failure?.phase ?? lastOkPhase(steps) ?? 'dns',
    instrument: instrumentFailure(steps),
    firewallSaidSo:
      firewallSaidSo(steps) || of('repeat').some((answer) => answer.steps && firewallSaidSo(answer.steps)),
    tls: facts,
    genuine: isGenuine(facts),
    http: steps.http.status === 'ok' ? steps.http.facts : undefined,
    cut,
    denial,
    likeDenial: cut && denial.fingerprint ? (cutLike(cut, denial.fingerprint) ? 'same' : 'different') : 'unknown',
    likeNoServerName: cut !== undefined && endsAlike(controls, cut),
    canary: (otherWay ? undefined : reading.ports.find(({ port }) => port === target.port)?.canary) ?? 'not_asked',
    deadAddress: elsewhere(outcomes('dead_address'), cut, denial),
    reachableAddress: elsewhere(outcomes('reachable_address'), cut, denial),
    tally: tallyOf([outcomeOf(steps, target), ...outcomes('repeat')], cut),
    unsteadyPath: unsteady(of('repeat_reachable'), of('repeat_must_be_denied'), target, denial),
    wideHello: kindOf(outcomes('wide_hello')),
    largeHello: kindOf(outcomes('large_hello')),
    agentSuites: outcomes('agent_suites')[0],
    otherAddresses: countOf(outcomes('other_address')),
    system: of('system_resolver').find(({ system }) => system !== undefined)?.system ?? systemOf(steps),
    inspector: inspectorOf(facts, across.privateIssuers),
  };
}

function endsAlike(controls: Path['controls'], cut: Cut): boolean {
  return controls.some(({ kind, steps }) => {
    const other = kind === 'no_sni' ? fingerprintOf(steps) : undefined;
    return other !== undefined && cutLike(cut, other);
  });
}

function systemOf({ dns }: Steps): SystemLookup | undefined {
  return dns.status === 'ok' ? dns.facts.system : dns.status === 'failed' ? dns.seen.system : undefined;
}

function kindOf(outcomes: readonly Outcome[]): Outcome['kind'] | 'not_asked' {
  return outcomes[0]?.kind ?? 'not_asked';
}

function countOf(outcomes: readonly Outcome[]): View['otherAddresses'] {
  const passed = outcomes.filter(({ kind }) => kind === 'passed').length;
  return { passed, failed: outcomes.filter(({ kind }) => kind !== 'passed' && kind !== 'unknown').length };
}

function elsewhere(outcomes: readonly Outcome[], own: Cut | undefined, { fingerprint }: Denial): Elsewhere {
  if (outcomes.some(({ kind }) => kind === 'passed')) return 'passed';
  const outcome = outcomes[0];
  if (!outcome) return 'unknown';
  switch (outcome.kind) {
    case 'cut': {
      if (own && cutLike(outcome.cut, own)) return 'cut_alike';
      if (fingerprint && cutLike(outcome.cut, fingerprint)) return 'cut_as_denied';
      // A follow-up's deadline is short: its silence is a fact only beside another silence.
      return outcome.cut.end === 'deadline' ? 'unknown' : 'cut_otherwise';
    }
    case 'no_connection':
    case 'unknown':
      return outcome.kind;
    case 'failed':
      return outcome.failure === 'http.firewall_denied' ? 'cut_as_denied' : 'other';
    default:
      return 'other';
  }
}

function tallyOf(outcomes: readonly Outcome[], own: Cut | undefined): Tally {
  const told = outcomes.filter(({ kind }) => kind !== 'unknown');
  // A handshake is a handshake, whoever signed for it: beside a cut it shows that flows are not all treated alike.
  const passed = told.filter(({ kind }) => kind === 'passed' || kind === 'chain_not_genuine').length;
  const kinds = new Set(told.filter((outcome) => !late(outcome, own)).map(manner));
  return {
    flows: told.length,
    passed,
    mixed: passed > 0 && passed < told.length,
    differing: passed === 0 && kinds.size > 1,
  };
}

/** Ended by a follow-up's short deadline while the first flow was ended by the far end: slow, perhaps, and no other manner. */
function late(outcome: Outcome, own: Cut | undefined): boolean {
  return outcome.kind === 'cut' && outcome.cut.end === 'deadline' && own !== undefined && own.end !== 'deadline';
}

function manner(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'cut':
      return `cut ${outcome.cut.end} ${outcome.cut.alert ?? ''} ${outcome.cut.bytesReceived > 0}`;
    case 'failed':
      return outcome.failure;
    default:
      return outcome.kind;
  }
}

function unsteady(
  reachable: readonly Answer[],
  mustBeDenied: readonly Answer[],
  target: Target,
  { fingerprint }: Denial,
): boolean {
  const outcomes = (answers: readonly Answer[]): readonly Outcome[] =>
    answers.flatMap(({ steps }) => (steps ? [outcomeOf(steps, { scheme: target.scheme })] : []));
  return (
    outcomes(reachable).some(({ kind }) => kind !== 'passed' && kind !== 'unknown') ||
    (fingerprint !== undefined && outcomes(mustBeDenied).some(({ kind }) => kind === 'passed'))
  );
}

function inspectorOf(facts: TlsFacts | undefined, issuers: Path['across']['privateIssuers']): Inspector | undefined {
  if (!facts || facts.chainEnd === 'public_root') return undefined;
  const hosts = issuers.find(({ anchor }) => anchor === facts.anchor)?.hosts ?? [];
  return { anchor: facts.anchor, hosts, forUnrelatedNames: unrelated(hosts) };
}
