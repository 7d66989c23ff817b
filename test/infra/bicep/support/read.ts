/** Looking things up in what is predicted. */
import type { Resource, Snapshot } from './bicep.ts';

/** Resources of one type, in the order of the template. */
export function all({ predictedResources }: Snapshot, type: string): readonly Resource[] {
  return predictedResources.filter((one) => one.type === type);
}

/** The only resource of a type, or the only one whose name holds `part`. */
export function the(snapshot: Snapshot, type: string, part = ''): Resource {
  const found = all(snapshot, type).filter(({ name }) => name.includes(part));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} of ${type} ${part}, expected one`);
  return only;
}

/** A value by its path: `properties.rules.0.name`. Undefined where there is none. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => {
    if (Array.isArray(inner)) return inner[Number(key)];
    return isRecord(inner) ? inner[key] : undefined;
  }, value);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list at a path; what is not there is an empty one. */
export function list(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}

export function text(value: unknown, path: string): string {
  const found = at(value, path);
  if (typeof found !== 'string') throw new Error(`${path} is no text but ${JSON.stringify(found)}`);
  return found;
}

/** Subnets, whether written within their network or beside it. */
export function subnets(snapshot: Snapshot): readonly { readonly id: string; readonly properties: unknown }[] {
  const within = all(snapshot, 'Microsoft.Network/virtualNetworks').flatMap((network) =>
    list(network, 'properties.subnets').map((one) => ({
      id: `${network.id}/subnets/${text(one, 'name')}`,
      properties: at(one, 'properties'),
    })),
  );
  const beside = all(snapshot, 'Microsoft.Network/virtualNetworks/subnets').map(({ id, properties }) => ({
    id,
    properties,
  }));
  return [...within, ...beside];
}

/** The subnet that the app is integrated with, where it is created here. */
export function probeSubnet(snapshot: Snapshot): { readonly id: string; readonly properties: unknown } | undefined {
  const id = text(the(snapshot, 'Microsoft.Web/sites'), 'properties.virtualNetworkSubnetId');
  return subnets(snapshot).find((one) => one.id === id);
}

export function appSettings(snapshot: Snapshot): Readonly<Record<string, string>> {
  const { properties = {} } = the(snapshot, 'Microsoft.Web/sites/config');
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, String(value)]));
}
