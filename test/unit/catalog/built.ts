/** Settings, targets and evidence as the tests of the catalogue want them. */
import { DEFAULT_TARGET_SETTINGS, type TargetSettings } from '../../../src/model/settings.ts';
import type { Target } from '../../../src/model/target.ts';

export const WORKSPACE = '11111111-2222-3333-4444-555555555555';

export const settings = (some: Partial<TargetSettings> = {}): TargetSettings => ({
  ...DEFAULT_TARGET_SETTINGS,
  regions: ['westeurope'],
  workspaces: [{ id: WORKSPACE }],
  ...some,
});

/** A target of one's own. */
export const own = (some: Partial<Target>): Target => ({
  name: 'mine',
  host: 'mine.example',
  port: 443,
  scheme: 'https',
  path: '/',
  agents: [],
  feature: '',
  required: true,
  tier: 'required',
  effect: 'broken',
  stops: '',
  inspection: 'unknown',
  ...some,
});
