import { kindOfOwner } from './node-owner.ts';

/** The paths of all nodes that do not stay for good: a session's ephemeral ones, containers, and those with a time to live. */
export class OwnedNodes {
  readonly #ephemerals = new Map<bigint, Set<string>>();
  readonly containers = new Set<string>();
  readonly ttls = new Set<string>();

  add(path: string, owner: bigint): void {
    switch (kindOfOwner(owner)) {
      case 'container':
        this.containers.add(path);
        return;
      case 'ttl':
        this.ttls.add(path);
        return;
      case 'ephemeral':
        this.#ephemerals.set(owner, (this.#ephemerals.get(owner) ?? new Set()).add(path));
        return;
      case 'persistent':
    }
  }

  remove(path: string, owner: bigint): void {
    this.containers.delete(path);
    this.ttls.delete(path);
    const owned = this.#ephemerals.get(owner);
    owned?.delete(path);
    if (owned?.size === 0) this.#ephemerals.delete(owner);
  }

  ephemeralsOf(session: bigint): string[] {
    return [...(this.#ephemerals.get(session) ?? [])].sort();
  }

  /** The sessions that have ephemeral nodes, with these. */
  get ephemerals(): ReadonlyMap<bigint, ReadonlySet<string>> {
    return this.#ephemerals;
  }

  get ephemeralCount(): number {
    let count = 0;
    for (const paths of this.#ephemerals.values()) count += paths.size;
    return count;
  }
}
