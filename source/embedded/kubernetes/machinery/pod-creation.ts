import type { Draft, Stored } from '../../../kubernetes-types/kinds.ts';
import { StatusError } from '../objects/status-error.ts';
import type { ControllerContext } from './controller.ts';
import { admitServiceAccount } from './service-account-admission.ts';

/** The most pods that one reconcile creates or deletes; the rest waits for the next turn. */
export const podBatch = 25;

/** How long a set waits after a refusal before it retries, in ms. */
export const retryCreateMs = 5000;

/**
 * The number of pods above which sets create no more: twice what the nodes can run, and below the cluster's limit, so that an oversized
 * set leaves capacity for manually created pods.
 */
export const mostPodsOfSets = 1000;

/** A pod that was created, or why the cluster refused it. */
export type Created = { readonly pod: Stored<'pods'> } | { readonly refusal: string };

/** Creates a pod of a set; `prefix` replaces its name in a refusal, so that equal refusals are one event. */
export function tryCreatePod(context: ControllerContext, draft: Draft<'pods'>, prefix: string): Created {
  const name = String(draft.metadata.name);
  if (context.store.list('pods').items.length >= mostPodsOfSets) {
    const why = `this cluster makes no more pods of sets once it holds ${mostPodsOfSets}: delete some first`;
    return { refusal: `pods "${prefix}" is forbidden: ${why}` };
  }
  try {
    const admitted = structuredClone(draft);
    admitServiceAccount(context.store, admitted);
    return { pod: context.store.create('pods', admitted) };
  } catch (error) {
    if (!(error instanceof StatusError && isRefusal(error))) throw error;
    return { refusal: error.message.replaceAll(`"${name}"`, `"${prefix}"`) };
  }
}

/** The cluster is full: a later attempt may succeed. */
function isRefusal({ code, message }: StatusError): boolean {
  return code === 403 || message.startsWith('etcdserver:');
}
