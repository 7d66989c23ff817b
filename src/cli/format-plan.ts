/** What is said before probing: the plan, and what could not be part of it. */
import type { LeftOut } from '../catalog/expand-targets.ts';
import type { Plan } from '../run/compose.ts';
import { counted } from './figures.ts';
import { beside } from './layout.ts';
import { plainThroughout } from './plain.ts';
import type { Screen } from './screen.ts';

export function formatPlan({ targets, controls, followUpConnections, worstCaseSeconds }: Plan): string {
  const followUps =
    followUpConnections === 0 ? 'no follow-ups' : `at most ${counted(followUpConnections, 'follow-up connection')}`;
  return `Probing ${counted(targets, 'target')}, up to ${counted(controls, 'path control')}, ${followUps}: ${worstCaseSeconds} s at worst.`;
}

/** One paragraph for each thing that is lacking; empty where nothing is. */
export function formatLeftOut(leftOut: Plan['leftOut'], screen: Screen): string {
  const byReason = Map.groupBy(plainThroughout(leftOut), leftOutWords);
  return [...byReason]
    .flatMap(([reason, entries]) => {
      const names = entries.map(({ name }) => name).join(', ');
      return beside('', [`Left out (${reason}): ${names}`], 0, screen.columns);
    })
    .join('\n');
}

/** Why it is not among the targets. */
export function leftOutWords({ lacks, because }: Pick<LeftOut, 'lacks' | 'because'>): string {
  return because ?? lacks.map(lackWords).join('; ');
}

function lackWords(lack: string): string {
  switch (lack) {
    case 'region':
      return 'no --region given';
    case 'workspaceId':
      return 'no --workspace given';
    case 'discovery':
      return 'only the service tells the name: a run asks for it, or put it into a targets file';
    case 'dce':
      return 'no --dce given';
    case 'vault':
      return 'no --key-vault given';
    default:
      return `${lack} is lacking`;
  }
}
