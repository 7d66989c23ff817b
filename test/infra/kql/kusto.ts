/**
 * The KQL language service of the Kusto query editor, over a database of ours: it binds every name and type of a query and runs nothing.
 * The package is a script for browsers and throws under `require`: both files are evaluated in one context (about 100 MB, so once a test file).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import vm from 'node:vm';

export interface NamedType {
  readonly name: string;
  readonly type: string;
}
export interface TableSchema {
  readonly name: string;
  readonly columns: readonly NamedType[];
}
export interface FunctionSchema {
  readonly name: string;
  /** As in a saved function: `since:datetime, until:datetime`. */
  readonly parameters: string;
  readonly body: string;
}
export interface Problem {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  /** From 1. */
  readonly line: number;
}
export interface Analysis {
  readonly problems: readonly Problem[];
  /** Of the last statement; empty where it is no table. */
  readonly columns: readonly NamedType[];
}
export interface Kusto {
  analyse(text: string): Analysis;
}

// What is used of the service's own types: lists are .NET's.
interface List<T> {
  readonly Count: number;
  getItem(index: number): T;
}
type Symbol = object;
interface Diagnostic {
  readonly Code: string;
  readonly Severity: string;
  readonly Message: string;
  readonly Start: number;
}
interface Column {
  readonly Name: string;
  readonly Type: { readonly Name: string };
}
interface Code {
  readonly ResultType: { readonly Columns?: List<Column> } | null;
  GetDiagnostics(): List<Diagnostic>;
}
interface Globals {
  WithDatabase(database: Symbol): Globals;
}
interface Language {
  readonly KustoCode: { ParseAndAnalyze(text: string, globals: Globals): Code };
  readonly GlobalState: { readonly Default: Globals };
  readonly Symbols: {
    readonly TableSymbol: { readonly $ctor7: new (name: string, schema: string, description: null) => Symbol };
    readonly FunctionSymbol: {
      readonly $ctor16: new (name: string, parameters: string, body: string, description: null) => Symbol;
    };
    readonly DatabaseSymbol: { readonly ctor: new (name: string, members: readonly Symbol[]) => Symbol };
  };
}

function loadLanguage(): Language {
  const find = createRequire(import.meta.url).resolve;
  const context = vm.createContext({ console });
  for (const file of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) {
    const path = find(`@kusto/language-service-next/${file}`);
    vm.runInContext(readFileSync(path, 'utf8'), context, { filename: file });
  }
  return vm.runInContext('Kusto.Language', context) as Language;
}

const { KustoCode, GlobalState, Symbols } = loadLanguage();

export function loadKusto(tables: readonly TableSchema[], functions: readonly FunctionSchema[] = []): Kusto {
  const members = [
    ...tables.map(({ name, columns }) => new Symbols.TableSymbol.$ctor7(name, schemaText(columns), null)),
    ...functions.map(
      ({ name, parameters, body }) => new Symbols.FunctionSymbol.$ctor16(name, `(${parameters})`, `{ ${body}\n}`, null),
    ),
  ];
  const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('workspace', members));
  return {
    analyse(text) {
      const code = KustoCode.ParseAndAnalyze(text, globals);
      return {
        problems: items(code.GetDiagnostics()).map(({ Code, Severity, Message, Start }) => ({
          code: Code,
          severity: Severity,
          message: Message,
          line: text.slice(0, Start).split('\n').length,
        })),
        columns: items(code.ResultType?.Columns).map(({ Name, Type }) => ({ name: Name, type: Type.Name })),
      };
    },
  };
}

function items<T>(list: List<T> | undefined): readonly T[] {
  return list ? Array.from({ length: list.Count }, (_, index) => list.getItem(index)) : [];
}

export function schemaText(columns: readonly NamedType[]): string {
  return `(${columns.map(({ name, type }) => `['${name}']: ${type}`).join(', ')})`;
}
