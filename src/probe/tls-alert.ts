/** TLS alerts, and where they can be read. */
import { ALERT_NAMES } from '../model/alert-names.ts';
import type { Alert } from '../model/step.ts';

export function toAlert(level: Alert['level'], number: number): Alert {
  return { level, number, name: ALERT_NAMES[number] ?? `alert_${number}` };
}

/**
 * The alert that the TLS library says it received: the only place for one that came encrypted. The number in the text is stable; the
 * error codes change between versions of OpenSSL. What is raised as an error was fatal.
 */
export function alertInMessage(message: string): Alert | undefined {
  const number = /SSL alert number (\d{1,3})/.exec(message)?.[1];
  return number === undefined ? undefined : toAlert('fatal', Number(number));
}
