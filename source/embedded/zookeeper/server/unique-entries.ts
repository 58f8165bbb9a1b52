import type { Acl } from '../protocol/messages.ts';

/** The entries of an ACL, the first of equal ones each. */
export class UniqueEntries {
  readonly entries: Acl[] = [];
  readonly #ids = new Map<string, Map<number, Set<string>>>();

  add(entry: Acl): void {
    const ids = this.#idsLike(entry);
    const { size } = ids;
    if (ids.add(entry.id).size > size) this.entries.push(entry);
  }

  #idsLike({ scheme, permissions }: Acl): Set<string> {
    const byPermissions = this.#ids.get(scheme) ?? new Map<number, Set<string>>();
    this.#ids.set(scheme, byPermissions);
    const ids = byPermissions.get(permissions) ?? new Set<string>();
    byPermissions.set(permissions, ids);
    return ids;
  }
}
