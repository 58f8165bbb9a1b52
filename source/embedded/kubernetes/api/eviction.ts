import type { PodCondition } from '../../../kubernetes-types/core/pod.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { matchesSelector } from '../../../kubernetes-values/label-selector.ts';
import { isReady, setCondition } from '../machinery/pod-state.ts';
import { badRequest, StatusError } from '../objects/status-error.ts';
import { isRecord, timestamp } from '../objects/values.ts';
import type { ApiContext, ApiRequest } from './context.ts';
import { markDeleted, readDeleteOptions } from './delete.ts';
import { requirePod } from './read.ts';
import { sendJson } from './respond.ts';
import { requestBody } from './write.ts';

/**
 * POST of a `policy/v1` Eviction: deletes the pod if its disruption budget has one to spare. 429 with the cause `DisruptionBudget` if it
 * has not, which `kubectl drain` takes as: try again in five seconds.
 * Reference: https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
 */
export async function evict(context: ApiContext, api: ApiRequest): Promise<void> {
  const body = await requestBody(context, api);
  const named = isRecord(body) && isRecord(body.metadata) ? body.metadata.name : undefined;
  if (named !== undefined && named !== '' && named !== api.target.name)
    throw badRequest('name in URL does not match name in Eviction object');
  const options = readDeleteOptions(isRecord(body) ? body.deleteOptions : undefined, api.query);
  const pod = requirePod(context, api);
  const budget = isDisrupted(pod) ? budgetOf(context, pod) : undefined;
  if (budget && !isForgiven(budget, pod)) spendBudget(context, budget, options.dryRun);
  if (!options.dryRun) announce(context, pod);
  markDeleted(context, api.target.resource, requirePod(context, api), options);
  sendJson(api.response, 201, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    code: 201,
  });
}

/** Evicting a pod that has not started or has finished disrupts nothing. */
function isDisrupted(pod: Stored<'pods'>): boolean {
  return (
    !pod.metadata.deletionTimestamp && !['Succeeded', 'Failed', 'Pending'].includes(pod.status?.phase ?? '')
  );
}

function budgetOf(context: ApiContext, pod: Stored<'pods'>): Stored<'poddisruptionbudgets'> | undefined {
  const [budget, ...others] = context.store
    .list('poddisruptionbudgets', pod.metadata.namespace)
    .items.filter(({ spec }) => matchesSelector(spec?.selector, pod.metadata.labels));
  if (others.length === 0) return budget;
  const why =
    'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
  throw new StatusError(500, 'InternalError', `Internal error occurred: ${why}`);
}

/** A pod that is not ready may be evicted if enough others are healthy, or if the policy always allows it. */
function isForgiven({ spec, status }: Stored<'poddisruptionbudgets'>, pod: Stored<'pods'>): boolean {
  if (isReady(pod)) return false;
  if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const desired = status?.desiredHealthy ?? 0;
  return desired > 0 && (status?.currentHealthy ?? 0) >= desired;
}

/** Takes one disruption from the budget, until its controller recounts. */
function spendBudget(context: ApiContext, budget: Stored<'poddisruptionbudgets'>, dryRun: boolean): void {
  const { name, namespace, generation } = budget.metadata;
  const {
    observedGeneration = 0,
    disruptionsAllowed = 0,
    desiredHealthy,
    currentHealthy,
  } = budget.status ?? {};
  if (observedGeneration < (generation ?? 1))
    throw refused(`The disruption budget ${name} is still being processed by the server.`);
  if (disruptionsAllowed <= 0)
    throw refused(
      `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
    );
  if (dryRun) return;
  const take = ({ status }: Stored<'poddisruptionbudgets'>): void => {
    if (status) status.disruptionsAllowed = disruptionsAllowed - 1;
  };
  context.store.update('poddisruptionbudgets', namespace, name, take, { subresource: 'status' });
}

function refused(message: string): StatusError {
  return new StatusError(
    429,
    'TooManyRequests',
    "Cannot evict pod as it would violate the pod's disruption budget.",
    { causes: [{ reason: 'DisruptionBudget', message }] },
  );
}

/** The condition that distinguishes an eviction from other ends. */
function announce(context: ApiContext, pod: Stored<'pods'>): void {
  const { namespace, name, uid } = pod.metadata;
  const change = (object: Stored<'pods'>): void => {
    object.status ??= {};
    object.status.conditions ??= [];
    const condition: PodCondition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
      lastProbeTime: null,
    };
    setCondition(object.status.conditions, condition, timestamp(context.now()));
  };
  context.store.update('pods', namespace, name, change, { subresource: 'status', uid });
}
