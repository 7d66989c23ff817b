import type { SpoolObject, SpoolStore } from './spool-store.ts';

/** What is left where storage cannot be reached: gone with the process. */
export function memorySpool(): SpoolStore {
  const objects = new Map<string, { readonly object: SpoolObject; readonly content: Uint8Array }>();
  let versions = 0;
  const version = (): string => {
    versions += 1;
    return String(versions);
  };
  const same = (object: SpoolObject) => {
    const held = objects.get(object.name);
    return held?.object.version === object.version ? held : undefined;
  };
  return {
    place: 'memory',
    list: async () => [...objects.values()].map(({ object }) => object),
    async create(name, content, claim) {
      const held = objects.get(name);
      if (held) return held.object;
      const object = { name, bytes: content.byteLength, version: version(), ...(claim && { claim }) };
      objects.set(name, { object, content });
      return object;
    },
    async claim(object, claim) {
      const held = same(object);
      if (!held) return undefined;
      const { claim: _, ...rest } = object;
      const claimed = { ...rest, version: version(), ...(claim && { claim }) };
      objects.set(object.name, { object: claimed, content: held.content });
      return claimed;
    },
    read: async (object) => objects.get(object.name)?.content,
    async remove(object) {
      return same(object) !== undefined && objects.delete(object.name);
    },
  };
}
