// Writes dist/: the deployable function app (one bundle, host.json, package.json), the CLI, the playground and the benchmark.
// Plain JavaScript without dependencies beyond esbuild, because it runs before anything else is built.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const packageJson = JSON.parse(readFileSync('package.json', 'utf8'));
// Bundled CommonJS packages call require() for Node's own modules; an ES module has none.
const banner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

/** Of package.json only what the programs say about themselves: a bundle has no business listing the tools it was made with. */
const ownPackageJson = {
  name: 'own-package-json',
  setup({ onLoad }) {
    const own = path.resolve('package.json');
    const contents = JSON.stringify({ name: packageJson.name, version: packageJson.version });
    onLoad({ filter: /package\.json$/ }, (file) => (file.path === own ? { contents, loader: 'json' } : undefined));
  },
};

const common = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22.12',
  external: ['@azure/functions-core'], // provided by the Functions worker, never installed
  banner,
  plugins: [ownPackageJson],
  outExtension: { '.js': '.mjs' },
  legalComments: 'none',
  logLevel: 'warning',
  sourcemap: false,
};

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist/app', { recursive: true });
mkdirSync('dist/node_modules/@azure/functions-core', { recursive: true });

await Promise.all([
  build({
    ...common,
    entryPoints: { main: 'src/functions/main.ts' },
    outdir: 'dist/app',
    minifySyntax: true,
    minifyWhitespace: true,
  }),
  // The CLI is split, so that `--help` and an old Node's refusal load nothing else.
  build({
    ...common,
    entryPoints: { agentpath: 'src/cli/main.ts' },
    outdir: 'dist/cli',
    splitting: true,
    chunkNames: 'chunk-[hash]',
  }),
  // What the worker provides in Azure, for the playground: beside the app folder, where the app's own require finds it.
  build({
    ...common,
    banner: {},
    format: 'cjs',
    entryPoints: ['src/playground/functions-core.ts'],
    outfile: 'dist/node_modules/@azure/functions-core/index.cjs',
  }),
  build({
    ...common,
    entryPoints: { main: 'src/playground/main.ts', world: 'src/playground/world.ts' },
    outdir: 'dist/playground',
    splitting: true,
    chunkNames: 'chunk-[hash]',
  }),
]);

writeFileSync(
  'dist/node_modules/@azure/functions-core/package.json',
  '{ "name": "@azure/functions-core", "main": "index.cjs" }\n',
);
copyFileSync('host.json', 'dist/app/host.json');
writeFileSync(
  'dist/app/package.json',
  `${JSON.stringify({ name: packageJson.name, version: packageJson.version, type: 'module', main: 'main.mjs', engines: packageJson.engines }, null, 2)}\n`,
);
chmodSync('dist/cli/agentpath.mjs', 0o755);

const kilobytes = Math.round(statSync('dist/app/main.mjs').size / 1000);
console.error(`built dist/app (one bundle of ${kilobytes} kB), dist/cli, dist/playground`);
