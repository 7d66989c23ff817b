/** Asks what `nextQuestions` wants to know, round by round, within the run's budget of connections and seconds. */
import pLimit from 'p-limit';
import { nextQuestions } from '../classify/next-questions.ts';
import type { Clock } from '../model/clock.ts';
import type { Answer, Evidence, Question } from '../model/evidence.ts';
import type { Path } from '../model/path.ts';
import type { ProbeSettings } from '../model/settings.ts';
import type { Prober } from '../probe/prober.ts';
import type { RunParts } from './run.ts';

export interface Asked {
  readonly evidences: readonly Evidence[];
  readonly asked: number;
  readonly durationMs: number;
}

export async function askFollowUps(
  evidences: readonly Evidence[],
  settings: ProbeSettings,
  pathOf: (evidences: readonly Evidence[]) => Path,
  prober: Prober,
  clock: Clock,
  { onProgress, signal }: Pick<RunParts, 'onProgress' | 'signal'>,
): Promise<Asked> {
  const { connections, seconds, perGroup } = settings.followUps;
  const started = clock.monotonicMs();
  const targets = new Map(evidences.map(({ target }) => [target.name, target]));
  const timeIsUp = afterSeconds(seconds, clock);
  const limit = pLimit(settings.concurrency);
  let current = evidences;
  let asked = 0;
  try {
    while (asked < connections && !timeIsUp.reached() && !signal?.aborted) {
      const questions = nextQuestions(current, pathOf(current), { connections: connections - asked, perGroup });
      if (questions.length === 0) break;
      asked += questions.length;
      onProgress?.({ phase: 'follow-ups', done: asked - questions.length, of: asked });
      // In the order of the questions, whichever is answered first. What has not been answered when the time is up is left out; its sockets
      // end by their own deadlines.
      const answers: (readonly [string, Answer] | undefined)[] = questions.map(() => undefined);
      const ask = async (question: Question, index: number): Promise<void> => {
        const target = targets.get(question.about);
        if (!target) throw new Error(`a question about ${question.about}, which is no target of this run`);
        if (!timeIsUp.reached() && !signal?.aborted)
          answers[index] = [question.about, await prober.ask(target, question)];
      };
      const all = Promise.all(questions.map((question, index) => limit(ask, question, index)));
      await Promise.race([all, timeIsUp.promise]);
      current = withAnswers(
        current,
        answers.filter((answer) => answer !== undefined),
      );
    }
  } finally {
    timeIsUp.cancel();
  }
  return { evidences: current, asked, durationMs: clock.monotonicMs() - started };
}

function withAnswers(
  evidences: readonly Evidence[],
  answers: readonly (readonly [string, Answer])[],
): readonly Evidence[] {
  const byName = Map.groupBy(answers, ([name]) => name);
  return evidences.map((evidence) => {
    const own = byName.get(evidence.target.name);
    return own ? { ...evidence, questions: [...evidence.questions, ...own.map(([, answer]) => answer)] } : evidence;
  });
}

function afterSeconds(seconds: number, clock: Clock): { reached(): boolean; promise: Promise<void>; cancel(): void } {
  let reached = seconds <= 0;
  let cancel = (): void => {};
  const promise = new Promise<void>((resolve) => {
    cancel = clock.after(seconds * 1000, () => {
      reached = true;
      resolve();
    });
  });
  return { reached: () => reached, promise, cancel };
}
