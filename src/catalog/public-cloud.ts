import { AMA_PUBLIC } from './ama.ts';
import { CMA_PUBLIC } from './cma.ts';
import { CMA_FEATURES_PUBLIC } from './cma-features.ts';
import type { Entry } from './entry.ts';
import { REVOCATION_PUBLIC } from './revocation.ts';
import { SHARED_PUBLIC } from './shared.ts';

export const PUBLIC_CLOUD: readonly Entry[] = [
  ...AMA_PUBLIC,
  ...SHARED_PUBLIC,
  ...CMA_PUBLIC,
  ...CMA_FEATURES_PUBLIC,
  ...REVOCATION_PUBLIC,
];
