/** A terminal that keeps what it is told. */
import type { Terminal } from '../../../src/cli/terminal.ts';

export interface Recorded {
  readonly terminal: Terminal;
  readonly printed: string[];
  readonly said: string[];
  readonly shown: string[];
  interrupt(): void;
}

export function recorded(environment: Readonly<Record<string, string>> = {}, columns = 100): Recorded {
  const [printed, said, shown]: [string[], string[], string[]] = [[], [], []];
  let interrupt = (): void => {};
  const terminal: Terminal = {
    environment,
    screen: { columns, colour: false },
    errorScreen: { columns, colour: false },
    print: (text) => void printed.push(text),
    say: (text) => void said.push(text),
    progress: (text) => void shown.push(text),
    onInterrupt: (call) => {
      interrupt = call;
      return () => {
        interrupt = () => {};
      };
    },
    flushed: async () => {},
  };
  return { terminal, printed, said, shown, interrupt: () => interrupt() };
}
