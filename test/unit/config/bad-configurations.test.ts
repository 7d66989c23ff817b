/** Every way in which a configuration file can be wrong, with the exact words: through the reader of the Function and the command line. */
import { expect, test } from 'vitest';
import { SettingsError } from '../../../src/config/problems.ts';
import { readSettings } from '../../../src/config/settings.ts';

const FILE = 'conf/agentpath.yaml';

function problemsOf(text: string): readonly string[] {
  const readFile = (path: string): string => {
    if (path === FILE) return text;
    throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  };
  try {
    readSettings({ AGENTPATH_CONFIG: FILE }, readFile);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map(({ place, says, wayOut }) => `${place}: ${says}. ${wayOut}`);
  }
  return [];
}

/** A file, and the one problem with it: `line:column: what is wrong. What to do`. */
test.for([
  ['', '1:1: there are no settings. Write settings and values, such as region: westeurope'],
  ['westeurope', '1:1: there are no settings. Write settings and values, such as region: westeurope'],
  ['- region: westeurope', '1:1: there are no settings. Write settings and values, such as region: westeurope'],
  [
    'region: [westeurope',
    '1:20: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]. Correct the YAML, or write the file as JSON',
  ],
  ['{}', '1:1: there are no settings. Write settings and values, such as region: westeurope'],
  ['regoin: westeurope', '1:1: the file knows no key "regoin". Did you mean region?'],
  [
    'AGENTPATH_REGION: westeurope',
    '1:1: the file knows no key "AGENTPATH_REGION". Write region: keys are the names of the settings without AGENTPATH_, in lower camel case',
  ],
  [
    'schedule: 0 */5 * * * *',
    '1:1: the file knows no key "schedule". Set PROBE_SCHEDULE in the environment: the host of the Function reads it, before the app runs',
  ],
  [
    'PROBE_SCHEDULE: 0 */5 * * * *',
    '1:1: the file knows no key "PROBE_SCHEDULE". Set PROBE_SCHEDULE in the environment: the host of the Function reads it, before the app runs',
  ],
  [
    'config: other.yaml',
    '1:1: the file knows no key "config". Set AGENTPATH_CONFIG in the environment: one file is read, and it names no other',
  ],
  ['telemetry: true', '1:1: the file knows no key "telemetry". Remove it: agentpath.sample.yaml shows every key'],
  ['region: uksouth\nregion: ukwest', '2:1: the file has the key region twice. Keep one of them'],
  ['region:', '1:1: region is empty. Write a value, or remove region'],
  ['region: ""', '1:9: region is empty. Write a value, or remove region'],
  ['region: []', '1:9: the list of region is empty. Write at least one value, or remove region'],
  ['region: 7', '1:9: region is no text. Write a text, in quotes where it looks like a number or a list'],
  [
    'region: [westeurope, [uksouth]]',
    '1:22: region is no text. Write a text, in quotes where it looks like a number or a list',
  ],
  ['region: West Europe', '1:9: region: "West Europe" is no region\'s short name. Write westeurope'],
  [
    'region: [westeurop]',
    '1:10: region: "westeurop" is no region of the public cloud. Did you mean westeurope? Where it is newer than this list, write westeurop!',
  ],
  [
    'region: [uswest2]',
    '1:10: region: "uswest2" is no region of the public cloud. Did you mean westus2? Where it is newer than this list, write uswest2!',
  ],
  [
    'region: atlantis',
    '1:9: region: "atlantis" is no region of the public cloud. Where it is newer than this list, write atlantis!',
  ],
  [
    'cloud: usgov\nregion: westeurope',
    '2:9: region: "westeurope" is a region of the public cloud, and the cloud is usgov. Write a region of Azure Government, such as usgovvirginia, or set the cloud to public',
  ],
  [
    'region: chinanorth3',
    '1:9: region: "chinanorth3" is a region of Azure operated by 21Vianet, and the cloud is public. Write a region of the public cloud, such as westeurope, or set the cloud to china',
  ],
  ['cloud: azure', '1:8: cloud: "azure" is not known here. Write one of public, usgov, china'],
  ['cloud: [public]', '1:8: cloud is a list. Write one value'],
  ['agents: [ama, oms]', '1:15: agents: "oms" is not known here. Write one of ama, cma'],
  ['tiers: optional', '1:8: tiers: "optional" is not known here. Write one of required, recommended, feature, legacy'],
  [
    'workspaceIds: [11111111-2222-3333-4444-555555555555x]',
    '1:16: workspaceIds: "11111111-2222-3333-4444-555555555555x" is no GUID. Write it as 8-4-4-4-12 hexadecimal digits',
  ],
  [
    'workspaceIds: /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w',
    '1:15: workspaceIds: "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/provide…" is a resource id. Write the workspace id, the GUID on the overview page of the Log Analytics workspace',
  ],
  [
    'workspaceIds: ["11111111-2222-3333-4444-555555555555@North Europe"]',
    '1:16: workspaceIds: "North Europe" is no region\'s short name. Write northeurope',
  ],
  [
    'workspaceIds: ["11111111-2222-3333-4444-555555555555@uksouth", "11111111-2222-3333-4444-555555555555@ukwest"]',
    '1:64: workspaceIds: the workspace "11111111-2222-3333-4444-555555555555" is given in uksouth and in ukwest. Keep the one with its region: the overview page of the workspace shows it',
  ],
  [
    'dceHosts: dce-hub.westeurope-1.ingest.monitor.azure.com',
    '1:11: dceHosts: "dce-hub.westeurope-1.ingest.monitor.azure.com" is no host of a data collection endpoint. Copy it from its overview page, without https://: NAME-a1b2.REGION-1.ingest.monitor.azure.com, or with handler.control or metrics.ingest in its place',
  ],
  [
    'dceHosts: https://dce-hub-a1b2.westeurope-1.ingest.monitor.azure.com',
    '1:11: dceHosts: "https://dce-hub-a1b2.westeurope-1.ingest.monitor.azure.com" is a URL, not a host. Give its parts: host dce-hub-a1b2.westeurope-1.ingest.monitor.azure.com, scheme https',
  ],
  [
    'cloud: china\ndceHosts: [dce-a1b2.chinaeast2-1.ingest.monitor.azure.com]',
    '2:12: dceHosts: "dce-a1b2.chinaeast2-1.ingest.monitor.azure.com" ends in monitor.azure.com, and hosts of this cloud end in monitor.azure.cn. Copy it from its overview page, without https://: NAME-a1b2.REGION-1.ingest.monitor.azure.cn, or with handler.control or metrics.ingest in its place',
  ],
  [
    'dceHosts: [dce-a1b2.westeurop-1.ingest.monitor.azure.com]',
    '1:12: dceHosts: "dce-a1b2.westeurop-1.ingest.monitor.azure.com": "westeurop" is no region of the public cloud. Did you mean westeurope? Where it is newer than this list, write westeurop! as a region of yours',
  ],
  [
    'dceIds: [dce-hub]',
    '1:10: dceIds: "dce-hub" is no resource id of a data collection endpoint or rule. Copy it from the JSON view of the endpoint or rule: /subscriptions/GUID/resourceGroups/GROUP/providers/Microsoft.Insights/dataCollectionEndpoints/NAME',
  ],
  [
    'keyVaults: [kv--hub]',
    '1:13: keyVaults: "kv--hub" is no key vault\'s name. Write 3 to 24 letters, digits and single hyphens, beginning with a letter',
  ],
  [
    'keyVaults: https://kv-hub.vault.azure.net',
    '1:12: keyVaults: "https://kv-hub.vault.azure.net" is more than a key vault\'s name. Write kv-hub',
  ],
  ['arcGateway: hub', '1:13: arcGateway: "hub" is no host of an Arc gateway. Write hub.gw.arc.azure.com'],
  [
    'cloud: usgov\narcGateway: hub.gw.arc.azure.com',
    '2:13: arcGateway: "hub.gw.arc.azure.com": there is no Arc gateway in usgov. Remove it, or set the cloud to public',
  ],
  ['privateLink: [ampls]', '1:15: privateLink: "ampls" is not known here. Write one of monitor, arc'],
  ['discover: "no"', '1:11: discover is no boolean. Write true or false, without quotes'],
  ['deriveRevocation: 1', '1:19: deriveRevocation is no boolean. Write true or false, without quotes'],
  ['expectFirewall: yes', '1:17: expectFirewall is no boolean. Write true or false, without quotes'],
  ['concurrency: "64"', '1:14: concurrency is no number. Write a number, without quotes'],
  ['concurrency: 0', '1:14: concurrency: "0" is out of range. Write a whole number from 1 to 1024'],
  ['tlsTimeoutMs: 8s', '1:15: tlsTimeoutMs is no number. Write a number, without quotes'],
  ['tlsTimeoutMs: 10', '1:15: tlsTimeoutMs: "10" is out of range. Write a whole number from 50 to 120000 milliseconds'],
  ['oddPort: 443', '1:10: oddPort: 443 is a port that targets use. Write a port that nothing uses, for example 47613'],
  ['followUps: -1', '1:12: followUps: "-1" is out of range. Write a whole number from 0 to 10000'],
  [
    'canaries: [example.com]',
    '1:12: canaries: "example.com" is no IP address. Write an IPv4 or IPv6 address, for example 192.0.2.1',
  ],
  [
    'mustBeDenied: nowhere.invalid',
    '1:15: mustBeDenied: "nowhere.invalid" can never be resolved. Write a name that exists and that no rule allows, for example example.com',
  ],
  [
    'beaconDomain: "*.contoso.com"',
    '1:15: beaconDomain: "*.contoso.com" is a pattern. A pattern cannot be dialled: name a concrete host that it covers',
  ],
  [
    'proxy: https://proxy.contoso.com:8080',
    '1:8: proxy: "https://proxy.contoso.com:8080": a proxy that wants TLS itself is not supported. Write http://host:port, for example http://proxy.contoso.com:8080',
  ],
  [
    'resolvers: [dns.contoso.com]',
    '1:13: resolvers: "dns.contoso.com" is no resolver. Write its address, with a port where it is not 53: 10.0.0.4, 10.0.0.4:5353, [fd00::4]:53',
  ],
  [
    'vantageSubnet: 10.10.94.0',
    '1:16: vantageSubnet: "10.10.94.0" is no subnet. Write it as CIDR, for example 10.10.94.0/24',
  ],
  [
    'trust: [none.pem]',
    '1:9: trust: "conf/none.pem": there is no such file. Give the path of a file that this process may read',
  ],
  [
    'ingestionEndpoint: http://dce-a1b2.westeurope-1.ingest.monitor.azure.com\ndcrId: dcr-00000000000000000000000000000000',
    '1:20: ingestionEndpoint: "http://dce-a1b2.westeurope-1.ingest.monitor.azure.com" is no https address. Write the logs ingestion URI of the DCE or DCR: https://NAME.REGION-1.ingest.monitor.azure.com',
  ],
  [
    'cloud: usgov\ningestionEndpoint: https://dce-a1b2.westeurope-1.ingest.monitor.azure.com\ndcrId: dcr-00000000000000000000000000000000',
    '2:20: ingestionEndpoint: "dce-a1b2.westeurope-1.ingest.monitor.azure.com" belongs to the cloud public, and the cloud is usgov. Write a host that ends in monitor.azure.us, or set the cloud to public',
  ],
  [
    'dcrId: dcr-00000000000000000000000000000000',
    'AGENTPATH_INGESTION_ENDPOINT: a data collection rule is set, and no endpoint. Set the logs ingestion URI (in a file: ingestionEndpoint)',
  ],
  [
    'stream: AgentPathProbe_CL',
    '1:9: stream: "AgentPathProbe_CL" is no stream. Write Custom- and the table, for example Custom-AgentPathProbe_CL',
  ],
  [
    'cloud: china\nstore: https://a.blob.core.windows.net/reports',
    '2:8: store: "a.blob.core.windows.net" belongs to the cloud public, and the cloud is china. Write a host that ends in blob.core.chinacloudapi.cn, or set the cloud to public',
  ],
  [
    'store: http://a.blob.core.windows.net/reports',
    '1:8: store: "http://a.blob.core.windows.net/reports" is not https. Write https://ACCOUNT.blob.core.windows.net/CONTAINER, or a folder',
  ],
  ['clientId: me', '1:11: clientId: "me" is no GUID. Write it as 8-4-4-4-12 hexadecimal digits'],
  ['targets: []', '1:10: the list of targets is empty. Begin with targets: and list at least one target with its host'],
  [
    'targets: own.yaml',
    '1:10: targets: "conf/own.yaml": there is no such file. Give the path of a file that this process may read',
  ],
  [
    'targets: [{ host: x, prot: 1 }]',
    '1:22: a target knows no key "prot". Did you mean port? Known are name, host, port, scheme, path, expect, agents, feature, required, tier, effect, stops, proxy, inspection',
  ],
  ['targets: [{ port: 1 }]', '1:11: a target without a host. Add host: the DNS name or address to be reached'],
  [
    'targets: [{ host: "*.contoso.com" }]',
    '1:19: host: "*.contoso.com" is a pattern. A pattern cannot be dialled: name a concrete host that it covers',
  ],
  [
    'targets: [{ host: x }, { host: x }]',
    '1:24: the name "x:443" is taken by the target in line 1. Give each target a name of its own',
  ],
  [
    'targets: [{ host: x, port: 47613 }]\noddPort: 47613',
    '2:10: oddPort: the target "x:47613" uses port 47613, so it cannot be the port that nothing uses. Name another port',
  ],
  ['overrides: []', '1:12: the list of overrides is empty. Write at least one, or remove overrides'],
  ['overrides: { name: a }', '1:12: overrides is no list. Write a list: [a, b], or one item a line after a hyphen'],
  [
    'overrides: [{ enabled: false }]',
    '1:13: an override without a name. Add name: the name of a target of the catalogue or the id of its entry, as agentpath targets --explain shows them',
  ],
  [
    'overrides: [{ name: a }]',
    '1:13: an override that changes nothing. Write one of enabled, path, expect, feature, required, tier, inspection, proxy',
  ],
  [
    'overrides: [{ name: a, host: b }]',
    '1:24: an override knows no key "host". Known are name, enabled, path, expect, feature, required, tier, inspection, proxy',
  ],
  ['overrides: [{ name: a, enabled: "no" }]', '1:33: enabled is no boolean. Write true or false, without quotes'],
  [
    'overrides: [{ name: a, tier: optional }]',
    '1:30: tier: "optional" is not known here. Write one of required, recommended, feature, legacy',
  ],
  [
    'overrides: [{ name: a, path: ping }]',
    '1:30: path: "ping" does not begin with a slash. Write a path such as /ping',
  ],
  ['overrides: [{ name: a, expect: {} }]', '1:32: expect says nothing. Write status, body or both, or remove expect'],
  [
    'overrides: [{ name: a, required: true, tier: feature }]',
    '1:34: required: true beside tier: feature. In the catalogue a target is required exactly where its tier is: write tier alone',
  ],
  [
    'overrides: [{ name: a, enabled: false }, { name: a, tier: legacy }]',
    '1:42: "a" is overridden in line 1 already. Write them as one',
  ],
  [
    'overrides: [{ name: a, inspection: never }]',
    '1:36: inspection: "never" is not known here. Write one of forbidden, tolerated, skip, unknown',
  ],
  [
    'overrides: [{ name: a, proxy: proxy:8080 }]',
    '1:31: proxy: "proxy:8080" is no proxy. Write http://host:port, for example http://proxy.contoso.com:8080',
  ],
] as const)('%j', ([text, expected]) => {
  const inFile = /^\d/.test(expected) ? `${FILE}:${expected}` : expected;
  expect(problemsOf(text)).toEqual([inFile]);
});

test('all of them at once, from the top of the file down', () => {
  const text = [
    'regoin: westeurope',
    'region: [West Europe, uksouth, ukwset]',
    'concurrency: many',
    'cloud: pubic',
    'targets: [{ prot: 1 }]',
    'overrides: [{ tier: optional }]',
  ].join('\n');
  expect(problemsOf(text).map((problem) => problem.slice(FILE.length + 1).split('. ')[0])).toEqual([
    '1:1: the file knows no key "regoin"',
    '2:10: region: "West Europe" is no region\'s short name',
    '2:32: region: "ukwset" is no region of any cloud',
    '3:14: concurrency is no number',
    '4:8: cloud: "pubic" is not known here',
    '5:11: a target without a host',
    '5:13: a target knows no key "prot"',
    '6:13: an override without a name',
    '6:21: tier: "optional" is not known here',
  ]);
});
