import { isOfKind } from '../../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../../kubernetes-types/kube-object.ts';
import type { OwnerReference } from '../../../../kubernetes-types/meta/object-meta.ts';
import { foregroundFinalizer, orphanFinalizer } from '../../../../kubernetes-values/well-known-names.ts';
import { beginSlice } from '../../../bounds/slices.ts';
import { type ControllerContext, keyOf, runController, splitKey } from '../../machinery/controller.ts';
import { requestDeletion } from '../../machinery/deletion.ts';
import { isFinished } from '../../machinery/pod-state.ts';
import { resources } from '../../objects/resources.ts';
import type { ResourceName, StoreEvent } from '../../objects/store-api.ts';
import { DependentIndex } from './dependent-index.ts';

/** Neither are owners nor have any. */
const ignored = new Set([
  'events',
  'leases',
  'namespaces',
  'nodes',
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
  'selfsubjectreviews',
  'storageclasses',
]);
const collected = resources.filter((resource) => !ignored.has(resource.plural));
const pluralByKind = new Map(resources.map((resource) => [resource.kind, resource.plural]));

/**
 * Deletes what has lost its owner, and finishes deletions: with `foregroundDeletion` once the dependents are gone, with `orphan` once
 * they are released. Returns the stop function.
 * Reference: https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 * Differs from Kubernetes: an owner of a kind that this API does not serve is considered alive.
 */
export function runGarbageCollector(context: ControllerContext): () => void {
  const index = new DependentIndex();
  const watches = collected.map(({ plural }) => [
    plural,
    (object: KubeObject, event: StoreEvent) => {
      const key = `${plural}:${keyOf(object)}`;
      if (event.type === 'DELETED') index.remove(key);
      else index.set(key, object);
      const isLeaving = event.type === 'DELETED' || object.metadata.deletionTimestamp !== undefined;
      const owners = (object.metadata.ownerReferences ?? []).map(ownerKey(object));
      return [key, ...(isLeaving ? [...index.dependentsOf(object.metadata.uid), ...owners] : [])];
    },
  ]);
  return runController(context, {
    name: 'garbage-collector-controller',
    watches: Object.fromEntries(watches),
    reconcile: (key, queue) => {
      const colon = key.indexOf(':');
      const resource = key.slice(0, colon);
      const object = context.store.get(resource, ...splitKey(key.slice(colon + 1)));
      if (object && !collect(context, index, resource, object)) queue.add(key);
    },
  });
}

function ownerKey(dependent: KubeObject): (reference: OwnerReference) => string {
  return (reference) => {
    const { namespace } = dependent.metadata;
    const name = namespace === undefined ? reference.name : `${namespace}/${reference.name}`;
    return `${pluralByKind.get(reference.kind) ?? reference.kind}:${name}`;
  };
}

/** Returns true when everything possible is done; false to continue in another turn. */
function collect(
  context: ControllerContext,
  index: DependentIndex,
  resource: ResourceName,
  object: KubeObject,
): boolean {
  if (object.metadata.deletionTimestamp) return finishDeletion(context, index, resource, object);
  const references = object.metadata.ownerReferences ?? [];
  if (references.length === 0) return true;
  const living = references.filter((reference) => findOwner(context, object, reference));
  const waiting = living.filter((reference) => isInForeground(findOwner(context, object, reference)));
  if (living.length === 0 || (waiting.length > 0 && waiting.length === living.length)) {
    const inForeground =
      waiting.some((reference) => reference.blockOwnerDeletion) &&
      index.dependentsOf(object.metadata.uid).length > 0;
    const options = inForeground ? { finalizers: [foregroundFinalizer] } : {};
    requestDeletion(context.store, context.clock, resource, object, options);
  } else if (living.length < references.length) {
    dropReferences(context, resource, object, (reference) => !living.includes(reference));
  }
  return true;
}

function finishDeletion(
  context: ControllerContext,
  index: DependentIndex,
  resource: ResourceName,
  object: KubeObject,
): boolean {
  const finalizers = object.metadata.finalizers ?? [];
  if (finalizers.includes(orphanFinalizer)) {
    const slice = beginSlice();
    for (const key of index.dependentsOf(object.metadata.uid)) {
      if (slice.isOver()) return false;
      const [dependentResource, dependent] = lookUp(context, key);
      if (dependent)
        dropReferences(context, dependentResource, dependent, ({ uid }) => uid === object.metadata.uid);
    }
    dropFinalizer(context, resource, object, orphanFinalizer);
  } else if (finalizers.includes(foregroundFinalizer)) {
    const blocking = index.dependentsOf(object.metadata.uid).some((key) => {
      const references = lookUp(context, key)[1]?.metadata.ownerReferences ?? [];
      return references.some(
        ({ uid, blockOwnerDeletion }) => uid === object.metadata.uid && blockOwnerDeletion,
      );
    });
    if (!blocking) dropFinalizer(context, resource, object, foregroundFinalizer);
  } else if (finalizers.length === 0 && isHeldByNobody(resource, object)) {
    const { namespace, name, uid } = object.metadata;
    context.store.remove(resource, namespace, name, { uid });
  }
  return true;
}

/** The node agent removes a pod that has a node, once its containers have ended. */
function isHeldByNobody(resource: ResourceName, object: KubeObject): boolean {
  return !isOfKind('pods', resource, object) || !object.spec.nodeName || isFinished(object);
}

function lookUp(context: ControllerContext, key: string): [ResourceName, KubeObject | undefined] {
  const colon = key.indexOf(':');
  const resource = key.slice(0, colon);
  return [resource, context.store.get(resource, ...splitKey(key.slice(colon + 1)))];
}

/** Owners of kinds that this API does not serve count as alive. */
function findOwner(
  context: ControllerContext,
  dependent: KubeObject,
  reference: OwnerReference,
): KubeObject | true | undefined {
  const resource = resources.find(({ kind }) => kind === reference.kind);
  if (!resource) return true;
  const namespace = resource.namespaced ? dependent.metadata.namespace : undefined;
  const owner = context.store.get(resource.plural, namespace, reference.name);
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}

function isInForeground(owner: KubeObject | true | undefined): boolean {
  if (!owner || owner === true) return false;
  return (
    owner.metadata.deletionTimestamp !== undefined &&
    owner.metadata.finalizers?.includes(foregroundFinalizer) === true
  );
}

function dropReferences(
  context: ControllerContext,
  resource: ResourceName,
  object: KubeObject,
  which: (reference: OwnerReference) => boolean,
): void {
  const { namespace, name, uid } = object.metadata;
  const dropped = new Set(object.metadata.ownerReferences?.filter(which).map((reference) => reference.uid));
  const change = (changed: KubeObject): void => {
    const kept = changed.metadata.ownerReferences?.filter((reference) => !dropped.has(reference.uid)) ?? [];
    if (kept.length > 0) changed.metadata.ownerReferences = kept;
    else delete changed.metadata.ownerReferences;
  };
  context.store.update(resource, namespace, name, change, { uid });
}

function dropFinalizer(
  context: ControllerContext,
  resource: ResourceName,
  object: KubeObject,
  finalizer: string,
): void {
  const { namespace, name, uid } = object.metadata;
  const change = (changed: KubeObject): void => {
    const kept = changed.metadata.finalizers?.filter((it) => it !== finalizer) ?? [];
    if (kept.length > 0) changed.metadata.finalizers = kept;
    else delete changed.metadata.finalizers;
  };
  context.store.update(resource, namespace, name, change, { uid });
}
