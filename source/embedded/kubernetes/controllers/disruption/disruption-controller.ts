import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../../kubernetes-types/kube-object.ts';
import { matchesSelector } from '../../../../kubernetes-values/label-selector.ts';
import { type ControllerContext, keyOf, runController, splitKey } from '../../machinery/controller.ts';
import { controllerOf } from '../../machinery/owners.ts';
import { isFinished, isReady, isTerminating, setCondition } from '../../machinery/pod-state.ts';
import { timestamp } from '../../objects/values.ts';

const source = { component: 'controllermanager' };

/** How many pods a budget covers, how many are healthy, and how many must be. */
interface Count {
  readonly expectedPods: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
}

/**
 * Keeps the status of each PodDisruptionBudget, which the eviction of a pod goes by. Returns the stop function.
 * Reference: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 * Differs from Kubernetes: only Deployments, ReplicaSets and StatefulSets count as controllers of pods.
 */
export function runDisruptionController(context: ControllerContext): () => void {
  const budgetsIn = (object: KubeObject): string[] =>
    context.store.list('poddisruptionbudgets', object.metadata.namespace).items.map(keyOf);
  return runController(context, {
    name: 'disruption-controller',
    watches: {
      poddisruptionbudgets: (budget) => [keyOf(budget)],
      pods: budgetsIn,
      deployments: budgetsIn,
      replicasets: budgetsIn,
      statefulsets: budgetsIn,
    },
    reconcile: (key) => {
      const budget = context.store.get('poddisruptionbudgets', ...splitKey(key));
      if (budget) reconcile(context, budget);
    },
  });
}

function reconcile(context: ControllerContext, budget: Stored<'poddisruptionbudgets'>): void {
  const pods = context.store
    .list('pods', budget.metadata.namespace)
    .items.filter((pod) => !isFinished(pod) && matchesSelector(budget.spec?.selector, pod.metadata.labels));
  if (pods.length === 0)
    context.recorder.record(budget, {
      type: 'Normal',
      reason: 'NoPods',
      message: 'No matching pods found',
      source,
    });
  const count = countPods(context, budget, pods);
  if (typeof count === 'string') {
    const message = `Failed to calculate the number of expected pods: ${count}`;
    const reason = 'CalculateExpectedPodCountFailed';
    context.recorder.record(budget, { type: 'Warning', reason, message, source });
    const { expectedPods = 0, currentHealthy = 0, desiredHealthy = 0 } = budget.status ?? {};
    const counts = { expectedPods, currentHealthy, desiredHealthy, disruptionsAllowed: 0 };
    writeStatus(context, budget, counts, count);
    return;
  }
  const spare = count.currentHealthy - count.desiredHealthy;
  const disruptionsAllowed = count.expectedPods > 0 ? Math.max(0, spare) : 0;
  writeStatus(context, budget, { ...count, disruptionsAllowed });
}

/** A string: why it cannot be computed. */
function countPods(
  context: ControllerContext,
  { spec = {} }: Stored<'poddisruptionbudgets'>,
  pods: readonly Stored<'pods'>[],
): Count | string {
  const currentHealthy = pods.filter((pod) => isReady(pod) && !isTerminating(pod)).length;
  if (spec.maxUnavailable === undefined && typeof spec.minAvailable === 'number')
    return { expectedPods: pods.length, currentHealthy, desiredHealthy: spec.minAvailable };
  const limit = spec.maxUnavailable ?? spec.minAvailable;
  if (limit === undefined) return { expectedPods: pods.length, currentHealthy, desiredHealthy: 0 };
  const expectedPods = expectedScale(context, pods);
  if (typeof expectedPods === 'string') return expectedPods;
  const scaled = scaleUp(limit, expectedPods);
  const desiredHealthy = spec.maxUnavailable === undefined ? scaled : Math.max(0, expectedPods - scaled);
  return { expectedPods, currentHealthy, desiredHealthy };
}

/** A number, or a percentage of the total, rounded up. */
function scaleUp(value: number | string, whole: number): number {
  return typeof value === 'number' ? value : Math.ceil((Number.parseFloat(value) * whole) / 100);
}

/** The total replicas of the pods' controllers; a string names a pod without a scalable controller. */
function expectedScale(context: ControllerContext, pods: readonly Stored<'pods'>[]): number | string {
  const replicas = new Map<string, number>();
  for (const pod of pods) {
    const controller = scalingController(context, pod);
    if (!controller) return `found no controller ref for pod "${pod.metadata.name}"`;
    replicas.set(controller.metadata.uid, controller.spec.replicas ?? 1);
  }
  return [...replicas.values()].reduce((sum, wanted) => sum + wanted, 0);
}

type Scaling = 'statefulsets' | 'replicasets' | 'deployments';

const scaling: Readonly<Record<string, Scaling>> = {
  StatefulSet: 'statefulsets',
  ReplicaSet: 'replicasets',
  Deployment: 'deployments',
};

/** The topmost controller: a Deployment stands for its ReplicaSets. */
function scalingController(context: ControllerContext, object: KubeObject): Stored<Scaling> | undefined {
  const reference = controllerOf(object);
  const resource = scaling[reference?.kind ?? ''];
  if (!reference || !resource) return undefined;
  const owner = context.store.get(resource, object.metadata.namespace, reference.name);
  if (owner?.metadata.uid !== reference.uid) return undefined;
  return scalingController(context, owner) ?? owner;
}

function writeStatus(
  context: ControllerContext,
  budget: Stored<'poddisruptionbudgets'>,
  count: Count & { readonly disruptionsAllowed: number },
  failure?: string,
): void {
  const { namespace, name, uid, generation } = budget.metadata;
  const { currentHealthy, desiredHealthy, expectedPods, disruptionsAllowed } = count;
  const may = disruptionsAllowed > 0;
  const enough = may ? 'SufficientPods' : 'InsufficientPods';
  const change = (object: Stored<'poddisruptionbudgets'>): void => {
    const conditions = object.status?.conditions ?? [];
    const condition = {
      type: 'DisruptionAllowed',
      status: may ? 'True' : 'False',
      reason: failure === undefined ? enough : 'SyncFailed',
      message: failure ?? '',
      observedGeneration: generation ?? 1,
    };
    setCondition(conditions, condition, timestamp(context.clock.wall()));
    object.status = {
      conditions,
      currentHealthy,
      desiredHealthy,
      disruptionsAllowed,
      expectedPods,
      observedGeneration: generation ?? 1,
    };
  };
  context.store.update('poddisruptionbudgets', namespace, name, change, { subresource: 'status', uid });
}
