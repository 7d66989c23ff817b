/**
 * The one definition of the table `AgentPathProbe_CL`. The file `infra/columns.json`, the record's type and the simulated endpoint's
 * check all come from here; Bicep reads the file for both the table and the stream of the data collection rule.
 */
export const TABLE = 'AgentPathProbe_CL';
export const STREAM = 'Custom-AgentPathProbe_CL';

/** The types that a data collection rule's stream and a table have in common. */
export const COLUMN_TYPES = ['string', 'int', 'long', 'real', 'boolean', 'datetime', 'dynamic'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
}

export const ROW_KINDS = ['target', 'control', 'run'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

export const COLUMNS = [
  // what the row is
  {
    name: 'TimeGenerated',
    type: 'datetime',
    description:
      'When the probe was made; equals ProbedAt unless the service replaced it (older than two days, or more than one day ahead).',
  },
  {
    name: 'ProbedAt',
    type: 'datetime',
    description: 'When the probe was made, by the clock of the vantage; for a run row, when the run began.',
  },
  {
    name: 'Kind',
    type: 'string',
    description: 'What the row is: target (one per target and run), control (one per path control), run (one per run).',
  },
  { name: 'RunId', type: 'string', description: 'The run that the row belongs to.' },
  {
    name: 'ProbeId',
    type: 'string',
    description:
      'RunId/TargetName, or RunId/control:… or RunId/run: delivery is at least once, so queries keep one row per ProbeId.',
  },
  { name: 'Vantage', type: 'string', description: 'Where the probe ran, by the name in the settings.' },
  {
    name: 'VantageSubnet',
    type: 'string',
    description: 'The subnet of the vantage in CIDR notation, from the settings; left out where not told.',
  },
  { name: 'Simulated', type: 'boolean', description: 'True when the network was not a real one.' },
  {
    name: 'PastDue',
    type: 'boolean',
    description: 'True when the timer fired late; on target and control rows left out unless true.',
  },
  { name: 'Version', type: 'string', description: 'Version of the program.' },
  { name: 'CatalogVersion', type: 'string', description: 'Version of the endpoint catalogue.' },
  { name: 'RulesVersion', type: 'int', description: 'Version of the rule table that judged the run.' },
  // target
  { name: 'TargetName', type: 'string', description: 'Stable name of the target.' },
  {
    name: 'Agents',
    type: 'string',
    description: 'The agents that need the target, in capitals and separated by commas: AMA,CMA.',
  },
  { name: 'Feature', type: 'string', description: 'The feature that needs the target.' },
  {
    name: 'Host',
    type: 'string',
    description: 'The name (or address) that was to be reached; on control rows the name that was said.',
  },
  { name: 'Port', type: 'int', description: 'The port that was to be reached.' },
  { name: 'Scheme', type: 'string', description: 'What is spoken with the target: https, http or tcp.' },
  { name: 'Required', type: 'boolean', description: 'Whether the agents cannot do without the target.' },
  {
    name: 'Tier',
    type: 'string',
    description: 'How much the target matters: required, recommended, feature or legacy.',
  },
  {
    name: 'Control',
    type: 'string',
    description:
      'On control rows which control it is: canary, must_be_denied, must_be_denied_invalid, beacon, port_80 or no_sni.',
  },
  // verdict
  {
    name: 'State',
    type: 'string',
    description:
      'The verdict: reachable, denied, blocked, intercepted, incompatible, rejected, unresolved, down or inconclusive.',
  },
  { name: 'Cause', type: 'string', description: 'Why, as a dotted and stable name.' },
  { name: 'Effect', type: 'string', description: 'What it does to the agents: broken, degraded, none or unknown.' },
  { name: 'Rule', type: 'string', description: 'Id of the rule that decided.' },
  {
    name: 'Confidence',
    type: 'string',
    description: 'How sure the verdict is: certain (nothing else looks the same), likely or possible.',
  },
  {
    name: 'Alternatives',
    type: 'dynamic',
    description: 'Other causes that would have looked the same, each as state/cause; left out when there are none.',
  },
  {
    name: 'Settle',
    type: 'dynamic',
    description: 'What would decide between the verdict and its alternatives, as sentences.',
  },
  {
    name: 'Phase',
    type: 'string',
    description:
      'The phase that decided: the first that failed, or the last that was proven; on control rows the last that was tried.',
  },
  {
    name: 'Findings',
    type: 'dynamic',
    description: 'Ids of everything that was found in the evidence, so that history can be judged again.',
  },
  {
    name: 'FindingsSay',
    type: 'dynamic',
    description: 'The findings as sentences, in the order of Findings; left out on reachable rows.',
  },
  { name: 'Truth', type: 'string', description: 'What happened, in a few words; left out on reachable rows.' },
  {
    name: 'Because',
    type: 'string',
    description: 'Why the rule decided as it did, in one sentence; left out on reachable rows.',
  },
  {
    name: 'Stops',
    type: 'string',
    description: 'What stops working in the agents meanwhile; left out on reachable rows.',
  },
  { name: 'Remedy', type: 'string', description: 'The next step.' },
  {
    name: 'TcpTestSucceeded',
    type: 'boolean',
    description: 'What a test of the TCP connection alone would have said.',
  },
  {
    name: 'TcpMisleads',
    type: 'boolean',
    description:
      'True when a TCP test would have succeeded although the target is denied, intercepted or incompatible.',
  },
  // path
  {
    name: 'PathIntercepted',
    type: 'string',
    description: 'Whether something on the path answers TCP handshakes for others: yes, no or unknown.',
  },
  {
    name: 'PathFiltered',
    type: 'string',
    description: 'Whether a name that must be denied is cut (yes) or passes (no); unknown where it could not be told.',
  },
  // steps
  { name: 'ResolvedAddresses', type: 'dynamic', description: 'The addresses that DNS gave, IPv4 first; at most 16.' },
  {
    name: 'PrivateLink',
    type: 'boolean',
    description: 'True when the name resolved through a privatelink zone; left out otherwise.',
  },
  {
    name: 'LocalIp',
    type: 'string',
    description: 'The local address of the connection as the socket says it; the firewall may log another one.',
  },
  {
    name: 'LocalPort',
    type: 'int',
    description: 'The local port of the connection as the socket says it; the firewall may log another one.',
  },
  { name: 'RemoteIp', type: 'string', description: 'The address that was dialled.' },
  { name: 'DnsMs', type: 'real', description: 'Milliseconds for DNS.' },
  {
    name: 'TcpMs',
    type: 'real',
    description: 'Milliseconds for the TCP handshake: to the firewall where it answers by itself, not to the far end.',
  },
  { name: 'ProxyMs', type: 'real', description: 'Milliseconds for the CONNECT of an explicit proxy.' },
  { name: 'TlsMs', type: 'real', description: 'Milliseconds for the TLS handshake, or until it failed.' },
  { name: 'HttpMs', type: 'real', description: 'Milliseconds for the HTTP exchange, or until it failed.' },
  { name: 'TotalMs', type: 'real', description: 'Milliseconds for the whole probe without its follow-ups.' },
  { name: 'TlsProtocol', type: 'string', description: 'The TLS version agreed on.' },
  { name: 'TlsCipher', type: 'string', description: 'The cipher suite agreed on, by its IANA name.' },
  { name: 'TlsAlert', type: 'int', description: 'Number of the TLS alert that came.' },
  {
    name: 'TlsEnd',
    type: 'string',
    description: 'How a failed TLS handshake ended: fin, rst, deadline, alert or ours.',
  },
  { name: 'TlsBytesReceived', type: 'long', description: 'Bytes that came back before a failed TLS handshake ended.' },
  {
    name: 'TlsEndedAfterMs',
    type: 'real',
    description: 'Milliseconds from the ClientHello to the end of a failed TLS handshake.',
  },
  { name: 'CertIssuer', type: 'string', description: 'Who issued the certificate that was shown.' },
  {
    name: 'CertAnchor',
    type: 'string',
    description: 'The authority that the chain ends in, where it is no public root.',
  },
  { name: 'CertNotAfter', type: 'datetime', description: 'When the certificate that was shown expires.' },
  { name: 'HttpStatus', type: 'int', description: 'Status of the HTTP answer.' },
  {
    name: 'Failure',
    type: 'string',
    description: 'Why the first failed phase did not complete, from the closed vocabulary phase.reason.',
  },
  {
    name: 'Evidence',
    type: 'dynamic',
    description: 'The evidence in full, steps and follow-ups, on rows that are not reachable; bounded below 60 KB.',
  },
  {
    name: 'EvidenceDropped',
    type: 'dynamic',
    description: 'What had to be left out of Evidence to stay within its bound, the least useful first.',
  },
  // run
  { name: 'RunDurationMs', type: 'real', description: 'On run rows: milliseconds for the whole run.' },
  { name: 'TargetsExpected', type: 'int', description: 'On run rows: how many target rows belong to the run.' },
  { name: 'ControlsExpected', type: 'int', description: 'On run rows: how many control rows belong to the run.' },
  { name: 'StateCounts', type: 'dynamic', description: 'On run rows: targets by state.' },
  { name: 'RequiredBroken', type: 'int', description: 'On run rows: required targets whose effect is broken.' },
  {
    name: 'Misleading',
    type: 'int',
    description: 'On run rows: targets that a TCP test would have passed although they are not reachable.',
  },
  {
    name: 'RootCauses',
    type: 'dynamic',
    description:
      'On run rows: reasons shared by several targets, each with id, state, sentence, remedy, count and the first names.',
  },
  {
    name: 'FirewallExpected',
    type: 'boolean',
    description: 'On run rows: whether a firewall is expected on the path.',
  },
  { name: 'Proxied', type: 'boolean', description: 'On run rows: whether an explicit proxy was used.' },
  { name: 'PathProduct', type: 'string', description: 'On run rows: the product on the path where it named itself.' },
  {
    name: 'PathSays',
    type: 'dynamic',
    description: 'On run rows: what was read from the path controls, as sentences.',
  },
  { name: 'PathPorts', type: 'dynamic', description: 'On run rows: what the canaries said, by port.' },
  { name: 'Fingerprint', type: 'dynamic', description: 'On run rows: how a denial looks on this path today.' },
  {
    name: 'Ill',
    type: 'dynamic',
    description: 'On run rows: troubles of the probe itself; the run is not to be trusted where it names one.',
  },
  { name: 'FollowUpsAsked', type: 'int', description: 'On run rows: follow-up connections made.' },
  {
    name: 'FollowUpsCarriedOver',
    type: 'int',
    description: 'On run rows: follow-up answers taken over from an earlier run.',
  },
  { name: 'FollowUpsMs', type: 'real', description: 'On run rows: milliseconds spent on follow-ups.' },
  {
    name: 'Discoveries',
    type: 'dynamic',
    description:
      'On run rows: what services told about further hosts: kind, asked, outcome (fresh, kept, failed), count, toldAt, why.',
  },
  { name: 'RowsWritten', type: 'int', description: 'On run rows: rows of this run delivered before this row.' },
  { name: 'RowsKept', type: 'int', description: 'On run rows: rows of this run kept for a later delivery.' },
  { name: 'RowsRefused', type: 'int', description: 'On run rows: rows of this run that could not be delivered.' },
  {
    name: 'RowsReplayed',
    type: 'int',
    description: 'On run rows: rows of earlier runs, kept until now, that were delivered before this row.',
  },
  {
    name: 'RowsWaiting',
    type: 'int',
    description: 'On run rows: rows of earlier runs that still wait for their delivery.',
  },
  {
    name: 'RowsGivenUp',
    type: 'int',
    description:
      'On run rows: rows of earlier runs that will never arrive (too old, too many, unreadable, or refused when replayed), since a run last told of them.',
  },
  { name: 'DeliveryCalls', type: 'int', description: 'On run rows: calls made to deliver the rows before this one.' },
  { name: 'DeliveryBytes', type: 'long', description: 'On run rows: bytes of JSON delivered before this row.' },
  {
    name: 'DeliveryReasons',
    type: 'dynamic',
    description: 'On run rows: why rows were kept, refused or given up, each reason once with its count.',
  },
] as const satisfies readonly Column[];

export type ColumnName = (typeof COLUMNS)[number]['name'];

interface Values {
  readonly string: string;
  readonly int: number;
  readonly long: number;
  readonly real: number;
  readonly boolean: boolean;
  /** ISO 8601. */
  readonly datetime: string;
  readonly dynamic: object;
}
type Row = { readonly [C in (typeof COLUMNS)[number] as C['name']]: Values[C['type']] };
/** On every row, whatever its kind. */
export const ALWAYS = ['TimeGenerated', 'ProbedAt', 'RunId', 'ProbeId', 'Vantage', 'Simulated'] as const;

/** One row of the table. What says nothing is left out. */
export type ProbeRecord = { readonly Kind: RowKind } & Pick<Row, (typeof ALWAYS)[number]> &
  Partial<Omit<Row, (typeof ALWAYS)[number] | 'Kind'>>;
