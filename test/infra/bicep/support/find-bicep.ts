/**
 * The real Bicep CLI: the one on PATH, else the pinned one, restored once from NuGet into node_modules/.cache. Where neither can be had the tests
 * say so and skip; with CI=true they fail.
 */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const PINNED = '0.49.2';
const ROOT = join(import.meta.dirname, '../../../..');
const CACHE = join(ROOT, 'node_modules/.cache/agentpath-bicep');
const PLATFORMS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'darwin-arm64': 'osx-arm64',
  'darwin-x64': 'osx-x64',
  'win32-x64': 'win-x64',
};
const EXECUTABLE = process.platform === 'win32' ? 'bicep.exe' : 'bicep';

export type Found = { readonly path: string } | { readonly missing: string };

let found: Promise<Found> | undefined;

export function findBicep(): Promise<Found> {
  found ??= onPath() ?? restored();
  return found;
}

/** For `describe.skipIf`: true where the tests cannot run and may be skipped. */
export async function skipsWithoutBicep(): Promise<boolean> {
  const bicep = await findBicep();
  if ('path' in bicep) return false;
  if (process.env['CI'] === 'true') throw new Error(`no Bicep CLI, and CI=true: ${bicep.missing}`);
  console.warn(`SKIPPED, no Bicep CLI: ${bicep.missing}. Put bicep ${PINNED} on PATH, or install the .NET SDK.`);
  return true;
}

function onPath(): Promise<Found> | undefined {
  const folder = (process.env['PATH'] ?? '').split(delimiter).find((one) => one && existsSync(join(one, EXECUTABLE)));
  return folder === undefined ? undefined : Promise.resolve({ path: join(folder, EXECUTABLE) });
}

async function restored(): Promise<Found> {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  if (platform === undefined)
    return { missing: `no package of it for ${process.platform} on ${process.arch} is known here` };
  const name = `Azure.Bicep.CommandLine.${platform}`;
  const folder = join(CACHE, name.toLowerCase(), PINNED);
  const path = join(folder, 'tools', EXECUTABLE);
  // NuGet writes this file last, when the package is whole: another test file may be restoring it right now.
  if (!existsSync(join(folder, '.nupkg.metadata'))) {
    const project = join(CACHE, `restore-${process.pid}`, 'bicep.csproj');
    mkdirSync(dirname(project), { recursive: true });
    writeFileSync(project, projectFile(name));
    try {
      await run('dotnet', ['restore', project, '--packages', CACHE], { timeout: 120_000 });
    } catch (error) {
      return { missing: `dotnet restore ${name} ${PINNED} failed (${String(error).split('\n')[0]})` };
    } finally {
      rmSync(dirname(project), { recursive: true, force: true });
    }
  }
  if (!existsSync(path)) return { missing: `${name} ${PINNED} holds no tools/${EXECUTABLE}` };
  chmodSync(path, 0o755);
  return { path };
}

/** Downloads the package and references nothing. */
function projectFile(name: string): string {
  return `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>netstandard2.0</TargetFramework>
    <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="${name}" Version="[${PINNED}]" />
  </ItemGroup>
</Project>
`;
}
