/** What became of the rows, in words. */
import type { WriteReport } from '../model/run.ts';
import { counted, kilobytes } from './figures.ts';
import { beside } from './layout.ts';
import { plainThroughout } from './plain.ts';
import { paint, type Screen } from './screen.ts';

const INDENT = 4;

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
