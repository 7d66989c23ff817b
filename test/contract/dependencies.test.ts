/** What the program is built from: exactly pinned, with a checksum each, under licences that we may ship, and listed in full. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../support/run-program.ts';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const manifest: Locked = json('package.json');
const { packages }: { readonly packages: Readonly<Record<string, Locked>> } = json('package-lock.json');
const locked = Object.entries(packages).filter(([place]) => place !== '');

/** Found as Node finds a package: in the nearest node_modules above. Development tools and optional packages are none of it. */
function production(): readonly string[] {
  const found = new Set<string>();
  const follow = (from: string): void => {
    for (const name of Object.keys(packages[from]?.dependencies ?? {})) {
      const above =
        from === ''
          ? []
          : from.split(/(?<=.)\/(?=node_modules\/)/).map((_, index, parts) => parts.slice(0, index + 1).join('/'));
      const places = [...above.reverse(), ''].map((folder) =>
        folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`,
      );
      const place = places.find((one) => packages[one]);
      if (place === undefined) throw new Error(`${name}, which ${from} depends on, is not locked`);
      if (found.has(place)) continue;
      found.add(place);
      follow(place);
    }
  };
  follow('');
  return [...found].toSorted();
}
const PRODUCTION = production();
const nameOf = (place: string): string => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Each asks for no more than its notice. */
const LICENCES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', '(MIT AND Zlib)'];

describe('the lock file', () => {
  test('every package has a checksum, and names no registry', () => {
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([place]) => place)).toEqual([]);
    expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([place]) => place)).toEqual([]);
    expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(
      /"resolved"|https?:\/\/(?!.*(?:funding|sponsors))[^"]*\.tgz/,
    );
  });

  test('what we name ourselves is pinned to one version', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const named = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(named.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('nothing that is shipped runs a script of its own when it is installed', () => {
    expect(PRODUCTION.filter((place) => packages[place]?.hasInstallScript)).toEqual([]);
  });
});

describe('licences', () => {
  test('of all that is shipped are on the list', () => {
    expect(PRODUCTION.length).toBeGreaterThan(30);
    const others = PRODUCTION.filter((place) => !LICENCES.includes(packages[place]?.license ?? ''));
    expect(others.map((place) => `${nameOf(place)}: ${packages[place]?.license}`)).toEqual([]);
  });

  test('are those that the packages themselves declare', () => {
    const installed = PRODUCTION.filter((place) => existsSync(`${place}/package.json`));
    expect(installed).toEqual(PRODUCTION);
    const unlike = installed.filter((place) => json(`${place}/package.json`).license !== packages[place]?.license);
    expect(unlike).toEqual([]);
  });
});

test('the bill of materials lists the production tree, no more and no less', async () => {
  const npm = process.env['npm_execpath'];
  const { stdout, stderr, code } = await runProgram(
    ['scripts/sbom.mjs'],
    npm === undefined ? {} : { npm_execpath: npm },
  );
  expect(code, stderr).toBe(0);
  const { bomFormat, metadata, components } = JSON.parse(stdout);
  expect(bomFormat).toBe('CycloneDX');
  expect(metadata.component.name).toBe('agentpath');
  const listed = components.map(
    ({ name, version }: { readonly name: string; readonly version: string }) => `${name}@${version}`,
  );
  const expected = PRODUCTION.map((place) => `${nameOf(place)}@${packages[place]?.version}`);
  expect(listed.toSorted()).toEqual([...new Set(expected)].toSorted());
  const withHashes = components.filter(({ hashes }: { readonly hashes?: readonly unknown[] }) => hashes?.length === 1);
  expect(withHashes).toHaveLength(components.length);
});
