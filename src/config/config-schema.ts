/**
 * The shape of a configuration file for editors: `config.schema.json` is written from here. It is as strict as a schema can be about keys, kinds, ranges
 * and closed lists; what needs more than one value to be judged (a region of this cloud, say) is left to the reader.
 */
import * as v from 'valibot';
import { AGENTS, EFFECTS, INSPECTION, SCHEMES, TIERS } from '../model/target.ts';
import { fileKeyOf, type Setting } from './setting.ts';
import { SETTINGS } from './settings-table.ts';

type Schema = v.GenericSchema;

const words = v.pipe(v.string(), v.nonEmpty());
const text = (says: string, example?: string): Schema =>
  example === undefined
    ? v.pipe(words, v.description(says))
    : v.pipe(words, v.examples([example]), v.description(says));
const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));
const described = <T extends Schema>(schema: T, says: string) => v.pipe(schema, v.description(says));

const status = whole(100, 599);
const Expect = v.pipe(
  v.strictObject({
    status: v.optional(
      described(
        v.union([status, v.pipe(v.array(status), v.minLength(1))]),
        'the status or statuses that prove the service',
      ),
    ),
    body: v.optional(text('a text in the first 4 KiB of the body', 'Healthy')),
  }),
  v.description('what the service is known to answer'),
);
const path = v.pipe(v.string(), v.regex(/^\//), v.description('what is asked for, such as /ping'));
const feature = text('what it is needed for, in a few words');
const inspection = described(v.picklist(INSPECTION), 'what TLS inspection means for it');
const proxy = v.pipe(
  v.string(),
  v.regex(/^[Hh][Tt][Tt][Pp]:\/\/.+:[0-9]+\/?$/),
  v.description('an explicit proxy for it alone: http://host:port'),
);

const Target = v.pipe(
  v.strictObject({
    name: v.optional(text('a name of its own; absent: host:port')),
    host: text('a DNS name, or an address', 'gateway.contoso.com'),
    port: v.optional(described(whole(1, 65_535), 'absent: 443, or 80 where the scheme is http')),
    scheme: v.optional(described(v.picklist(SCHEMES), 'absent: http on port 80, else https')),
    path: v.optional(path, '/'),
    expect: v.optional(Expect),
    agents: v.optional(described(v.array(v.picklist(AGENTS)), 'whose target it is')),
    feature: v.optional(feature),
    required: v.optional(described(v.boolean(), 'whether a run fails where it is broken'), true),
    tier: v.optional(described(v.picklist(TIERS), 'absent: required, or feature where required is false')),
    effect: v.optional(
      described(
        v.picklist(EFFECTS),
        'what happens while it cannot be reached; absent: broken, or degraded where required is false',
      ),
    ),
    stops: v.optional(text('what stops then')),
    proxy: v.optional(proxy),
    inspection: v.optional(inspection, 'unknown'),
  }),
  v.description("one of one's own targets"),
);

const Override = v.pipe(
  v.strictObject({
    name: text(
      "a target's name or its entry's id, as agentpath targets --explain shows them",
      'dc.services.visualstudio.com',
    ),
    enabled: v.optional(described(v.boolean(), 'false: not probed, and no rule is made for it')),
    path: v.optional(path),
    expect: v.optional(Expect),
    feature: v.optional(feature),
    required: v.optional(described(v.boolean(), 'the same as tier required, or recommended')),
    tier: v.optional(described(v.picklist(TIERS), 'required: a run fails where it is broken')),
    inspection: v.optional(inspection),
    proxy: v.optional(proxy),
  }),
  v.description('a change of one target of the catalogue'),
);

function schemaOf({ kind, range, oneOf, pattern }: Setting): Schema {
  if (kind === 'boolean') return v.boolean();
  if (kind === 'number') return whole(...(range ?? [0, Number.MAX_SAFE_INTEGER]));
  if (oneOf) return v.picklist(oneOf);
  return pattern === undefined ? words : v.pipe(v.string(), v.regex(new RegExp(pattern)));
}

function entryOf(setting: Setting): Schema {
  const { list, files, preset, default: standard, example, says } = setting;
  const one = schemaOf(setting);
  const value = list || files ? v.union([one, v.pipe(v.array(one), v.minLength(1))]) : one;
  const all = preset === undefined && standard !== undefined ? `${says}. Default: ${standard}` : says;
  const entry = described(example === undefined ? value : v.pipe(value, v.examples([example])), withoutMarks(all));
  return preset === undefined
    ? v.optional(entry)
    : v.optional(entry, typeof preset === 'object' ? [...preset] : preset);
}

const withoutMarks = (markdown: string): string => markdown.replaceAll('`', '');

/** Of the whole file. */
export function configSchema() {
  const settings = SETTINGS.filter(({ notInFile, name }) => notInFile === undefined && name !== 'AGENTPATH_TARGETS');
  return v.pipe(
    v.strictObject({
      $schema: v.optional(described(v.string(), 'for editors: where this schema is')),
      ...Object.fromEntries(settings.map((setting) => [fileKeyOf(setting), entryOf(setting)])),
      targets: v.optional(
        described(
          v.union([text('the path of a targets file', 'own-targets.yaml'), v.pipe(v.array(Target), v.minLength(1))]),
          "one's own targets: beside the catalogue where agents is given too, else instead of it",
        ),
      ),
      overrides: v.optional(described(v.pipe(v.array(Override), v.minLength(1)), 'changes of the catalogue')),
    }),
    v.title('Configuration of agentpath'),
    v.description(
      'Settings as in the environment, without AGENTPATH_ and in lower camel case. A flag beats the environment, that beats this file.',
    ),
  );
}
