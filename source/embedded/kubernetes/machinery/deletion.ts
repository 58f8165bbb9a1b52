import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import type { Clock } from '../../../time/clock.ts';
import type { ResourceName, Store } from '../objects/store-api.ts';
import { timestamp } from '../objects/values.ts';
import { isFinished } from './pod-state.ts';

export interface DeletionOptions {
  /** For pods; undefined: the pod's own `terminationGracePeriodSeconds`. */
  readonly gracePeriodSeconds?: number;
  /** Finalizers that hold the deletion, e.g. `foregroundDeletion`. */
  readonly finalizers?: readonly string[];
}

/**
 * Deletes as the API's DELETE does: at once if nothing holds the object, otherwise by marking it; the node agent (for a pod) or the owner
 * of the finalizers then completes the deletion.
 */
export function requestDeletion(
  store: Store,
  clock: Clock,
  resource: ResourceName,
  object: KubeObject,
  options: DeletionOptions = {},
): void {
  const { namespace, name, uid } = object.metadata;
  const current = store.get(resource, namespace, name);
  if (current?.metadata.uid !== uid) return;
  const finalizers = [...new Set([...(current.metadata.finalizers ?? []), ...(options.finalizers ?? [])])];
  const pod = resource === 'pods' ? store.get('pods', namespace, name) : undefined;
  const grace = pod ? graceOf(pod, options.gracePeriodSeconds) : 0;
  if (finalizers.length === 0 && grace === 0) {
    store.remove(resource, namespace, name, { uid });
    return;
  }
  if (current.metadata.deletionTimestamp) {
    if (pod && options.gracePeriodSeconds !== undefined) shorten(store, pod, options.gracePeriodSeconds);
    return;
  }
  const mark = (marked: KubeObject): void => {
    marked.metadata.deletionTimestamp = timestamp(clock.wall() + grace * 1000);
    marked.metadata.deletionGracePeriodSeconds = grace;
    if (finalizers.length > 0) marked.metadata.finalizers = finalizers;
  };
  store.update(resource, namespace, name, mark, { uid });
}

/** A second deletion may shorten the grace period of the first, which counts from then; it never prolongs it. */
function shorten(store: Store, { metadata }: Stored<'pods'>, seconds: number): void {
  const { namespace, name, uid, deletionTimestamp = '', deletionGracePeriodSeconds: before } = metadata;
  if (before === undefined || seconds >= before) return;
  const change = (pod: Stored<'pods'>): void => {
    pod.metadata.deletionTimestamp = timestamp(Date.parse(deletionTimestamp) - (before - seconds) * 1000);
    pod.metadata.deletionGracePeriodSeconds = seconds;
  };
  store.update('pods', namespace, name, change, { uid });
}

/** A pod without a node, or whose containers have ended, is removed at once. */
function graceOf(pod: Stored<'pods'>, asked: number | undefined): number {
  if (!pod.spec?.nodeName || isFinished(pod)) return 0;
  return asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
}
