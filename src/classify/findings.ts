/** What the evidence shows, one sentence a thing. The ids are persisted, so that history can be judged again. */
import type { Evidence } from '../model/evidence.ts';
import type { Path } from '../model/path.ts';
import type { Finding } from '../model/verdict.ts';
import type { FindingRow } from './finding-row.ts';
import { DNS_FINDINGS } from './findings-dns.ts';
import { HTTP_FINDINGS } from './findings-http.ts';
import { PATH_FINDINGS } from './findings-path.ts';
import { TARGET_FINDINGS } from './findings-target.ts';
import { TCP_FINDINGS, TLS_FINDINGS } from './findings-tls.ts';
import { viewOf } from './view.ts';

export const FINDINGS: readonly FindingRow[] = [
  ...TARGET_FINDINGS,
  ...DNS_FINDINGS,
  ...TCP_FINDINGS,
  ...TLS_FINDINGS,
  ...HTTP_FINDINGS,
  ...PATH_FINDINGS,
];

export function findings(evidence: Evidence, path: Path): readonly Finding[] {
  const view = viewOf(evidence, path);
  return FINDINGS.flatMap(({ id, phase, says }) => {
    const sentence = says(view);
    return sentence === undefined ? [] : [{ id, phase, says: sentence }];
  });
}
