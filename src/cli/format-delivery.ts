/** What became of the rows, in words. */
import type { SpoolReport, WriteReport } from '../model/run.ts';
import { counted, kilobytes, moment } from './figures.ts';
import { beside } from './layout.ts';
import { plainThroughout } from './plain.ts';
import { paint, type Screen } from './screen.ts';

const INDENT = 4;

/** What waits from run to run, in one line; empty where nothing does. */
export function formatSpool(report: SpoolReport, screen: Screen): string {
  const { replayed, waiting, inMemory, oldest, givenUp, pausedUntil, reasons } = plainThroughout(report);
  const pieces = [
    ...(replayed > 0 ? [`${counted(replayed, 'row')} of earlier runs delivered`] : []),
    ...(waiting > 0
      ? [
          `${counted(waiting, 'row')} ${waiting === 1 ? 'waits' : 'wait'} for later${oldest ? `, the oldest since ${moment(oldest)}` : ''}`,
        ]
      : []),
    ...(inMemory > 0 ? [`${inMemory} of them in memory alone`] : []),
    ...(givenUp > 0 ? [`${counted(givenUp, 'row')} given up`] : []),
    ...(pausedUntil === undefined ? [] : [`not tried before ${moment(pausedUntil)}`]),
  ];
  if (pieces.length + reasons.length === 0) return '';
  const look = paint(screen);
  const headline = `Kept from run to run: ${pieces.length > 0 ? pieces.join('; ') : 'nothing'}.`;
  return [
    ...beside('', [headline], 0, screen.columns).map((line) => (givenUp > 0 ? look.bad(line) : look.open(line))),
    ...reasons.flatMap((reason) => beside('  -', [reason], INDENT, screen.columns)),
  ].join('\n');
}

export function formatDelivery(report: WriteReport, screen: Screen): string {
  const { written, kept, refused, calls, bytes, reasons } = plainThroughout(report);
  const look = paint(screen);
  const all = written + kept + refused;
  const calledFor = `in ${counted(calls, 'call')} (${kilobytes(bytes)}) to the Logs Ingestion endpoint`;
  if (kept + refused === 0) {
    return beside('', [`Delivered ${written} of ${counted(all, 'row')} ${calledFor}.`], 0, screen.columns).join('\n');
  }
  const lost = [...(kept > 0 ? [`${kept} kept for later`] : []), ...(refused > 0 ? [`${refused} refused`] : [])].join(
    ', ',
  );
  const headline = `Delivered ${written === 0 ? 'none' : written} of ${counted(all, 'row')} ${calledFor}: ${lost}.`;
  return [
    ...beside('', [headline], 0, screen.columns).map((line) => (refused > 0 ? look.bad(line) : look.open(line))),
    ...reasons.flatMap((reason) => beside('  -', [reason], INDENT, screen.columns)),
  ].join('\n');
}
