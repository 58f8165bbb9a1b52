import type { KubeObject, OwnerReference, ResourceName, Store } from '../store-api.ts';
import { type LabelSelector, matchesSelector } from './label-selector.ts';

/** The owner reference that says who manages the object. */
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
 * The dependents of an owner, as the selector says: orphans that match are adopted, those that no longer match are released.
 * Those that are already being deleted are neither.
 */
export function claimDependents(
  store: Store,
  owner: KubeObject,
  resource: ResourceName,
  selector: LabelSelector | undefined,
  canAdopt: (candidate: KubeObject) => boolean = () => true,
): KubeObject[] {
  const claimed: KubeObject[] = [];
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

function adopt(store: Store, owner: KubeObject, resource: ResourceName, candidate: KubeObject): KubeObject {
  const { namespace, name, uid } = candidate.metadata;
  const change = (object: KubeObject): void => {
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
