import type { KubeObject } from '../../../../kubernetes-types/kube-object.ts';

/** The keys of dependents, by their owner's uid. */
export class DependentIndex {
  readonly #byOwner = new Map<string, Set<string>>();
  readonly #owners = new Map<string, readonly string[]>();

  set(key: string, object: KubeObject): void {
    const owners = (object.metadata.ownerReferences ?? []).map((reference) => reference.uid);
    if (owners.length === 0 && !this.#owners.has(key)) return;
    this.remove(key);
    if (owners.length === 0) return;
    this.#owners.set(key, owners);
    for (const owner of owners) {
      const dependents = this.#byOwner.get(owner) ?? new Set();
      dependents.add(key);
      this.#byOwner.set(owner, dependents);
    }
  }

  remove(key: string): void {
    for (const owner of this.#owners.get(key) ?? []) {
      const dependents = this.#byOwner.get(owner);
      dependents?.delete(key);
      if (dependents?.size === 0) this.#byOwner.delete(owner);
    }
    this.#owners.delete(key);
  }

  dependentsOf(uid: string): readonly string[] {
    return [...(this.#byOwner.get(uid) ?? [])];
  }
}
