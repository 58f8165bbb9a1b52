import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import { type ControllerContext, keyOf, runController, splitKey } from '../../machinery/controller.ts';
import { requestDeletion } from '../../machinery/deletion.ts';
import { claimDependents, controllerOf } from '../../machinery/owners.ts';
import { retryCreateMs, tryCreatePod } from '../../machinery/pod-creation.ts';
import { availableIn, isAvailable, isFinished, isReady, isTerminating } from '../../machinery/pod-state.ts';
import { randomSuffix } from '../../machinery/template-hash.ts';
import { syncTemplateRevision, trimRevisions } from '../../machinery/template-revisions.ts';
import type { WorkQueue } from '../../machinery/work-queue.ts';
import { daemonPod, hashLabel, nodeOf, placeOn } from './daemon-pods.ts';

const source = { component: 'daemonset-controller' };

/**
 * Keeps a pod of each DaemonSet on every node that it may run on, and replaces outdated ones. Returns the stop function.
 * Reference: https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/
 * Differs from Kubernetes: `maxSurge` of a rolling update is ignored: the old pod goes before the new one comes; a pod that failed is
 * replaced at once.
 */
export function runDaemonSetController(context: ControllerContext): () => void {
  return runController(context, {
    name: 'daemonset-controller',
    watches: {
      daemonsets: (set) => [keyOf(set)],
      pods: (pod) => keysOfPod(context, pod),
      nodes: (node, { previous }) =>
        previous && sameForPods(node, previous) ? [] : context.store.list('daemonsets').items.map(keyOf),
    },
    reconcile: (key, queue) => {
      const set = context.store.get('daemonsets', ...splitKey(key));
      if (set) reconcile(context, set, key, queue);
    },
  });
}

/** A node's heartbeat changes only its status. */
function sameForPods(node: Stored<'nodes'>, before: Stored<'nodes'>): boolean {
  const taints = ({ spec }: Stored<'nodes'>): string => JSON.stringify(spec?.taints ?? []);
  const labels = ({ metadata }: Stored<'nodes'>): string => JSON.stringify(metadata.labels ?? {});
  return taints(node) === taints(before) && labels(node) === labels(before);
}

function keysOfPod(context: ControllerContext, pod: Stored<'pods'>): string[] {
  const controller = controllerOf(pod);
  if (controller)
    return controller.kind === 'DaemonSet' ? [`${pod.metadata.namespace}/${controller.name}`] : [];
  return context.store.list('daemonsets', pod.metadata.namespace).items.map(keyOf);
}

function reconcile(
  context: ControllerContext,
  set: Stored<'daemonsets'>,
  key: string,
  queue: WorkQueue,
): void {
  const { update } = syncTemplateRevision(context, set);
  const hash = update.metadata.labels?.['controller.kubernetes.io/hash'] ?? '';
  const pods = claimDependents(context.store, set, 'pods', set.spec.selector);
  const nodes = context.store.list('nodes').items;
  if (!set.metadata.deletionTimestamp) {
    for (const node of nodes)
      if (!fillNode(context, set, node, podsOn(pods, node), hash)) queue.addAfter(key, retryCreateMs);
    replaceOutdated(context, set, pods, hash);
    trimRevisions(context, set, new Set([update.metadata.name]));
  }
  writeStatus(context, set, nodes, hash);
  const now = context.clock.wall();
  const waits = pods.map((pod) => availableIn(pod, minReady(set), now) ?? 0).filter((wait) => wait > 0);
  if (waits.length > 0) queue.addAfter(key, Math.min(...waits));
}

function podsOn(pods: readonly Stored<'pods'>[], { metadata }: Stored<'nodes'>): Stored<'pods'>[] {
  return pods.filter((pod) => nodeOf(pod) === metadata.name);
}

/** Returns false where a pod could not be created. */
function fillNode(
  context: ControllerContext,
  set: Stored<'daemonsets'>,
  node: Stored<'nodes'>,
  pods: readonly Stored<'pods'>[],
  hash: string,
): boolean {
  const place = placeOn(set, node);
  const here = pods.filter((pod) => !isTerminating(pod));
  // The oldest pod stays.
  const [, ...extra] = here
    .filter((pod) => !isFinished(pod))
    .sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1));
  const leaving = place === 'none' ? here : [...here.filter(isFinished), ...extra];
  for (const pod of leaving) deletePod(context, set, pod);
  if (place !== 'run' || pods.length > 0) return true;
  const name = freeName(context, set);
  const made = tryCreatePod(context, daemonPod(set, node.metadata.name, name, hash), `${set.metadata.name}-`);
  const isMade = 'pod' in made;
  const message = isMade ? `Created pod: ${name}` : `Error creating: ${made.refusal}`;
  const [type, reason] = isMade
    ? (['Normal', 'SuccessfulCreate'] as const)
    : (['Warning', 'FailedCreate'] as const);
  context.recorder.record(set, { type, reason, message, source });
  return isMade;
}

function freeName(context: ControllerContext, set: Stored<'daemonsets'>): string {
  for (;;) {
    const name = `${set.metadata.name.slice(0, 57)}-${randomSuffix()}`;
    if (!context.store.get('pods', set.metadata.namespace, name)) return name;
  }
}

/** As many as may be unavailable at once; those that are unavailable already go first. */
function replaceOutdated(
  context: ControllerContext,
  set: Stored<'daemonsets'>,
  pods: readonly Stored<'pods'>[],
  hash: string,
): void {
  if ((set.spec.updateStrategy?.type ?? 'RollingUpdate') !== 'RollingUpdate') return;
  const now = context.clock.wall();
  const staying = pods.filter((pod) => !isTerminating(pod) && !isFinished(pod));
  const isUp = (pod: Stored<'pods'>): boolean => isAvailable(pod, minReady(set), now);
  const outdated = staying.filter(({ metadata }) => metadata.labels?.[hashLabel] !== hash);
  const wanted = context.store.list('nodes').items.filter((node) => placeOn(set, node) === 'run').length;
  let spare = maxUnavailable(set, wanted) - (wanted - staying.filter(isUp).length);
  for (const pod of outdated) {
    if (isUp(pod) && spare <= 0) continue;
    if (isUp(pod)) spare -= 1;
    deletePod(context, set, pod);
  }
}

function maxUnavailable(set: Stored<'daemonsets'>, wanted: number): number {
  const value = set.spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1;
  const count = typeof value === 'number' ? value : Math.ceil((Number.parseFloat(value) * wanted) / 100);
  return Math.max(1, count);
}

function minReady(set: Stored<'daemonsets'>): number {
  return set.spec.minReadySeconds ?? 0;
}

function deletePod(context: ControllerContext, set: Stored<'daemonsets'>, pod: Stored<'pods'>): void {
  requestDeletion(context.store, context.clock, 'pods', pod);
  const message = `Deleted pod: ${pod.metadata.name}`;
  context.recorder.record(set, { type: 'Normal', reason: 'SuccessfulDelete', message, source });
}

function writeStatus(
  context: ControllerContext,
  set: Stored<'daemonsets'>,
  nodes: readonly Stored<'nodes'>[],
  hash: string,
): void {
  const now = context.clock.wall();
  const pods = context.store
    .list('pods', set.metadata.namespace)
    .items.filter((pod) => controllerOf(pod)?.uid === set.metadata.uid && !isTerminating(pod));
  const on = (node: Stored<'nodes'>): Stored<'pods'> | undefined => podsOn(pods, node)[0];
  const wanted = nodes.filter((node) => placeOn(set, node) === 'run');
  const running = wanted.map(on).filter((pod) => pod !== undefined);
  const available = running.filter((pod) => isAvailable(pod, minReady(set), now)).length;
  const updated = running.filter(({ metadata }) => metadata.labels?.[hashLabel] === hash).length;
  const unavailable = wanted.length - available;
  const { namespace, name, uid } = set.metadata;
  const change = (object: Stored<'daemonsets'>): void => {
    object.status = {
      currentNumberScheduled: running.length,
      numberMisscheduled: nodes.filter((node) => !wanted.includes(node) && on(node)).length,
      desiredNumberScheduled: wanted.length,
      numberReady: running.filter(isReady).length,
      observedGeneration: set.metadata.generation ?? 1,
      ...(updated > 0 ? { updatedNumberScheduled: updated } : {}),
      ...(available > 0 ? { numberAvailable: available } : {}),
      ...(unavailable > 0 ? { numberUnavailable: unavailable } : {}),
    };
  };
  context.store.update('daemonsets', namespace, name, change, { subresource: 'status', uid });
}
