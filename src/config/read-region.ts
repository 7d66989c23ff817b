/** A region's short name, caught before anything is probed: a wrong one gives hosts that do not exist. */
import { REGIONS } from '../model/regions.ts';
import { CLOUDS, type Cloud } from '../model/settings.ts';
import { distanceBetween } from './nearest.ts';
import { quoted, type Read, type Reader, read, refuse } from './read-value.ts';

/** Two letters wrong in a name of ten are a slip. */
const A_SLIP = 2;
const DIRECTIONS = /(north|south|east|west|central)/;
const EXAMPLES: Readonly<Record<Cloud, string>> = {
  public: 'westeurope',
  usgov: 'usgovvirginia',
  china: 'chinanorth3',
};
const CLOUD_WORDS: Readonly<Record<Cloud, string>> = {
  public: 'the public cloud',
  usgov: 'Azure Government',
  china: 'Azure operated by 21Vianet',
};

/**
 * Regions are older than any list of them, so a new name passes where it is built as regions are: of a direction and of words that other regions are
 * built of (`westus4`, `italysouth`), or of one that resembles none. What is nearly a known name is refused, and taken with a `!` behind it.
 * `cloud` undefined: not known, so that a region of any cloud passes.
 */
export function readRegionOf(cloud: Cloud | undefined): Reader<string> {
  return (text) => {
    const name = text.endsWith('!') ? text.slice(0, -1) : text;
    if (!/^[a-z]+[a-z0-9]*$/.test(name)) return noShortName(text);
    if (name !== text) return read(name);
    const clouds = cloud === undefined ? CLOUDS : [cloud];
    if (clouds.some((one) => REGIONS[one].includes(name))) return read(name);
    const home = CLOUDS.find((one) => REGIONS[one].includes(name) || belongsBySpelling(name, one));
    if (cloud !== undefined && home !== undefined && home !== cloud) {
      return refuse(
        `${quoted(name)} is a region of ${CLOUD_WORDS[home]}, and the cloud is ${cloud}`,
        `Write a region of ${CLOUD_WORDS[cloud]}, such as ${EXAMPLES[cloud]}, or set the cloud to ${home}`,
      );
    }
    const meant = meantBy(
      name,
      clouds.flatMap((one) => REGIONS[one]),
    );
    if (meant === undefined && (cloud === 'public' ? DIRECTIONS.test(name) : cloud === undefined || home === cloud)) {
      return read(name);
    }
    const where = cloud === undefined ? 'any cloud' : CLOUD_WORDS[cloud];
    const newer = `Where it is newer than this list, write ${name}!`;
    return refuse(
      `${quoted(name)} is no region of ${where}`,
      meant === undefined ? newer : `Did you mean ${meant}? ${newer}`,
    );
  };
}

function noShortName(text: string): Read<never> {
  const meant = text
    .toLowerCase()
    .replace(/^\((?:us|europe|asia pacific|canada|africa|middle east|south america|mexico)\)/, '')
    .replaceAll(/[\s_-]/g, '');
  return refuse(
    `${quoted(text)} is no region's short name`,
    /^[a-z]+[a-z0-9]*$/.test(meant) ? `Write ${meant}` : 'Write a short name such as westeurope',
  );
}

function belongsBySpelling(name: string, cloud: Cloud): boolean {
  if (cloud === 'usgov') return /^us(?:gov|dod)/.test(name);
  return cloud === 'china' && name.startsWith('china');
}

/** The known region that was probably meant; undefined where the name may well be a new one. */
function meantBy(name: string, known: readonly string[]): string | undefined {
  const built = partsOf(name);
  const sameParts = known.find((one) => same(partsOf(one).toSorted(), built.toSorted()));
  if (sameParts !== undefined) return sameParts;
  const areas = new Set(known.flatMap(areasOf));
  if (DIRECTIONS.test(name) && areasOf(name).every((area) => areas.has(area))) return undefined;
  return known
    .map((one) => ({ one, distance: distanceBetween(name, one) }))
    .filter(({ distance }) => distance <= A_SLIP)
    .sort((a, b) => a.distance - b.distance)[0]?.one;
}

/** `westcentralus2`: west, central, us, 2. */
function partsOf(name: string): readonly string[] {
  return name.split(/(north|south|east|west|central|\d)/).filter((part) => part !== '');
}
/** `westcentralus2`: us. */
function areasOf(name: string): readonly string[] {
  return partsOf(name).filter((part) => !/^(?:north|south|east|west|central|\d)$/.test(part));
}
function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}
