import { finish } from '../../bounds/slices.ts';
import type { Steps } from '../database/exclusive-work.ts';
import { type Acl, aclEntriesInStep } from '../protocol/messages.ts';
import { readAddressRange } from './address-range.ts';

/** A client, as far as ACLs know it. */
export interface Client {
  /** Undefined for an address that no range contains. */
  readonly address: number | undefined;
  readonly digests: ReadonlySet<string>;
}

/** Lists are never changed: each is walked once, whoever asks for it however often. */
const known = new WeakMap<readonly Acl[], AclGrants>();

export function grantsOf(acl: readonly Acl[]): AclGrants {
  return known.get(acl) ?? finish(learnGrants(acl));
}

/** The walk in steps, for a new list. */
export function* learnGrants(acl: readonly Acl[]): Steps<AclGrants> {
  const grants = new AclGrants();
  for (const [index, entry] of acl.entries()) {
    grants.add(entry);
    if ((index + 1) % aclEntriesInStep === 0) yield;
  }
  known.set(acl, grants);
  return grants;
}

/** Whom a list allows what, by identity: the permissions of all entries for the same one together. */
class AclGrants {
  #everyone = 0;
  readonly #digests = new Map<string, number>();
  /** Permissions by the prefix of a range, by its mask: there are 33. */
  readonly #ranges = new Map<number, Map<number, number>>();

  add({ scheme, id, permissions }: Acl): void {
    if (scheme === 'digest') add(this.#digests, id, permissions);
    else if (scheme === 'ip') this.#addRange(id, permissions);
    else if (scheme === 'world' && id === 'anyone') this.#everyone |= permissions;
  }

  /** The permissions of a client. Costs a look-up for each mask and identity, however long the list is. */
  permissionsOf({ address, digests }: Client): number {
    let permissions = this.#everyone;
    if (address !== undefined)
      for (const [mask, prefixes] of this.#ranges) permissions |= prefixes.get(address & mask) ?? 0;
    if (this.#digests.size > 0) for (const id of digests) permissions |= this.#digests.get(id) ?? 0;
    return permissions;
  }

  #addRange(id: string, permissions: number): void {
    const range = readAddressRange(id);
    if (range === undefined) return;
    const prefixes = this.#ranges.get(range.mask) ?? new Map<number, number>();
    this.#ranges.set(range.mask, prefixes);
    add(prefixes, range.prefix, permissions);
  }
}

function add<Key>(permissions: Map<Key, number>, key: Key, more: number): void {
  permissions.set(key, (permissions.get(key) ?? 0) | more);
}
