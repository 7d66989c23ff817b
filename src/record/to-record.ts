/** Verdicts, controls and the run itself as flat rows of the table. Bounded: no field passes what the service would cut off. */
import type { Control } from '../model/path.ts';
import type { RunFacts, RunResult, TargetResult } from '../model/run.ts';
import { boundedEvidence } from './bounded-evidence.ts';
import { fittingTexts, shortened } from './bounds.ts';
import type { ProbeRecord } from './columns.ts';
import { runColumns } from './run-columns.ts';
import { toRunRecord } from './run-row.ts';
import { lastPhase, milliseconds, stepColumns } from './step-columns.ts';

export { toRunRecord } from './run-row.ts';

const MAX_SENTENCE = 4000;

/** The rows of the targets in their order, then those of the controls, then the run's. */
export function toRecords(result: RunResult): readonly ProbeRecord[] {
  return [...toProbeRecords(result), toRunRecord(result)];
}

/** All but the run's own row, which can only tell what became of these once they have been delivered. */
export function toProbeRecords({ run, results }: RunResult): readonly ProbeRecord[] {
  return [...results.map((result) => toTargetRecord(run, result)), ...toControlRecords(run, run.path.controls)];
}

export function toTargetRecord(run: RunFacts, result: TargetResult): ProbeRecord {
  const { target, evidence } = result;
  return {
    ...runColumns(run, 'target', target.name, evidence.probedAt),
    TargetName: target.name,
    ...(target.agents.length > 0 && { Agents: target.agents.map((agent) => agent.toUpperCase()).join(',') }),
    ...(target.feature !== '' && { Feature: target.feature }),
    Host: target.host,
    Port: target.port,
    Scheme: target.scheme,
    Required: target.required,
    Tier: target.tier,
    State: result.state,
    Cause: result.cause,
    Effect: result.effect,
    Rule: result.rule,
    Confidence: result.confidence,
    Phase: result.phase,
    Findings: fittingTexts(result.findings.map(({ id }) => id)),
    TcpTestSucceeded: result.tcpTestSucceeded,
    TcpMisleads: result.tcpMisleads,
    ...(result.alternatives.length > 0 && { Alternatives: fittingTexts(result.alternatives) }),
    ...(result.remedy !== '' && { Remedy: shortened(result.remedy, MAX_SENTENCE) }),
    TotalMs: milliseconds(evidence.durationMs),
    ...stepColumns(evidence.steps),
    ...(result.state !== 'reachable' && explanation(result)),
  };
}

/** What a person needs beside a verdict that is not `reachable`. */
function explanation({ findings, settle, truth, because, evidence }: TargetResult): Partial<ProbeRecord> {
  const bounded = boundedEvidence(evidence.steps, evidence.questions);
  return {
    FindingsSay: fittingTexts(findings.map(({ says }) => says)),
    ...(settle.length > 0 && { Settle: fittingTexts(settle) }),
    Truth: shortened(truth, MAX_SENTENCE),
    Because: shortened(because, MAX_SENTENCE),
    ...(evidence.target.stops !== '' && { Stops: shortened(evidence.target.stops, MAX_SENTENCE) }),
    Evidence: bounded.evidence,
    ...(bounded.dropped.length > 0 && { EvidenceDropped: bounded.dropped }),
  };
}

export function toControlRecords(run: RunFacts, controls: readonly Control[]): readonly ProbeRecord[] {
  const seen = new Map<string, number>();
  return controls.map((control) => {
    const name = controlName(control);
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return toControlRecord(run, control, before === 0 ? name : `${name}#${before + 1}`);
  });
}

/** Stable from run to run, so never with the host of a beacon, which names the run. */
function controlName({ kind, dialled, port }: Control): string {
  return kind === 'canary' && dialled ? `control:${kind}:${dialled.address}:${port}` : `control:${kind}:${port}`;
}

function toControlRecord(run: RunFacts, control: Control, name: string): ProbeRecord {
  const { kind, host, port, steps, probedAt } = control;
  // A canary is a connect and nothing else: its columns say all of it.
  const bounded = kind === 'canary' ? undefined : boundedEvidence(steps, []);
  return {
    ...runColumns(run, 'control', name, probedAt),
    Control: kind,
    ...(host !== '' && { Host: host }),
    Port: port,
    Phase: lastPhase(steps),
    ...stepColumns(steps),
    ...(bounded && { Evidence: bounded.evidence }),
    ...(bounded && bounded.dropped.length > 0 && { EvidenceDropped: bounded.dropped }),
  };
}
