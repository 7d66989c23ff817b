/**
 * Which follow-ups would change a verdict, and no others. Pure, and asked again with the answers until it wants to know nothing more:
 * what has been answered is read from the evidence itself.
 */
import type { Answer, Evidence, Question, QuestionKind } from '../model/evidence.ts';
import type { Across, Path } from '../model/path.ts';
import type { Endpoint } from '../model/step.ts';
import { outcomeOf, unwell } from './flow.ts';
import { type View, viewOf } from './view.ts';

export interface Budget {
  /** Connections that are left for this run. */
  readonly connections: number;
  /** Targets of a group of like failures that get the full set; the others get one repeat. */
  readonly perGroup: number;
}

type Draft = Omit<Question, 'about'>;
/** A target and what it should be asked; groups are of like failures. */
interface Case {
  readonly evidence: Evidence;
  readonly view: View;
  readonly group: string;
}

/** The first flow is repeated twice; where the outcomes differ, on six fresh source ports in all. */
const REPEATS = 2;
const REPEATS_WHEN_MIXED = 6;
const LEAST_DEADLINE_MS = 500;
/** Asked where no denial is expected: with the phases' own deadlines. */
const UNHURRIED: readonly QuestionKind[] = ['agent_suites', 'other_address', 'system_resolver'];
/** What today's agents on hardened machines offer; a far end that negotiated another suite may refuse these. */
export const AGENT_SUITES: readonly string[] = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
];

export function nextQuestions(evidences: readonly Evidence[], path: Path, budget: Budget): Question[] {
  const cases = evidences.map((evidence): Case => {
    const view = viewOf(evidence, path);
    return { evidence, view, group: groupOf(view) };
  });
  const slowestMs = slowestProof(cases);
  const ranked = [...Map.groupBy(cases, ({ group }) => group).values()].flatMap((group) =>
    requiredFirst(group).map((one, rank) => ({ one, rank })),
  );
  // Every group's first member is asked in full before any group's second: who is never asked stays a guess.
  const questions = ranked
    .toSorted((a, b) => a.rank - b.rank)
    .flatMap(({ one, rank }) => questionsAbout(one, rank < budget.perGroup, slowestMs));
  return questions.slice(0, Math.max(0, Math.floor(budget.connections)));
}

function requiredFirst(cases: readonly Case[]): readonly Case[] {
  return cases.toSorted((a, b) => Number(b.view.target.required) - Number(a.view.target.required));
}

/** Failures that look alike on the wire are one group; so are reachable targets. */
function groupOf({ failure, cut, tls, genuine, target }: View): string {
  if (cut) return `cut ${cut.scheme} ${target.port} ${cut.end} ${cut.alert ?? ''} ${cut.bytesReceived > 0}`;
  if (failure) return failure.name;
  return tls && !genuine ? `chain ${tls.chainEnd} ${tls.anchor} ${tls.nameMatches}` : 'answered';
}

function questionsAbout({ evidence, view, group }: Case, inFull: boolean, slowestMs: number): readonly Question[] {
  const answered = new Set(evidence.questions.map(keyOf));
  return draftsFor(evidence, view, group, inFull)
    .filter((draft) => !answered.has(keyOf(draft)))
    .map((draft) => ({
      about: evidence.target.name,
      ...draft,
      ...(!UNHURRIED.includes(draft.kind) && deadlineOf(view, slowestMs)),
    }));
}

function draftsFor(evidence: Evidence, view: View, group: string, inFull: boolean): readonly Draft[] {
  // In either case nothing that could be asked would change the verdict.
  if (view.instrument || view.firewallSaidSo) return [];
  return group === 'answered' ? ofAnswered(view) : ofFailed(evidence, view, inFull);
}

function keyOf({ kind, round }: Pick<Answer, 'kind' | 'round'>): string {
  return `${kind} ${round}`;
}

// reachable, as far as was seen ------------------------------------------------------------------------------------

function ofAnswered(view: View): readonly Draft[] {
  const { tls, genuine, target } = view;
  if (view.tally.mixed) return repeats(REPEATS_WHEN_MIXED);
  const drafts: Draft[] = [];
  if (genuine && tls && !AGENT_SUITES.includes(tls.cipher))
    drafts.push({ kind: 'agent_suites', round: 1, hello: 'agents' });
  // Which kind of rule carries it: one proven target a port is enough, and only where a denied name fares differently.
  const speaksForPort = view.path.across.proofs.some(({ name }) => name === target.name);
  if (speaksForPort && view.denial.filtered === 'yes') drafts.push(...onDeadAddress(view));
  if (unwell(view.steps, target)) drafts.push(...repeats(1));
  return drafts;
}

// failed -----------------------------------------------------------------------------------------------------------

function ofFailed(evidence: Evidence, view: View, inFull: boolean): readonly Draft[] {
  const { failure, genuine, tls } = view;
  if (failure?.phase === 'dns') return systemResolver(view);
  if (tls && !genuine) return inFull && tls.chainEnd === 'public_root' ? onDeadAddress(view) : [];
  if (failure?.phase === 'http' && view.target.scheme === 'tcp') return [];
  if (!inFull || failure?.phase === 'proxy') return repeats(view.tally.mixed ? REPEATS_WHEN_MIXED : 1);
  if (failure?.phase === 'tcp') return ofUnconnected(evidence, view);
  const often = unsettled(view) ? REPEATS_WHEN_MIXED : REPEATS;
  if (genuine || view.cut === undefined) return [...repeats(often), ...otherHellos(view)];
  return [...interleaved(view, often), ...onDeadAddress(view), ...onReachableAddress(view), ...otherHellos(view)];
}

/** Something got through: was it what had been changed, or chance? Six fresh source ports tell. */
function unsettled({ tally, wideHello, largeHello, deadAddress }: View): boolean {
  const through = [wideHello, largeHello].some((kind) => kind === 'passed' || kind === 'chain_not_genuine');
  return tally.mixed || through || deadAddress === 'passed';
}

/** The prober asks it by itself before it gives a name up; evidence from elsewhere may lack it. */
function systemResolver(view: View): readonly Draft[] {
  return view.system === undefined ? [{ kind: 'system_resolver', round: 1 }] : [];
}

function ofUnconnected({ steps }: Evidence, view: View): readonly Draft[] {
  if (view.proxied) return repeats(view.tally.mixed ? REPEATS_WHEN_MIXED : 1);
  const others = steps.dns.status === 'ok' ? steps.dns.facts.addresses.slice(1) : [];
  const other = others.find(({ family }) => family === 4);
  return [
    ...repeats(view.tally.mixed ? REPEATS_WHEN_MIXED : 1),
    ...onDeadAddress(view),
    ...(other
      ? [{ kind: 'other_address' as const, round: 1, dial: { address: other.address, port: view.target.port } }]
      : []),
  ];
}

/** Other hellos mean something only where the handshake failed. */
function otherHellos(view: View): readonly Draft[] {
  const { steps, failure } = view;
  const tlsFailed =
    steps.tls.status === 'failed' && failure?.name !== 'tls.not_tls' && failure?.name !== 'tls.unsupported_protocol';
  if (!tlsFailed) return [];
  return [
    { kind: 'wide_hello', round: 1, hello: 'wide' },
    { kind: 'large_hello', round: 1, hello: 'large' },
  ];
}

function repeats(count: number): readonly Draft[] {
  return rounds(count).map((round) => ({ kind: 'repeat', round }));
}

/** A far end that closes by chance rarely keeps step with a name that passes and one that must not. */
function interleaved(view: View, count: number): readonly Draft[] {
  const { proxied, path } = view;
  if (proxied) return repeats(count);
  const proof = proofFor(view);
  const denied = deniedName(view);
  return rounds(count).flatMap((round) => [
    ...(proof ? [{ kind: 'repeat_reachable' as const, round, dial: dialOf(proof), serverName: proof.host }] : []),
    { kind: 'repeat' as const, round },
    ...(denied && path.reading.filtered !== 'unknown'
      ? [{ kind: 'repeat_must_be_denied' as const, round, ...denied }]
      : []),
  ]);
}

function onDeadAddress(view: View): readonly Draft[] {
  const dial = deadAddressOn(view);
  return dial ? [{ kind: 'dead_address', round: 1, dial }] : [];
}

/** Only where a canary connected on this very port, and not through an explicit proxy. */
function deadAddressOn({ proxied, canary, path, target }: View): Endpoint | undefined {
  if (proxied || canary !== 'answered' || target.scheme === 'tcp') return undefined;
  return path.controls.find(
    ({ kind, port, odd, steps }) => kind === 'canary' && !odd && port === target.port && steps.tcp.status === 'ok',
  )?.dialled;
}

function onReachableAddress(view: View): readonly Draft[] {
  const proof = view.proxied || view.target.scheme !== 'https' ? undefined : proofFor(view);
  return proof ? [{ kind: 'reachable_address', round: 1, dial: dialOf(proof) }] : [];
}

type Proof = Across['proofs'][number];
function proofFor({ path, target }: View): Proof | undefined {
  return path.across.proofs.find(({ port, name }) => port === target.port && name !== target.name);
}
function dialOf({ address, port }: Proof): Endpoint {
  return { address, port };
}

/** The must-be-denied name and where it was dialled, on this port. */
function deniedName({ path, target }: View): { readonly dial: Endpoint; readonly serverName: string } | undefined {
  for (const { kind, host, steps } of path.controls) {
    if (kind !== 'must_be_denied' || steps.tcp.status !== 'ok') continue;
    return { dial: { address: steps.tcp.facts.remote.address, port: target.port }, serverName: host };
  }
  return undefined;
}

/**
 * Three times what the cut of the must-be-denied name takes, or the slowest proven answer of this run: a far end across an ocean must not be
 * taken for a silent one. The phase's own where a denial is silent or was never seen.
 */
function deadlineOf({ denial: { fingerprint } }: View, slowestMs: number): { readonly deadlineMs?: number } {
  if (!fingerprint || fingerprint.end === 'deadline') return {};
  return { deadlineMs: Math.max(LEAST_DEADLINE_MS, Math.ceil(3 * Math.max(fingerprint.endedAfterMs, slowestMs))) };
}

/** Of the phase in which names are judged. */
function slowestProof(cases: readonly Case[]): number {
  const durations = cases.map(({ evidence: { steps, target } }) => {
    if (outcomeOf(steps, target).kind !== 'passed') return 0;
    const step = target.scheme === 'https' ? steps.tls : steps.http;
    return step.status === 'ok' ? step.durationMs : 0;
  });
  return durations.reduce((slowest, duration) => Math.max(slowest, duration), 0);
}

function rounds(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
