import { expect, test } from 'vitest';
import { FUNCTION_DEFAULTS, readSettings } from '../../../src/config/settings.ts';
import { selected } from '../../../src/run/compose.ts';

const TARGETS = 'targets: [{ host: own.contoso.com }]';
const settings = (more: Readonly<Record<string, string>> = {}) =>
  readSettings({ AGENTPATH_TARGETS: TARGETS, ...more }, () => '', FUNCTION_DEFAULTS);
const DELIVERING = {
  AGENTPATH_INGESTION_ENDPOINT: 'https://dce-ab12.westeurope-1.ingest.monitor.azure.com',
  AGENTPATH_DCR_ID: 'dcr-0123456789abcdef0123456789abcdef',
};

test('where rows are delivered, what that needs is probed too: who wonders why none arrive finds the answer', () => {
  expect(selected(settings()).targets.map(({ name }) => name)).toEqual(['own.contoso.com:443']);
  expect(selected(settings(DELIVERING)).targets.map(({ name, required }) => [name, required])).toEqual([
    ['own.contoso.com:443', true],
    ['dce-ab12.westeurope-1.ingest.monitor.azure.com', false],
    ['login.microsoftonline.com', false],
  ]);
});

test('run-now may ask for it by name', () => {
  expect(selected(settings(DELIVERING), ['login.microsoftonline.com', 'nobody.example'])).toMatchObject({
    targets: [{ name: 'login.microsoftonline.com' }],
    unknown: ['nobody.example'],
  });
});
