import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { defaultClassAnnotation } from '../../../kubernetes-values/well-known-names.ts';
import { type ControllerContext, keyOf, runController, splitKey } from '../machinery/controller.ts';
import { claimsOf } from '../machinery/pod-claims.ts';
import { findCondition, isFinished, isTerminating, setCondition } from '../machinery/pod-state.ts';
import type { StoreEvent } from '../objects/store-api.ts';
import { timestamp } from '../objects/values.ts';
import { boundVolumes, lacksVolume } from './bound-volumes.ts';
import { explainForAll, explainRefusals } from './explain.ts';
import { type Refusal, refuse } from './filters.ts';
import { type NodeState, nodeStates } from './node-state.ts';
import { pickNode } from './spread.ts';

const schedulerName = 'default-scheduler';
const source = { component: schedulerName };

/**
 * Gives each pod without a node one that passes the filters (`filters.ts`) and has the fewest pods of its owner (`spread.ts`), or says
 * why none does. Returns the stop function.
 * Reference: https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/
 * Differs from Kubernetes: no preemption, no scores but the spread; preferred affinity and topology spread constraints are ignored.
 */
export function runScheduler(context: ControllerContext): () => void {
  const waiting = (which: (pod: Stored<'pods'>) => boolean): string[] =>
    context.store
      .list('pods')
      .items.filter((pod) => isWaiting(pod) && which(pod))
      .map(keyOf);
  const allWaiting = (): string[] => waiting(() => true);
  return runController(context, {
    name: schedulerName,
    watches: {
      pods: (pod, event) => {
        if (event.type !== 'DELETED' && isWaiting(pod)) return [keyOf(pod)];
        if (!pod.spec?.nodeName) return [];
        return makesRoom(event) ? allWaiting() : waiting(looksAtNeighbours);
      },
      nodes: (_node, event) => (isHeartbeat(event) ? [] : allWaiting()),
      persistentvolumeclaims: allWaiting,
      persistentvolumes: allWaiting,
      storageclasses: allWaiting,
    },
    reconcile: (key) => {
      const pod = context.store.get('pods', ...splitKey(key));
      if (pod && isWaiting(pod)) schedule(context, pod);
    },
  });
}

function isWaiting(pod: Stored<'pods'>): boolean {
  const named = pod.spec?.schedulerName ?? schedulerName;
  return !pod.spec?.nodeName && named === schedulerName && !isTerminating(pod) && !isFinished(pod);
}

/** A pod that is gone or finished frees its node for others. */
function makesRoom({ type, object, previous }: StoreEvent<Stored<'pods'>>): boolean {
  return type === 'DELETED' || (isFinished(object) && !(previous && isFinished(previous)));
}

/** Its placement depends on other pods and their labels. */
function looksAtNeighbours({ spec }: Stored<'pods'>): boolean {
  return spec.affinity?.podAffinity !== undefined || spec.affinity?.podAntiAffinity !== undefined;
}

function isHeartbeat({ object, previous }: StoreEvent<Stored<'nodes'>>): boolean {
  return (
    previous !== undefined &&
    object.metadata.generation === previous.metadata.generation &&
    JSON.stringify([object.spec, object.metadata.labels, readiness(object)]) ===
      JSON.stringify([previous.spec, previous.metadata.labels, readiness(previous)])
  );
}

function readiness(node: Stored<'nodes'>): unknown {
  return [findCondition(node, 'Ready')?.status, node.status?.allocatable];
}

function schedule(context: ControllerContext, pod: Stored<'pods'>): void {
  const states = nodeStates(context.store.list('nodes').items, context.store.list('pods').items);
  const trouble = claimTrouble(context, pod);
  if (trouble !== undefined) {
    markUnschedulable(context, pod, explainForAll(trouble, states.length));
    return;
  }
  const refusals: Refusal[] = [];
  const candidates: NodeState[] = [];
  const volumes = boundVolumes(context.store, pod);
  for (const state of states) {
    const lacks = lacksVolume(context.store, pod, state.node);
    const refusal = refuse(pod, state, { nodes: states, volumes, lacksVolume: lacks });
    if (refusal) refusals.push(refusal);
    else candidates.push(state);
  }
  const chosen = pickNode(pod, candidates);
  if (chosen) bind(context, pod, chosen.node.metadata.name);
  else markUnschedulable(context, pod, explainRefusals(refusals));
}

/** A missing claim, or one that must be bound first, keeps the pod off every node. */
function claimTrouble(context: ControllerContext, pod: Stored<'pods'>): string | undefined {
  let unbound = false;
  for (const name of claimsOf(pod)) {
    const claim = context.store.get('persistentvolumeclaims', pod.metadata.namespace, name);
    if (!claim) return `persistentvolumeclaim "${name}" not found`;
    if (claim.metadata.deletionTimestamp) return `persistentvolumeclaim "${name}" is being deleted`;
    if (claim.status?.phase !== 'Bound' && !bindsLater(context, claim)) unbound = true;
  }
  return unbound ? 'pod has unbound immediate PersistentVolumeClaims' : undefined;
}

function bindsLater(context: ControllerContext, claim: Stored<'persistentvolumeclaims'>): boolean {
  const wanted = claim.spec.storageClassName;
  const storage = context.store
    .list('storageclasses')
    .items.find((candidate) =>
      wanted === undefined
        ? candidate.metadata.annotations?.[defaultClassAnnotation] === 'true'
        : candidate.metadata.name === wanted,
    );
  return storage?.volumeBindingMode === 'WaitForFirstConsumer';
}

function bind(context: ControllerContext, pod: Stored<'pods'>, nodeName: string): void {
  const { namespace, name, uid } = pod.metadata;
  const now = timestamp(context.clock.wall());
  const change = (object: Stored<'pods'>): void => {
    object.spec.nodeName = nodeName;
    object.status ??= {};
    object.status.conditions ??= [];
    setCondition(
      object.status.conditions,
      { type: 'PodScheduled', status: 'True', lastProbeTime: null },
      now,
    );
  };
  context.store.update('pods', namespace, name, change, { uid });
  context.recorder.record(pod, {
    type: 'Normal',
    reason: 'Scheduled',
    message: `Successfully assigned ${namespace}/${name} to ${nodeName}`,
    source,
  });
}

function markUnschedulable(context: ControllerContext, pod: Stored<'pods'>, message: string): void {
  if (findCondition(pod, 'PodScheduled')?.message === message) return;
  const { namespace, name, uid } = pod.metadata;
  const now = timestamp(context.clock.wall());
  const change = (object: Stored<'pods'>): void => {
    object.status ??= {};
    object.status.phase ??= 'Pending';
    object.status.conditions ??= [];
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
    setCondition(object.status.conditions, { ...condition, lastProbeTime: null }, now);
  };
  context.store.update('pods', namespace, name, change, { subresource: 'status', uid });
  context.recorder.record(pod, { type: 'Warning', reason: 'FailedScheduling', message, source });
}
