import type { VolumeNodeAffinity } from '../../../../kubernetes-types/core/persistent-volume.ts';
import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import {
  claimProtectionFinalizer,
  defaultClassAnnotation,
} from '../../../../kubernetes-values/well-known-names.ts';
import { makePlainDirectory } from '../../../paths/plain-directory.ts';
import { type ControllerContext, keyOf, runController, splitKey } from '../../machinery/controller.ts';
import { findMatchingVolume, isFreeFor } from '../../machinery/matching-volume.ts';
import { claimsOf } from '../../machinery/pod-claims.ts';
import { isFinished } from '../../machinery/pod-state.ts';
import {
  isProvisioned,
  provisionedDirectory,
  provisioner,
  removeProvisioned,
  volumeNameFor,
} from '../../machinery/provisioned-volume.ts';
import type { RemovalQueue } from '../../machinery/removal-queue.ts';
import { timestamp } from '../../objects/values.ts';

const source = { component: 'persistentvolume-controller' };

/**
 * Binds each claim to a volume of its own, a directory in the cluster's data `directory`, once a pod that mounts it has a node; removes
 * the volume with the claim, and the claim not before its last pod. Returns the stop function.
 * Reference: https://kubernetes.io/docs/concepts/storage/persistent-volumes/
 * Differs from Kubernetes: a claim that names a volume gets it without a look at size and access modes.
 */
export function runClaimBinder(
  context: ControllerContext,
  directory: string,
  removals: RemovalQueue,
): () => void {
  return runController(context, {
    name: 'persistentvolume-controller',
    watches: {
      persistentvolumeclaims: (claim) => [keyOf(claim)],
      pods: (pod) => claimsOf(pod).map((name) => `${pod.metadata.namespace}/${name}`),
      storageclasses: () => pendingClaims(context),
      persistentvolumes: (volume) => {
        const claim = volume.spec?.claimRef;
        return claim ? [`${claim.namespace}/${claim.name}`] : pendingClaims(context);
      },
    },
    reconcile: (key) => {
      const [namespace, name] = splitKey(key);
      const claim = context.store.get('persistentvolumeclaims', namespace, name);
      reclaim(context, removals, namespace, name, claim?.metadata.uid);
      if (claim) reconcile(context, directory, claim);
    },
  });
}

function pendingClaims(context: ControllerContext): string[] {
  return context.store
    .list('persistentvolumeclaims')
    .items.filter((claim) => claim.status?.phase !== 'Bound')
    .map(keyOf);
}

function usersOf(context: ControllerContext, claim: Stored<'persistentvolumeclaims'>): Stored<'pods'>[] {
  return context.store
    .list('pods', claim.metadata.namespace)
    .items.filter((pod) => claimsOf(pod).includes(claim.metadata.name));
}

function reconcile(
  context: ControllerContext,
  directory: string,
  claim: Stored<'persistentvolumeclaims'>,
): void {
  const { namespace, name, uid } = claim.metadata;
  const users = usersOf(context, claim);
  if (claim.metadata.deletionTimestamp) {
    if (users.some((pod) => !isFinished(pod))) return;
    const release = (object: Stored<'persistentvolumeclaims'>): void => {
      object.metadata.finalizers =
        object.metadata.finalizers?.filter((it) => it !== claimProtectionFinalizer) ?? [];
    };
    context.store.update('persistentvolumeclaims', namespace, name, release, { uid });
    return;
  }
  if (claim.status?.phase === 'Bound') return;
  const storage = classOf(context, claim);
  if (
    !claim.metadata.finalizers?.includes(claimProtectionFinalizer) ||
    claim.spec.storageClassName === undefined
  ) {
    const prepare = (object: Stored<'persistentvolumeclaims'>): void => {
      object.metadata.finalizers = [
        ...new Set([...(object.metadata.finalizers ?? []), claimProtectionFinalizer]),
      ];
      if (storage) object.spec.storageClassName ??= storage.metadata.name;
    };
    context.store.update('persistentvolumeclaims', namespace, name, prepare, { uid });
  }
  if (claim.spec.volumeName || !storage) {
    if (!bindExisting(context, claim)) sayWhyPending(context, claim);
    return;
  }
  const waits = storage.volumeBindingMode === 'WaitForFirstConsumer';
  const consumer = users.find((pod) => pod.spec.nodeName && !isFinished(pod));
  if (waits && !consumer) {
    context.recorder.record(claim, {
      type: 'Normal',
      reason: 'WaitForFirstConsumer',
      message: 'waiting for first consumer to be created before binding',
      source,
    });
    return;
  }
  const nodeName = waits ? consumer?.spec.nodeName : undefined;
  const node = nodeName === undefined ? undefined : context.store.get('nodes', undefined, nodeName);
  if (bindExisting(context, claim, node)) return;
  if (storage.provisioner === provisioner) provision(context, directory, claim, storage, consumer);
}

function classOf(
  context: ControllerContext,
  claim: Stored<'persistentvolumeclaims'>,
): Stored<'storageclasses'> | undefined {
  const wanted = claim.spec.storageClassName;
  if (wanted !== undefined) return context.store.get('storageclasses', undefined, wanted);
  return context.store
    .list('storageclasses')
    .items.find((storage) => storage.metadata.annotations?.[defaultClassAnnotation] === 'true');
}

function sayWhyPending(context: ControllerContext, claim: Stored<'persistentvolumeclaims'>): void {
  const wanted = claim.spec.storageClassName;
  context.recorder.record(claim, {
    type: wanted ? 'Warning' : 'Normal',
    reason: wanted ? 'ProvisioningFailed' : 'FailedBinding',
    message: wanted
      ? `storageclass.storage.k8s.io "${wanted}" not found`
      : 'no persistent volumes available for this claim and no storage class is set',
    source,
  });
}

function provision(
  context: ControllerContext,
  directory: string,
  claim: Stored<'persistentvolumeclaims'>,
  storage: Stored<'storageclasses'>,
  consumer: Stored<'pods'> | undefined,
): void {
  const { namespace, name, uid } = claim.metadata;
  const volumeName = volumeNameFor(uid);
  const path = provisionedDirectory(directory, volumeName);
  makePlainDirectory(path);
  const nodeName = consumer?.spec.nodeName;
  if (!context.store.get('persistentvolumes', undefined, volumeName)) {
    context.store.create('persistentvolumes', {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: volumeName, annotations: { 'pv.kubernetes.io/provisioned-by': provisioner } },
      spec: {
        accessModes: [...(claim.spec.accessModes ?? ['ReadWriteOnce'])],
        capacity: { storage: claim.spec.resources?.requests?.storage ?? '0' },
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid },
        hostPath: { path, type: 'DirectoryOrCreate' },
        ...(nodeName ? { nodeAffinity: onlyOn(nodeName) } : {}),
        persistentVolumeReclaimPolicy: storage.reclaimPolicy ?? 'Delete',
        storageClassName: storage.metadata.name,
        volumeMode: 'Filesystem',
      },
      status: { phase: 'Bound', lastPhaseTransitionTime: timestamp(context.clock.wall()) },
    });
  }
  bind(context, claim, volumeName);
  context.recorder.record(claim, {
    type: 'Normal',
    reason: 'ProvisioningSucceeded',
    message: `Successfully provisioned volume ${volumeName}`,
    source: { component: provisioner },
  });
}

function onlyOn(nodeName: string): VolumeNodeAffinity {
  const hostname = { key: 'kubernetes.io/hostname', operator: 'In', values: [nodeName] };
  return { required: { nodeSelectorTerms: [{ matchExpressions: [hostname] }] } };
}

/** Binds a claim to the volume that it names, or to one that suits it, if there is one. */
function bindExisting(
  context: ControllerContext,
  claim: Stored<'persistentvolumeclaims'>,
  node?: Stored<'nodes'>,
): boolean {
  const { namespace, name, uid } = claim.metadata;
  const volumes = context.store.list('persistentvolumes').items;
  const isNamed = (candidate: Stored<'persistentvolumes'>): boolean =>
    candidate.metadata.name === claim.spec.volumeName &&
    (candidate.spec?.storageClassName ?? '') === (claim.spec.storageClassName ?? '') &&
    isFreeFor(candidate, claim);
  const volume = claim.spec.volumeName ? volumes.find(isNamed) : findMatchingVolume(claim, volumes, node);
  if (!volume) return false;
  const reserve = (object: Stored<'persistentvolumes'>): void => {
    object.spec.claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid };
    object.status = { ...object.status, phase: 'Bound' };
  };
  context.store.update('persistentvolumes', undefined, volume.metadata.name, reserve);
  bind(context, claim, volume.metadata.name);
  return true;
}

function bind(context: ControllerContext, claim: Stored<'persistentvolumeclaims'>, volumeName: string): void {
  const { namespace, name, uid } = claim.metadata;
  const volume = context.store.get('persistentvolumes', undefined, volumeName);
  const change = (object: Stored<'persistentvolumeclaims'>): void => {
    object.spec.volumeName = volumeName;
    object.metadata.annotations = {
      ...object.metadata.annotations,
      'pv.kubernetes.io/bind-completed': 'yes',
      'pv.kubernetes.io/bound-by-controller': 'yes',
    };
    object.status = {
      ...object.status,
      phase: 'Bound',
      accessModes: [...(object.spec.accessModes ?? [])],
      capacity: { ...volume?.spec.capacity },
    };
  };
  context.store.update('persistentvolumeclaims', namespace, name, change, { uid });
}

/**
 * A claim of this name is gone (the one with `livingUid` still exists): deletes the volume provisioned for it, releases one created
 * manually.
 */
function reclaim(
  context: ControllerContext,
  removals: RemovalQueue,
  namespace: string | undefined,
  name: string,
  livingUid: string | undefined,
): void {
  for (const volume of context.store.list('persistentvolumes').items) {
    const claim = volume.spec?.claimRef;
    if (claim?.namespace !== namespace || claim?.name !== name || !claim.uid || claim.uid === livingUid)
      continue;
    const { name: volumeName } = volume.metadata;
    const isDeleted = isProvisioned(volume) && volume.spec.persistentVolumeReclaimPolicy === 'Delete';
    if (isDeleted && !isInUse(context, volumeName)) {
      // In this order: a volume whose directory cannot be removed stays, and is tried again.
      removeProvisioned(removals, volumeName);
      context.store.remove('persistentvolumes', undefined, volumeName);
    } else {
      const release = (object: Stored<'persistentvolumes'>): void => {
        object.status = { ...object.status, phase: 'Released' };
      };
      context.store.update('persistentvolumes', undefined, volumeName, release, { subresource: 'status' });
    }
  }
}

/** Whether a claim is bound to the volume: its data is in use, whatever the volume's claimRef says now. */
function isInUse(context: ControllerContext, volumeName: string): boolean {
  return context.store
    .list('persistentvolumeclaims')
    .items.some(({ spec, status }) => spec?.volumeName === volumeName && status?.phase === 'Bound');
}
