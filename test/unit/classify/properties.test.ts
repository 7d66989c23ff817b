import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classify } from '../../../src/classify/classify.ts';
import { nextQuestions } from '../../../src/classify/next-questions.ts';
import { readPath } from '../../../src/classify/read-path.ts';
import { summarize } from '../../../src/classify/summarize.ts';
import type { Answer, Evidence, Question } from '../../../src/model/evidence.ts';
import { http, tlsOk } from '../../support/evidence.ts';
import { evidences, paths, resetAfterHandshake, stepsWithoutProof, targets } from './arbitrary-evidence.ts';

const HTTPS = targets.map((target) => ({ ...target, scheme: 'https' as const }));
const NO_QUESTIONS = fc.constant<readonly Answer[]>([]);
const RUNS = { numRuns: 600 };

describe('whatever the evidence', () => {
  test('judging gives a verdict, never an exception, and is the same each time', () => {
    fc.assert(
      fc.property(evidences(), paths, (evidence, path) => {
        expect(classify(evidence, path)).toEqual(classify(evidence, path));
      }),
      { numRuns: 300 },
    );
  });

  test('without proof from the far end nothing over TLS is reachable', () => {
    fc.assert(
      fc.property(evidences(stepsWithoutProof, HTTPS), paths, (evidence, path) => {
        expect(classify(evidence, path).state).not.toBe('reachable');
      }),
      RUNS,
    );
  });

  test('a TCP handshake alone never makes a target reachable, whatever its scheme', () => {
    const silent = stepsWithoutProof.map((steps) =>
      steps.http.status === 'ok' ? { ...steps, http: { status: 'skipped', because: 'cut' } as const } : steps,
    );
    fc.assert(
      fc.property(evidences(silent), paths, (evidence, path) => {
        expect(classify(evidence, path).state).not.toBe('reachable');
      }),
      RUNS,
    );
  });

  test('over plain HTTP only bytes that the service alone gives are certain', () => {
    fc.assert(
      fc.property(
        evidences(
          stepsWithoutProof,
          targets.filter(({ scheme }) => scheme === 'http'),
        ),
        paths,
        (evidence, path) => {
          const { state, confidence } = classify(evidence, path);
          const { http: step } = evidence.steps;
          const proof = step.status === 'ok' && step.facts.proof !== undefined;
          if (state === 'reachable' && confidence === 'certain') expect(proof).toBe(true);
        },
      ),
      RUNS,
    );
  });

  test('certain means no twin, and anything less names one', () => {
    fc.assert(
      fc.property(evidences(), paths, (evidence, path) => {
        const { confidence, alternatives, settle, state, cause } = classify(evidence, path);
        expect(alternatives.length === 0).toBe(confidence === 'certain');
        expect(settle.length === 0).toBe(confidence === 'certain');
        expect(alternatives).not.toContain(`${state}/${cause}`);
      }),
      RUNS,
    );
  });

  test("a denial is certain only in the firewall's own words", () => {
    fc.assert(
      fc.property(evidences(), paths, (evidence, path) => {
        const { state, confidence, cause } = classify(evidence, path);
        if (state !== 'denied' || confidence !== 'certain') return;
        expect(cause).toBe('denied.firewall_said_so');
        const flows = [
          evidence.steps,
          ...evidence.questions.flatMap(({ kind, steps }) => (kind === 'repeat' && steps ? [steps] : [])),
        ];
        expect(JSON.stringify(flows)).toMatch(/470|343730|firewall_denied|Action: Deny/);
      }),
      RUNS,
    );
  });

  test('a reset after a completed handshake is never a denial', () => {
    fc.assert(
      fc.property(evidences(resetAfterHandshake, HTTPS, NO_QUESTIONS), paths, (evidence, path) => {
        expect(classify(evidence, path).state).not.toBe('denied');
      }),
      RUNS,
    );
  });

  test('401, 403 and 404 over a genuine chain never hide that the far end was reached', () => {
    const answered = fc.constantFrom(401, 403, 404).map((status) => ({ status }));
    fc.assert(
      fc.property(
        evidences(resetAfterHandshake, HTTPS, NO_QUESTIONS),
        answered,
        paths,
        (evidence, { status }, path) => {
          const seen = { ...evidence, steps: { ...evidence.steps, tls: tlsOk(), http: http(status) } };
          expect(classify(seen, path)).toMatchObject({ state: 'reachable', confidence: 'certain' });
        },
      ),
      RUNS,
    );
  });

  test('our own exhaustion is never a verdict about the network', () => {
    fc.assert(
      fc.property(evidences(), paths, (evidence, path) => {
        const ours = Object.values(evidence.steps).some((step) => step.status === 'failed' && step.failure.instrument);
        if (ours) expect(classify(evidence, path).state).toBe('inconclusive');
      }),
      RUNS,
    );
  });

  test('a TCP test that passed misleads only where it passed', () => {
    fc.assert(
      fc.property(evidences(), paths, (evidence, path) => {
        const { tcpMisleads, tcpTestSucceeded, state } = classify(evidence, path);
        expect(tcpMisleads).toBe(tcpTestSucceeded && ['denied', 'intercepted', 'incompatible'].includes(state));
        if (tcpTestSucceeded) expect(evidence.steps.tcp.status).toBe('ok');
      }),
      RUNS,
    );
  });

  test('root causes name every target that is not reachable, and none twice', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(evidences(), { maxLength: 8, selector: ({ target }) => target.name }),
        paths,
        (all, path) => {
          const judged = all.map((evidence) => ({ evidence, verdict: classify(evidence, path) }));
          const summary = summarize(judged, path);
          const named = summary.rootCauses
            .filter(({ id }) => id !== 'path.filter_missing')
            .flatMap(({ targets: names }) => names);
          const failed = judged
            .filter(({ verdict }) => verdict.state !== 'reachable')
            .map(({ evidence }) => evidence.target.name);
          expect(named.toSorted()).toEqual(failed.toSorted());
          expect(Object.values(summary.byState).reduce((sum, count) => sum + count, 0)).toBe(all.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the questions', () => {
  const runs = fc.record({
    all: fc.uniqueArray(evidences(undefined, targets, NO_QUESTIONS), {
      maxLength: 10,
      selector: ({ target }) => target.name,
    }),
    replies: fc.array(evidences(), { minLength: 1, maxLength: 10 }),
    path: paths,
    connections: fc.nat(60),
    perGroup: fc.nat(6),
  });

  test('end, keep within the budget, are never asked twice, and are about known targets', () => {
    fc.assert(
      fc.property(runs, ({ all, replies, path, connections, perGroup }) => {
        let current: readonly Evidence[] = all;
        const asked: Question[] = [];
        for (let round = 0; ; round += 1) {
          expect(round).toBeLessThan(10);
          const now = readPath(path.controls, current, path);
          const questions = nextQuestions(current, now, { connections: connections - asked.length, perGroup });
          if (questions.length === 0) break;
          asked.push(...questions);
          current = current.map((evidence) => answered(evidence, questions, replies));
        }
        expect(asked.length).toBeLessThanOrEqual(connections);
        const keys = asked.map(({ about, kind, round }) => `${about} ${kind} ${round}`);
        expect(new Set(keys).size).toBe(keys.length);
        const names = new Set(all.map(({ target }) => target.name));
        expect(asked.every(({ about }) => names.has(about))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

function answered(evidence: Evidence, questions: readonly Question[], replies: readonly Evidence[]): Evidence {
  const own = questions.filter(({ about }) => about === evidence.target.name);
  const answers = own.map(({ kind, round }, index): Answer => {
    const steps = replies[(index + round) % replies.length]?.steps ?? evidence.steps;
    return { kind, round, askedAt: evidence.probedAt, steps };
  });
  return { ...evidence, questions: [...evidence.questions, ...answers] };
}
