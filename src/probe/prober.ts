/** Everything that one run asks of the network, with what its probes share: the resolver, the contexts of the hellos, the known authorities. */
import pLimit from 'p-limit';
import packageJson from '../../package.json' with { type: 'json' };
import type { Chance, Clock } from '../model/clock.ts';
import type { Answer, Evidence, Question } from '../model/evidence.ts';
import type { Control } from '../model/path.ts';
import type { ProbeSettings } from '../model/settings.ts';
import type { Endpoint, Steps } from '../model/step.ts';
import type { Scheme, Target } from '../model/target.ts';
import { createAuthorities, splitPem } from './authorities.ts';
import { createResolver, parseResolver } from './dns.ts';
import { createHellos } from './hellos.ts';
import type { NodeNetwork } from './node-network.ts';
import { askControls } from './path-controls.ts';
import { type FlowParts, type FlowRequest, probeFlow } from './probe-flow.ts';

export interface Prober {
  /** Never throws for what the network does. */
  probeTarget(target: Target): Promise<Evidence>;
  /** One follow-up about this target. */
  ask(target: Target, question: Question): Promise<Answer>;
  /** What the path itself tells, on the ports that the targets use. */
  controls(
    ports: readonly { readonly port: number; readonly scheme: Scheme }[],
    runId: string,
  ): Promise<readonly Control[]>;
}

export interface ProberOptions {
  readonly network: NodeNetwork;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly settings: ProbeSettings;
  /** Schedules the controls; by default `settings.concurrency` at a time. Targets and questions are the caller's to schedule. */
  readonly pool?: <T>(task: () => Promise<T>) => Promise<T>;
  /** As said in `User-Agent`. */
  readonly version?: string;
}

/** A name with hundreds of addresses must not take a run for itself. */
const OTHER_ADDRESSES = 15;

export function createProber(options: ProberOptions): Prober {
  const { network, clock, chance, settings } = options;
  const pool = options.pool ?? pLimit(settings.concurrency);
  const resolvers = settings.resolvers.length > 0 ? settings.resolvers.map(parseResolver) : network.resolvers();
  const parts: FlowParts = {
    network,
    clock,
    deadlines: settings.deadlines,
    resolver: createResolver({ network, clock, chance, resolvers, deadlineMs: settings.deadlines.dnsMs }),
    hellos: createHellos(settings.trust.flatMap(splitPem)),
    authorities: createAuthorities(settings.trust, settings.inspectionCas),
    userAgent: `agentpath/${options.version ?? packageJson.version}`,
  };
  const probe = (request: FlowRequest): Promise<Steps> => probeFlow(parts, request);

  async function otherAddresses(target: Target, first: Steps): Promise<readonly Answer[]> {
    const proxied = (target.proxy ?? settings.proxy) !== undefined;
    if (!settings.allAddresses || proxied || first.dns.status !== 'ok') return [];
    const others = first.dns.facts.addresses.slice(1, OTHER_ADDRESSES + 1);
    return Promise.all(
      others.map(({ address }, index) =>
        ask(target, {
          about: target.name,
          kind: 'other_address',
          round: index + 1,
          dial: { address, port: target.port },
        }),
      ),
    );
  }

  async function ask(target: Target, question: Question): Promise<Answer> {
    const { kind, round, dial, serverName, hello } = question;
    const answer = {
      kind,
      round,
      askedAt: new Date(clock.wallMs()).toISOString(),
      ...(dial && { dialled: dial }),
      ...(serverName !== undefined && { serverName }),
      ...(hello && { hello }),
    };
    if (kind === 'system_resolver') return { ...answer, system: await parts.resolver.systemLookup(target.host) };
    return { ...answer, steps: await probe(questionRequest(target, question, settings.proxy)) };
  }

  return {
    ask,
    async probeTarget(target) {
      const probedAt = new Date(clock.wallMs()).toISOString();
      const started = clock.monotonicMs();
      const steps = await probe(targetRequest(target, settings.proxy));
      const questions = await otherAddresses(target, steps);
      return { target, probedAt, durationMs: clock.monotonicMs() - started, steps, questions };
    },
    controls: (ports, runId) => askControls({ clock, chance, settings, probe }, ports, runId, pool),
  };
}

function targetRequest(target: Target, runProxy: string | undefined): FlowRequest {
  const { host, port, scheme, path, expect, discovers } = target;
  const proxy = target.proxy ?? runProxy;
  return {
    host,
    port,
    scheme,
    path,
    ...(expect?.body !== undefined && { expectedBody: expect.body }),
    ...(discovers !== undefined && { discovers: true }),
    ...(proxy !== undefined && { proxy }),
  };
}

function questionRequest(target: Target, question: Question, runProxy: string | undefined): FlowRequest {
  const { kind, dial, serverName, hello, deadlineMs } = question;
  const asked: FlowRequest = { ...targetRequest(target, runProxy), ...portOf(dial) };
  return {
    ...asked,
    // Another name is meant throughout: said, resolved where no address is given, and looked for in the certificate.
    ...(serverName !== undefined && serverName !== '' && { host: serverName }),
    ...(serverName === '' && { withoutServerName: true }),
    ...(dial && { dial }),
    ...(hello && { hello }),
    ...(deadlineMs !== undefined && { deadlineMs }),
    ...(kind === 'repeat' && { fresh: true }),
  };
}

function portOf(dial: Endpoint | undefined): { readonly port?: number } {
  return dial ? { port: dial.port } : {};
}
