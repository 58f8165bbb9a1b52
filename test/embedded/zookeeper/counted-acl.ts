import type { Acl } from '../../../source/embedded/zookeeper/protocol/messages.ts';

/** An ACL that counts how often an entry is looked at. */
export function countedAcl(scheme: string, ids: readonly string[]) {
  const looks = { count: 0 };
  const acl = ids.map(
    (id): Acl => ({
      permissions: 31,
      scheme,
      get id() {
        looks.count += 1;
        return id;
      },
    }),
  );
  return { acl, looks };
}

/** Ranges that have no address outside 9.0.0.0/8. */
export const ranges = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `9.${index >> 16}.${(index >> 8) & 255}.${index & 255}/32`);
