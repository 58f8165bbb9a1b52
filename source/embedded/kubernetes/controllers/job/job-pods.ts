import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import { beginSlice } from '../../../bounds/slices.ts';
import type { ControllerContext } from '../../machinery/controller.ts';
import { requestDeletion } from '../../machinery/deletion.ts';
import { controllerOf } from '../../machinery/owners.ts';
import { tryCreatePod } from '../../machinery/pod-creation.ts';
import { podFromTemplate } from '../../machinery/pod-from-template.ts';
import { randomSuffix } from '../../machinery/template-hash.ts';

export const source = { component: 'job-controller' };

/** Keeps a pod until its job has counted it. */
const trackingFinalizer = 'batch.kubernetes.io/job-tracking';
/** On a pod: the name of its job. */
const jobNameLabel = 'batch.kubernetes.io/job-name';

export function isTracked(pod: Stored<'pods'>): boolean {
  return pod.metadata.finalizers?.includes(trackingFinalizer) === true;
}

/** The name of the job that a pod belongs to, or belonged to while it was tracked. */
export function jobNameOf(pod: Stored<'pods'>): string | undefined {
  const controller = controllerOf(pod);
  if (controller) return controller.kind === 'Job' ? controller.name : undefined;
  return isTracked(pod) ? pod.metadata.labels?.[jobNameLabel] : undefined;
}

/** Creates up to `count` pods; those that fit into a slice. Returns them, and why others were refused. */
export function createPods(
  context: ControllerContext,
  job: Stored<'jobs'>,
  count: number,
): { readonly created: Stored<'pods'>[]; readonly refusal: string | undefined } {
  const created: Stored<'pods'>[] = [];
  const slice = beginSlice();
  while (created.length < count && (created.length === 0 || !slice.isOver())) {
    const draft = podFromTemplate(job, job.spec.template, freeName(context, job));
    draft.metadata.finalizers = [...(draft.metadata.finalizers ?? []), trackingFinalizer];
    const result = tryCreatePod(context, draft, `${job.metadata.name}-`);
    if ('refusal' in result) {
      const message = `Error creating: ${result.refusal}`;
      context.recorder.record(job, { type: 'Warning', reason: 'FailedCreate', message, source });
      return { created, refusal: result.refusal };
    }
    created.push(result.pod);
    const message = `Created pod: ${result.pod.metadata.name}`;
    context.recorder.record(job, { type: 'Normal', reason: 'SuccessfulCreate', message, source });
  }
  return { created, refusal: undefined };
}

function freeName(context: ControllerContext, job: Stored<'jobs'>): string {
  for (;;) {
    const name = `${job.metadata.name.slice(0, 57)}-${randomSuffix()}`;
    if (!context.store.get('pods', job.metadata.namespace, name)) return name;
  }
}

export function deletePod(context: ControllerContext, job: Stored<'jobs'>, pod: Stored<'pods'>): void {
  requestDeletion(context.store, context.clock, 'pods', pod);
  const message = `Deleted pod: ${pod.metadata.name}`;
  context.recorder.record(job, { type: 'Normal', reason: 'SuccessfulDelete', message, source });
}

/** The job has counted the pod, or is gone: the pod may go. */
export function stopTracking(context: ControllerContext, pod: Stored<'pods'>): void {
  const { namespace, name, uid } = pod.metadata;
  if (!isTracked(pod) || context.store.get('pods', namespace, name)?.metadata.uid !== uid) return;
  const change = (object: Stored<'pods'>): void => {
    const kept = object.metadata.finalizers?.filter((it) => it !== trackingFinalizer) ?? [];
    if (kept.length > 0) object.metadata.finalizers = kept;
    else delete object.metadata.finalizers;
  };
  context.store.update('pods', namespace, name, change, { uid });
}
