import { BlockList, isIP } from 'node:net';
import type { Endpoint } from '../model/step.ts';
import type { AddressRule } from './world.ts';

/** The first rule for an address and port; undefined where none fits. */
export type AddressJudge = (to: Endpoint) => AddressRule | undefined;

export function addressJudge(rules: readonly AddressRule[] = []): AddressJudge {
  const compiled = rules.map((rule) => ({ rule, matches: addressMatcher(rule.to) }));
  return ({ address, port }) =>
    compiled.find(({ rule, matches }) => (rule.ports === undefined || rule.ports.includes(port)) && matches(address))
      ?.rule;
}

function addressMatcher(to: string): (address: string) => boolean {
  if (to === '*') return () => true;
  const [network = '', bits] = to.split('/');
  const family = isIP(network);
  if (family === 0) throw new Error(`an address rule is for an address, a prefix or *, not for ${JSON.stringify(to)}`);
  const list = new BlockList();
  const type = family === 6 ? 'ipv6' : 'ipv4';
  if (bits === undefined) list.addAddress(network, type);
  else list.addSubnet(network, Number(bits), type);
  return (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
