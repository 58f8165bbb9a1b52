import type { KindName, Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import type { OwnerReference } from '../../../kubernetes-types/meta/object-meta.ts';
import { type LabelSelector, matchesSelector } from '../../../kubernetes-values/label-selector.ts';
import type { ResourceName, Store } from '../objects/store-api.ts';

/** The owner reference of the managing controller. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}

export function ownerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/**
 * The dependents of an owner by selector: adopts matching orphans and releases those that no longer match, except objects that are being
 * deleted.
 */
export function claimDependents<K extends KindName>(
  store: Store,
  owner: KubeObject,
  resource: K,
  selector: LabelSelector | undefined,
  canAdopt: (candidate: Stored<K>) => boolean = () => true,
): Stored<K>[] {
  const claimed: Stored<K>[] = [];
  for (const candidate of store.list(resource, owner.metadata.namespace).items) {
    const controller = controllerOf(candidate);
    const matches = matchesSelector(selector, candidate.metadata.labels);
    if (controller?.uid === owner.metadata.uid) {
      if (matches || candidate.metadata.deletionTimestamp) claimed.push(candidate);
      else release(store, owner, resource, candidate);
    } else if (!controller && matches && isAdoptable(owner, candidate) && canAdopt(candidate)) {
      claimed.push(adopt(store, owner, resource, candidate));
    }
  }
  return claimed;
}

function isAdoptable(owner: KubeObject, candidate: KubeObject): boolean {
  return !owner.metadata.deletionTimestamp && !candidate.metadata.deletionTimestamp;
}

function adopt<K extends KindName>(
  store: Store,
  owner: KubeObject,
  resource: K,
  candidate: Stored<K>,
): Stored<K> {
  const { namespace, name, uid } = candidate.metadata;
  const change = (object: Stored<K>): void => {
    object.metadata.ownerReferences = [...(object.metadata.ownerReferences ?? []), ownerReference(owner)];
  };
  return store.update(resource, namespace, name, change, { uid });
}

function release(store: Store, owner: KubeObject, resource: ResourceName, candidate: KubeObject): void {
  const { namespace, name, uid } = candidate.metadata;
  const change = (object: KubeObject): void => {
    const others = object.metadata.ownerReferences?.filter((it) => it.uid !== owner.metadata.uid) ?? [];
    if (others.length > 0) object.metadata.ownerReferences = others;
    else delete object.metadata.ownerReferences;
  };
  store.update(resource, namespace, name, change, { uid });
}
