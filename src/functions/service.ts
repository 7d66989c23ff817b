import type { InvocationContext } from '@azure/functions';
import { environment } from '../config/environment.ts';
import { FUNCTION_DEFAULTS, readSettings, readUtf8 } from '../config/settings.ts';
import type { Settings } from '../model/settings.ts';
import { catalogueProblems } from '../run/catalogue-problems.ts';
import { openEngine, systemClock } from '../run/compose.ts';
import { createService, type Log, type Service } from '../run/service.ts';
import { intervalOf } from '../run/timing.ts';

const DEFAULT_SCHEDULE = '0 */5 * * * *';

let opened: Promise<Service> | undefined;

/** One service an instance. Opened at the first invocation, never while the module loads: Flex Consumption starts without settings. */
export function service(): Promise<Service> {
  opened ??= openEngine({ lasting: true }).then((engine) =>
    createService(engine, () => intervalOf(schedule(), systemClock.wallMs())),
  );
  // A failed opening (a wrong AGENTPATH_NETWORK, say) is told to its caller and tried anew by the next.
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

/** Settings are read at every invocation; a problem is thrown with all of its fellows. */
export function settings(): Settings {
  return readSettings(environment(), readUtf8, FUNCTION_DEFAULTS, catalogueProblems);
}

/** The schedule that the host's timer follows. */
export function schedule(): string {
  return environment()['PROBE_SCHEDULE'] ?? DEFAULT_SCHEDULE;
}

export function logOf(context: InvocationContext): Log {
  return { info: (line) => context.info(line), error: (line) => context.error(line) };
}
