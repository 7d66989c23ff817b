import { type FindingRow, when } from './finding-row.ts';
import type { View } from './view.ts';

const answeredHere = ({ genuine, target, http }: View): boolean =>
  genuine || (target.scheme !== 'https' && http !== undefined);

const privately = ({ steps: { dns } }: View): boolean =>
  dns.status === 'ok' && dns.facts.addresses[0]?.private === true;

export const PATH_FINDINGS: readonly FindingRow[] = [
  {
    id: 'path.not_filtered',
    phase: 'path',
    says: ({ path }) => when(path.reading.filtered === 'no', () => 'a name that must be denied passes on this path'),
  },
  {
    id: 'path.ill',
    phase: 'path',
    says: ({ path }) => when(path.reading.ill.length > 0, () => `the run was ill: ${path.reading.ill.join('; ')}`),
  },
  {
    id: 'path.product',
    phase: 'path',
    says: ({ path }) =>
      when(path.reading.product !== undefined, () => 'the product on this path named itself: Azure Firewall'),
  },
  {
    id: 'path.rule_application',
    phase: 'path',
    says: (view) =>
      when(
        answeredHere(view) && view.deadAddress === 'passed',
        () => 'an application rule allows this name: said to an address where nothing is, it reaches the far end',
      ),
  },
  {
    id: 'path.rule_network_or_direct',
    phase: 'path',
    says: (view) =>
      when(
        answeredHere(view) && view.deadAddress === 'cut_as_denied',
        () =>
          `no application rule allows this name: said to an address where nothing is, it is cut as a denial is; ${
            privately(view)
              ? 'a private endpoint carries it'
              : 'a network rule or a route around the firewall carries it'
          }`,
      ),
  },
  {
    id: 'path.no_name_proxy',
    phase: 'path',
    says: (view) =>
      when(
        answeredHere(view) && view.deadAddress === 'no_connection' && view.denial.filtered !== 'yes',
        () => 'no proxy on this path takes names up: an address where nothing is does not connect',
      ),
  },
  {
    id: 'path.name_decides',
    phase: 'path',
    says: (view) =>
      when(
        view.cut !== undefined && (view.deadAddress === 'cut_alike' || view.reachableAddress === 'cut_alike'),
        () => 'the name is cut in the same way on another address: the name decides, not the address',
      ),
  },
  {
    id: 'path.name_passes_elsewhere',
    phase: 'path',
    says: (view) =>
      when(
        !answeredHere(view) && view.deadAddress === 'passed',
        () => 'said to an address where nothing is, the name reaches the far end: it is allowed',
      ),
  },
  {
    id: 'path.intermittent',
    phase: 'path',
    says: ({ tally }) =>
      when(tally.mixed, () => `${tally.passed} of ${tally.flows} connections from fresh source ports got through`),
  },
  {
    id: 'path.repeated',
    phase: 'path',
    says: ({ tally }) =>
      when(
        tally.flows > 1 && tally.passed === 0 && !tally.differing,
        () => `${tally.flows} of ${tally.flows} connections ended alike`,
      ),
  },
  {
    id: 'path.repeats_differ',
    phase: 'path',
    says: ({ tally }) => when(tally.differing, () => `${tally.flows} connections failed, and not all in one manner`),
  },
  {
    id: 'path.unsteady',
    phase: 'path',
    says: ({ unsteadyPath }) =>
      when(unsteadyPath, () => 'between the repeats a reachable name failed, or a name that must be denied passed'),
  },
];
