/**
 * What the Functions worker hands to `@azure/functions` under the name `@azure/functions-core`. The build puts this file where the built app's
 * `require` finds it, beside the app folder and never in it; in Azure the worker's own module comes first.
 */
export interface Registered {
  readonly metadata: {
    readonly name: string;
    readonly bindings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  readonly callback: (...args: readonly unknown[]) => unknown;
}

const KEY = Symbol.for('agentpath.playground.functions');
const store = globalThis as unknown as Record<symbol, Map<string, Registered> | undefined>;

/** The functions that the loaded app registered, by name. Shared through the process, because app and playground are bundles of their own. */
export function registeredFunctions(): ReadonlyMap<string, Registered> {
  return all();
}

function all(): Map<string, Registered> {
  const known = store[KEY] ?? new Map<string, Registered>();
  store[KEY] = known;
  return known;
}

export const version = '0.0.0-playground';

export class Disposable {
  readonly #dispose: () => void;
  constructor(dispose: () => void) {
    this.#dispose = dispose;
  }
  dispose(): void {
    this.#dispose();
  }
}

export function registerFunction(metadata: Registered['metadata'], callback: Registered['callback']): Disposable {
  all().set(metadata.name, { metadata, callback });
  return new Disposable(() => all().delete(metadata.name));
}

export function registerHook(): Disposable {
  return new Disposable(() => undefined);
}

export function setProgrammingModel(): void {
  // The playground calls the registered handlers itself and needs no model of the worker.
}

export function log(level: string, _category: string, message: string): void {
  if (level === 'error' || level === 'critical') console.error(message);
}
