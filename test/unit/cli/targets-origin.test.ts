import { describe, expect, test } from 'vitest';
import { fromWords, type Givens, originLines } from '../../../src/cli/origin-words.ts';
import type { Origin } from '../../../src/model/origin.ts';

const GUID = '11111111-2222-3333-4444-555555555555';
const GIVENS: Givens = {
  given: {
    regions: [
      { place: 'AGENTPATH_REGION', text: 'westeurope' },
      { place: 'AGENTPATH_REGION', text: 'atlantis!' },
    ],
    workspaces: [{ place: 'a.yaml:2:5', key: 'workspaceIds', text: `${GUID.toUpperCase()}@northeurope` }],
    dceHosts: [{ place: '--dce', text: 'DCE-a1b2.westeurope-1.ingest.monitor.azure.com' }],
    keyVaults: [{ place: '--key-vault', text: 'kv-hub' }],
    gateway: [{ place: '--gateway', text: 'hub.gw.arc.azure.com' }],
  },
  overrides: [{ name: 'x', change: { tier: 'legacy', required: false }, place: 'a.yaml:9:11' }],
};
const originOf = (given: Partial<Origin>): Origin => ({ kind: 'catalogue', sources: [], serviceTags: [], ...given });

test.for([
  [{ entry: 'e' }, 'catalogue entry e'],
  [{ entry: 'e', values: { region: 'westeurope' } }, 'catalogue entry e, region westeurope (AGENTPATH_REGION)'],
  [{ entry: 'e', values: { region: 'atlantis' } }, 'catalogue entry e, region atlantis (AGENTPATH_REGION)'],
  [{ entry: 'e', values: { region: 'northeurope' } }, 'catalogue entry e, region northeurope (a.yaml:2:5)'],
  [{ entry: 'e', values: { workspaceId: GUID } }, `catalogue entry e, workspaceId ${GUID} (a.yaml:2:5)`],
  [{ entry: 'e', values: { dce: 'dce-a1b2' } }, 'catalogue entry e, dce dce-a1b2 (--dce)'],
  [{ entry: 'e', values: { vault: 'kv-hub' } }, 'catalogue entry e, vault kv-hub (--key-vault)'],
  [{ entry: 'e', values: { gateway: 'hub' } }, 'catalogue entry e, gateway hub (--gateway)'],
  [{ entry: 'e', values: { region: 'elsewhere' } }, 'catalogue entry e, region elsewhere'],
  [{ kind: 'own', place: 'a.yaml:4:5' }, "one's own, a.yaml:4:5"],
  [{ kind: 'own' }, "one's own"],
  [{ kind: 'discovered', entry: 'e', place: 'gbl.his.arc.azure.com' }, 'told by a service, gbl.his.arc.azure.com'],
  [{ kind: 'derived', place: 'a.example, CN=a' }, 'named by a certificate, a.example, CN=a'],
  [{ kind: 'override', entry: 'e', place: 'a.yaml:9:11' }, 'catalogue entry e'],
] as const)('%j', ([origin, expected]) => {
  expect(fromWords(originOf(origin), GIVENS)).toBe(expected);
});

describe('lines', () => {
  test('a page with its date and grade, the wildcard that covers it, its tags, and who changed what', () => {
    const sources = [
      { key: 'p', page: 'repository page.md', date: '2026-08', grade: 'DOC' },
      { key: 'q', page: 'issue 42', date: '2026', grade: 'FIELD' },
      { key: 'r', page: 'by analogy', date: '2026-08', grade: 'INFER' },
    ] as const;
    const origin = originOf({
      kind: 'override',
      entry: 'e',
      place: 'a.yaml:9:11',
      sources,
      pattern: '*.x.example',
      serviceTags: ['A', 'B'],
    });
    expect(originLines(origin, GIVENS)).toEqual([
      { label: 'from', says: 'catalogue entry e' },
      { label: 'changed by', says: 'a.yaml:9:11: tier, required' },
      { label: 'documented', says: 'repository page.md (2026-08)' },
      { label: 'seen in the field', says: 'issue 42 (2026)' },
      { label: 'concluded', says: 'by analogy (2026-08)' },
      { label: 'covered by', says: '*.x.example' },
      { label: 'service tags', says: 'A, B' },
    ]);
  });
});
