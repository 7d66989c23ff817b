/**
 * Edits of stored evidence, to see what the rules would have said. A pure function from a result to a result: what was edited is told in
 * sentences, and the path is read again wherever a control was changed.
 */
import { readPath } from '../classify/read-path.ts';
import type { Problem } from '../config/problems.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Path } from '../model/path.ts';
import type { RunResult } from '../model/run.ts';
import { editControls, hasControl } from './what-if-controls.ts';
import { editFlow, whyNotEditable } from './what-if-flow.ts';

export const WHAT_IF_KEYS: readonly string[] = [
  'alert=N: TLS ends with that fatal alert (0 to 255)',
  'end=fin|rst|silence: the flow is cut once its name was said',
  'status=N: the HTTP answer has that status (200 to 599)',
  'canary=answered|silent: whether something answers where nothing is',
  'filtered=yes|no: whether the must-be-denied name is cut',
];

export type Edit =
  | { readonly key: 'alert'; readonly number: number }
  | { readonly key: 'end'; readonly end: 'fin' | 'rst' | 'silence' }
  | { readonly key: 'status'; readonly status: number }
  | { readonly key: 'canary'; readonly canary: 'answered' | 'silent' }
  | { readonly key: 'filtered'; readonly filtered: 'yes' | 'no' };
export type FlowEdit = Extract<Edit, { key: 'alert' | 'end' | 'status' }>;
export type ControlEdit = Extract<Edit, { key: 'canary' | 'filtered' }>;

export type ReadEdits =
  | { readonly ok: true; readonly edits: readonly Edit[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** @param texts As typed: `alert=40`. */
export function readEdits(texts: readonly string[]): ReadEdits {
  const problems: Problem[] = [];
  const edits: Edit[] = [];
  for (const text of texts) {
    const edit = readEdit(text);
    if (!edit) {
      problems.push({
        place: '--what-if',
        says: `${JSON.stringify(text)} is no edit that is known here`,
        wayOut: `Write one of ${WHAT_IF_KEYS.join('; ')}`,
      });
    } else if (edits.some(({ key }) => key === edit.key)) {
      problems.push({ place: '--what-if', says: `${edit.key} is given twice`, wayOut: 'Give each key once' });
    } else {
      edits.push(edit);
    }
  }
  const flow = edits.filter(isFlowEdit);
  if (flow.length > 1) {
    problems.push({
      place: '--what-if',
      says: `${flow.map(({ key }) => key).join(' and ')} cannot both be how one flow ended`,
      wayOut: 'Give one of alert, end and status',
    });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, edits };
}

function readEdit(text: string): Edit | undefined {
  const [, key, value = ''] = /^([a-z]+)=(.*)$/.exec(text.trim()) ?? [];
  switch (key) {
    case 'alert': {
      const number = wholeNumber(value, 0, 255);
      return number === undefined ? undefined : { key, number };
    }
    case 'status': {
      const status = wholeNumber(value, 200, 599);
      return status === undefined ? undefined : { key, status };
    }
    case 'end':
      return value === 'fin' || value === 'rst' || value === 'silence' ? { key, end: value } : undefined;
    case 'canary':
      return value === 'answered' || value === 'silent' ? { key, canary: value } : undefined;
    case 'filtered':
      return value === 'yes' || value === 'no' ? { key, filtered: value } : undefined;
    default:
      return undefined;
  }
}

function wholeNumber(text: string, from: number, to: number): number | undefined {
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return value >= from && value <= to ? value : undefined;
}

export function isFlowEdit(edit: Edit): edit is FlowEdit {
  return edit.key === 'alert' || edit.key === 'end' || edit.key === 'status';
}

export type Edited =
  | {
      readonly ok: true;
      readonly evidences: readonly Evidence[];
      readonly path: Path;
      /** What was changed, in sentences. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** @param target Name of the target whose flow is edited; controls belong to the whole run. */
export function applyEdits(result: RunResult, edits: readonly Edit[], target?: string): Edited {
  const problems = edits.flatMap((edit) => problemOf(edit, result, target));
  if (problems.length > 0) return { ok: false, problems };
  const flow = edits.filter(isFlowEdit);
  const onPath = edits.filter((edit): edit is ControlEdit => !isFlowEdit(edit));
  const evidences = result.results.map(({ evidence }) =>
    evidence.target.name === target ? flow.reduce(editFlow, evidence) : evidence,
  );
  const { path } = result.run;
  const controls = onPath.reduce(editControls, path.controls);
  return {
    ok: true,
    evidences,
    path: readPath(controls, evidences, { firewallExpected: path.firewallExpected, proxied: path.proxied }),
    notes: edits.map(noteOf),
  };
}

function problemOf(edit: Edit, { results, run }: RunResult, target: string | undefined): readonly Problem[] {
  const place = `--what-if ${edit.key}`;
  if (!isFlowEdit(edit)) {
    return hasControl(edit, run.path.controls)
      ? []
      : [{ place, says: 'the stored run asked no such control', wayOut: 'Use a result of a run that has it' }];
  }
  const evidence = results.find((one) => one.target.name === target)?.evidence;
  if (!evidence)
    return [{ place, says: 'it edits one flow, and no target is named', wayOut: 'Name the target after the file' }];
  const says = whyNotEditable(edit, evidence);
  return says === undefined ? [] : [{ place, says, wayOut: 'Choose another target or another edit' }];
}

function noteOf(edit: Edit): string {
  switch (edit.key) {
    case 'alert':
      return `Edited evidence, not what was seen: this flow and its repeats end with the fatal TLS alert ${edit.number}.`;
    case 'end': {
      const how = { fin: 'closed (FIN)', rst: 'reset (RST)', silence: 'left without an answer' }[edit.end];
      return `Edited evidence, not what was seen: this flow and its repeats are ${how} once the name was said.`;
    }
    case 'status':
      return `Edited evidence, not what was seen: the HTTP answer of this flow and its repeats has status ${edit.status}.`;
    case 'canary':
      return edit.canary === 'answered'
        ? 'Edited evidence, not what was seen: canaries connect on every used port, and not on the odd one.'
        : 'Edited evidence, not what was seen: no canary connects.';
    case 'filtered':
      return edit.filtered === 'yes'
        ? 'Edited evidence, not what was seen: the must-be-denied name is cut.'
        : 'Edited evidence, not what was seen: the must-be-denied name passes.';
  }
}
