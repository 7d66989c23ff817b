/**
 * A software bill of materials (CycloneDX, by npm) of what the program is built from: `npm run sbom > agentpath.cdx.json`.
 * `npm sbom --omit dev` alone leaves out every package that a development dependency needs too, so npm is given a lock file of the production tree.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const read = (file) => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));

/** Where Node finds it: beside the one who asks, or further up. */
function place(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const found = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages[found]) return found;
    if (at === '') throw new Error(`package-lock.json holds no ${name}, which ${from || 'the project'} depends on`);
  }
}

function productionPlaces(packages) {
  const places = new Set();
  const follow = (from) => {
    for (const name of Object.keys(packages[from].dependencies ?? {})) {
      const found = place(packages, from, name);
      if (places.has(found)) continue;
      places.add(found);
      follow(found);
    }
  };
  follow('');
  return places;
}

const lock = read('package-lock.json');
const { devDependencies: _, optionalDependencies: __, scripts: ___, ...manifest } = read('package.json');
const places = productionPlaces(lock.packages);
const { devDependencies: ____, optionalDependencies: _____, ...root } = lock.packages[''];
const packages = Object.fromEntries(
  Object.entries(lock.packages)
    .filter(([name]) => places.has(name))
    .map(([name, { dev, devOptional, optional, ...entry }]) => [name, entry]),
);

const above = mkdtempSync(path.join(tmpdir(), 'agentpath-'));
try {
  // npm takes the folder's name for the component's.
  const folder = path.join(above, manifest.name);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    path.join(folder, 'package-lock.json'),
    JSON.stringify({ ...lock, packages: { '': root, ...packages } }),
  );
  const options = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const npm = process.env.npm_execpath;
  const [command, before] = npm ? [process.execPath, [npm]] : ['npm', []];
  const text = execFileSync(command, [...before, ...options], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: !npm && process.platform === 'win32',
  });
  process.stdout.write(text);
} finally {
  rmSync(above, { recursive: true, force: true });
}
