import { describe, expect, test } from 'vitest';
import type { RunFacts, TargetResult } from '../../../src/model/run.ts';
import { jsonBytes, MAX_FIELD_BYTES } from '../../../src/record/bounds.ts';
import { COLUMNS, type ProbeRecord } from '../../../src/record/columns.ts';
import { toControlRecords, toRecords, toRunRecord, toTargetRecord } from '../../../src/record/to-record.ts';
import { readRows } from '../../../src/simulator/logs-ingestion-rows.ts';
import { denied, healthy, RUN_ID, run, sample } from './sample.ts';

const NOW = Date.parse('2026-11-24T10:05:00Z');
const canary = run.path.controls[0];
const mustBeDenied = run.path.controls[1];
if (!canary || !mustBeDenied) throw new Error('the sample has two controls');

describe('target rows', () => {
  test('a healthy one holds what is asked of it within 1,300 bytes', () => {
    const record = toTargetRecord(run, healthy);
    expect(record).toEqual({
      TimeGenerated: healthy.evidence.probedAt,
      ProbedAt: healthy.evidence.probedAt,
      Kind: 'target',
      RunId: RUN_ID,
      ProbeId: `${RUN_ID}/${healthy.target.name}`,
      Vantage: 'spoke-prod-weu-01',
      VantageSubnet: '10.20.0.0/27',
      Simulated: false,
      Version: '0.1.0',
      CatalogVersion: '2026-11-24',
      RulesVersion: 1,
      PathIntercepted: 'yes',
      PathFiltered: 'yes',
      TargetName: healthy.target.name,
      Agents: 'AMA,CMA',
      Feature: 'log collection',
      Host: healthy.target.host,
      Port: 443,
      Scheme: 'https',
      Required: true,
      Tier: 'required',
      State: 'reachable',
      Cause: 'tls.proven',
      Effect: 'none',
      Rule: 'reachable.public_chain',
      Confidence: 'certain',
      Phase: 'http',
      Findings: ['dns.public_answer', 'tls.public_chain', 'path.application_rule'],
      TcpTestSucceeded: true,
      TcpMisleads: false,
      ResolvedAddresses: ['20.50.68.130'],
      LocalIp: '10.20.0.5',
      LocalPort: 50_123,
      RemoteIp: '20.50.68.130',
      DnsMs: 12.3,
      TcpMs: 1.2,
      TlsMs: 45.7,
      HttpMs: 23.4,
      TotalMs: 83.2,
      TlsProtocol: 'TLSv1.3',
      TlsCipher: 'TLS_AES_256_GCM_SHA384',
      CertIssuer: 'Microsoft Azure RSA TLS Issuing CA 03',
      CertNotAfter: '2027-02-28T23:59:59.000Z',
      HttpStatus: 404,
    });
    expect(jsonBytes(record)).toBeLessThanOrEqual(1300);
  });

  test('one that is not reachable carries its evidence in full, and what a person needs', () => {
    const record = toTargetRecord(run, denied);
    expect(record).toMatchObject({
      State: 'denied',
      Alternatives: denied.alternatives,
      Settle: denied.settle,
      Remedy: denied.remedy,
      Truth: denied.truth,
      Because: denied.because,
      Stops: 'the agent gets no configuration',
      FindingsSay: ['Cut 8 ms after the ClientHello.'],
      TcpMisleads: true,
      Failure: 'tls.closed_after_hello',
      TlsEnd: 'fin',
      TlsBytesReceived: 0,
      TlsEndedAfterMs: 8.1,
      Evidence: { steps: denied.evidence.steps, questions: denied.evidence.questions },
    });
    expect(record).not.toHaveProperty('EvidenceDropped');
    expect(record).not.toHaveProperty('HttpMs');
  });

  test('evidence that is too large loses its least useful parts, and says which', () => {
    const huge: TargetResult = {
      ...denied,
      evidence: {
        ...denied.evidence,
        questions: Array.from({ length: 200 }, (_, round) => ({
          kind: 'repeat' as const,
          round,
          askedAt: healthy.evidence.probedAt,
          steps: healthy.evidence.steps,
        })),
      },
    };
    const { Evidence, EvidenceDropped } = toTargetRecord(run, huge);
    expect(jsonBytes(Evidence)).toBeLessThanOrEqual(MAX_FIELD_BYTES);
    expect(EvidenceDropped).toContain("certificates after the leaf, in follow-ups' answers");
    // What the verdict rests on is kept.
    expect(Evidence).toMatchObject({ steps: denied.evidence.steps });
  });

  test('a row that a service took still says what was late', () => {
    expect(toTargetRecord({ ...run, pastDue: true }, healthy)).toMatchObject({ PastDue: true });
    expect(toRunRecord(sample)).toMatchObject({ PastDue: false });
  });

  test('an alert inside TLS, a private anchor, a refusing proxy', () => {
    const { tls } = healthy.evidence.steps;
    if (tls.status !== 'ok') throw new Error('the sample is healthy');
    const alert = { level: 'fatal', number: 116, name: 'certificate_required' } as const;
    const record = toTargetRecord(run, {
      ...denied,
      evidence: {
        ...denied.evidence,
        steps: {
          ...healthy.evidence.steps,
          proxy: {
            status: 'failed',
            durationMs: 4,
            failure: { name: 'proxy.auth_required', phase: 'proxy' },
            seen: { authority: 'x:443', status: 407, headers: [], body: '', bytesReceived: 30 },
          },
          tls: { ...tls, facts: { ...tls.facts, chainEnd: 'private_root', anchor: 'CN=Contoso CA' } },
          http: {
            status: 'failed',
            durationMs: 3,
            failure: { name: 'http.alert.certificate_required', phase: 'http' },
            seen: { method: 'GET', path: '/', bytesReceived: 0, headers: [], body: '', alert },
          },
        },
      },
    });
    expect(record).toMatchObject({
      TlsAlert: 116,
      CertAnchor: 'CN=Contoso CA',
      HttpStatus: 407,
      ProxyMs: 4,
      Failure: 'proxy.auth_required',
    });
  });
});

describe('control rows', () => {
  test('one a control, with ids that repeat from run to run', () => {
    const ids = (facts: RunFacts) => toControlRecords(facts, facts.path.controls).map(({ ProbeId }) => ProbeId);
    expect(ids(run)).toEqual([`${RUN_ID}/control:canary:192.0.2.1:443`, `${RUN_ID}/control:must_be_denied:443`]);
  });

  test('the must-be-denied row is the fingerprint of a denial', () => {
    const [, record] = toControlRecords(run, run.path.controls);
    expect(record).toMatchObject({
      Kind: 'control',
      Control: 'must_be_denied',
      Host: 'example.com',
      Phase: 'tls',
      TlsEnd: 'fin',
      TlsBytesReceived: 0,
      TlsEndedAfterMs: 8.1,
      Failure: 'tls.closed_after_hello',
    });
  });

  test('controls that would share an id are told apart', () => {
    const ids = toControlRecords(run, [mustBeDenied, mustBeDenied, canary]).map(({ ProbeId }) => ProbeId);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('the run row', () => {
  test('counts, path and root causes', () => {
    expect(toRunRecord(sample)).toMatchObject({
      Kind: 'run',
      ProbeId: `${RUN_ID}/run`,
      TimeGenerated: run.startedAt,
      TargetsExpected: 2,
      ControlsExpected: 2,
      StateCounts: { reachable: 1, denied: 1 },
      RequiredBroken: 1,
      Misleading: 1,
      RootCauses: [{ id: 'denied.name_filter', count: 1, targets: ['ama-handler-control'] }],
      FirewallExpected: true,
      PathProduct: 'azure_firewall',
      PathPorts: [{ port: 443, canary: 'answered' }],
      Fingerprint: { end: 'fin' },
      Ill: [],
      FollowUpsAsked: 3,
    });
    expect(toRunRecord(sample)).not.toHaveProperty('RowsWritten');
  });
  test('says what services told about further hosts', () => {
    const told = {
      kind: 'his',
      asked: 'his',
      outcome: 'fresh',
      hosts: ['a', 'b'],
      toldAt: sample.run.startedAt,
    } as const;
    const lost = { kind: 'notifications', asked: 'gns', outcome: 'failed', hosts: [], why: 'dns.timed_out' } as const;
    expect(toRunRecord(sample)).not.toHaveProperty('Discoveries');
    expect(toRunRecord({ ...sample, run: { ...sample.run, discoveries: [told, lost] } })).toMatchObject({
      Discoveries: [
        { kind: 'his', asked: 'his', outcome: 'fresh', count: 2, toldAt: sample.run.startedAt },
        { kind: 'notifications', asked: 'gns', outcome: 'failed', count: 0, why: 'dns.timed_out' },
      ],
    });
  });

  test('what became of the rows before it', () => {
    const delivery = { written: 3, kept: 0, refused: 1, calls: 2, bytes: 5000, reasons: ['HTTP 400 (1 row)'] };
    expect(toRunRecord(sample, delivery)).toMatchObject({
      RowsWritten: 3,
      RowsKept: 0,
      RowsRefused: 1,
      DeliveryCalls: 2,
      DeliveryBytes: 5000,
      DeliveryReasons: ['HTTP 400 (1 row)'],
    });
  });

  test('what became of the rows of earlier runs', () => {
    const delivery = { written: 4, kept: 0, refused: 0, calls: 2, bytes: 5000, reasons: ['slow (0 rows)'] };
    const spool = {
      replayed: 12,
      waiting: 6,
      waitingBytes: 900,
      inMemory: 0,
      givenUp: 3,
      reasons: ['too old (3 rows)'],
    };
    expect(toRunRecord(sample, delivery, spool)).toMatchObject({
      RowsReplayed: 12,
      RowsWaiting: 6,
      RowsGivenUp: 3,
      DeliveryReasons: ['slow (0 rows)', 'too old (3 rows)'],
    });
  });

  test('stays within bounds with thousands of root causes and sentences', () => {
    const many = <Item>(item: Item): Item[] => Array.from({ length: 5000 }, () => item);
    const [rootCause] = sample.summary.rootCauses;
    const record = toRunRecord({
      ...sample,
      run: {
        ...run,
        ill: Array.from({ length: 5000 }, (_, index) => `EMFILE ${index}`.padEnd(100)),
        path: { ...run.path, reading: { ...run.path.reading, says: many('ü'.repeat(5000)) } },
      },
      summary: { ...sample.summary, rootCauses: many(rootCause).flatMap((one) => one ?? []) },
    });
    for (const value of Object.values(record)) expect(jsonBytes(value)).toBeLessThanOrEqual(MAX_FIELD_BYTES);
    expect(record.RootCauses).toContainEqual({ leftOut: expect.any(Number) });
  });
});

test('all rows of a run: targets in order, controls, the run', () => {
  const records = toRecords(sample);
  expect(records.map(({ Kind }) => Kind)).toEqual(['target', 'target', 'control', 'control', 'run']);
  expect(new Set(records.map(({ ProbeId }) => ProbeId)).size).toBe(records.length);
});

test('every row is what the stream declares, by the rules of the service', () => {
  const read = readRows(JSON.parse(JSON.stringify(toRecords(sample))), COLUMNS, NOW);
  expect(read.refusal).toBeUndefined();
  expect(read.warnings).toEqual([]);
  expect(read.rows).toEqual(toRecords(sample));
});

test('a misspelt column does not pass the types', () => {
  const base = toTargetRecord(run, healthy);
  // @ts-expect-error there is no such column
  const misspelt: ProbeRecord = { ...base, TragetName: 'x' };
  // @ts-expect-error a port is a number
  const mistyped: ProbeRecord = { ...base, Port: '443' };
  expect(readRows([misspelt], COLUMNS, NOW).warnings).toHaveLength(1);
  expect(readRows([mistyped], COLUMNS, NOW).refusal).toContain('Port');
});
