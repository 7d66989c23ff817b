/** The real HCL parser. Its type declarations pull in the browser's, which clash with Node's, so it is loaded without them. */
import { createRequire } from 'node:module';

interface HclParser {
  readonly parse: (fileName: string, text: string) => Promise<unknown>;
}

export const { parse } = createRequire(import.meta.url)('@cdktn/hcl2json') as HclParser;
