import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

/** Who may import whom (design: the imports point one way). A layer may always import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  catalog: ['model'],
  probe: ['model'],
  classify: ['model'],
  'firewall-rules': ['model'],
  record: ['model'],
  config: ['model'],
  simulator: ['model'],
  sink: ['model', 'record'],
  run: ['model', 'catalog', 'probe', 'classify', 'record', 'sink', 'config'],
  functions: ['run', 'config', 'catalog', 'classify', 'firewall-rules', 'record', 'sink', 'model'],
  cli: ['run', 'config', 'catalog', 'classify', 'firewall-rules', 'record', 'sink', 'model'],
  bench: ['run', 'config', 'probe', 'classify', 'simulator', 'model', 'catalog'],
  playground: [
    'model',
    'catalog',
    'probe',
    'classify',
    'record',
    'config',
    'simulator',
    'sink',
    'run',
    'cli',
    'functions',
  ],
};
/** Layers without I/O, clock or randomness: the schema library is all they may have from outside. */
const PURE = ['model', 'catalog', 'classify', 'firewall-rules', 'record'];
const ALLOWED_OUTSIDE = ['valibot'];

interface Import {
  readonly file: string;
  readonly layer: string;
  readonly specifier: string;
}

function importsOf(file: string, text: string): Import[] {
  const layer = file.split('/')[1] ?? '';
  const found = [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g,
    ),
  ];
  return found.map((match) => ({ file, layer, specifier: match[1] ?? match[2] ?? match[3] ?? '' }));
}

function violation({ file, layer, specifier }: Import): string | undefined {
  const allowed = MAY_IMPORT[layer];
  if (!allowed) return `${file}: the folder ${layer} has no place in the import table`;
  if (!specifier.startsWith('.')) {
    const pure = PURE.includes(layer) && !ALLOWED_OUTSIDE.includes(specifier);
    return pure ? `${file} imports ${specifier}: ${layer} may import nothing from outside the project` : undefined;
  }
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  const other = target.split('/')[1] ?? '';
  if (!target.startsWith('src/'))
    return target === 'package.json' ? undefined : `${file} imports ${specifier}, which lies outside src`;
  if (other === layer || allowed.includes(other)) return undefined;
  return `${file} imports ${specifier}: ${layer} may not import ${other}`;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => path.posix.join('src', name.split(path.sep).join('/')));

describe('imports', () => {
  test('every import of src is one the table allows', () => {
    const violations = files
      .flatMap((file) => importsOf(file, readFileSync(file, 'utf8')))
      .flatMap((one) => violation(one) ?? []);
    expect(files.length).toBeGreaterThan(5);
    expect(violations).toEqual([]);
  });

  test.for([
    ['src/model/phase.ts', "import { x } from 'node:fs';"],
    ['src/probe/tls.ts', "import { classify } from '../classify/classify.ts';"],
    ['src/classify/rules.ts', "export { x } from '../probe/dns.ts';"],
    ['src/run/run.ts', "const s = await import('../simulator/simulation.ts');"],
    ['src/cli/main.ts', "import '../playground/main.ts';"],
    ['src/odd/main.ts', "import '../model/phase.ts';"],
  ] as const)('a planted violation in %s is found', ([file, text]) => {
    expect(importsOf(file, text).map(violation)).toEqual([expect.stringContaining(file)]);
  });

  test('judging reads no clock and draws no lots', () => {
    const pure = files.filter((file) => PURE.includes(file.split('/')[1] ?? ''));
    const impure = pure.filter((file) =>
      /\b(Date\.now|new Date\(\)|performance\.now|Math\.random|process\.(env|hrtime|uptime|cwd)|setTimeout\(|setInterval\(|fetch\()/.test(
        readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''),
      ),
    );
    expect(impure).toEqual([]);
  });

  test('only config reads the environment', () => {
    const readers = files.filter((file) => /process\.env/.test(readFileSync(file, 'utf8')));
    expect(readers.filter((file) => !file.startsWith('src/config/') && !file.startsWith('src/playground/'))).toEqual(
      [],
    );
  });
});
