import type { Draft, Stored } from '../../../kubernetes-types/kinds.ts';
import { StatusError } from '../objects/status-error.ts';
import type { ControllerContext } from './controller.ts';

/** How many pods one reconcile of a set makes or deletes, at most; the rest waits for its next turn. */
export const podBatch = 25;

/** How long a set waits after a refusal before it tries again, ms. */
export const retryCreateMs = 5000;

/**
 * How many pods there may be for sets to make more of them: twice what the nodes run, and fewer than the cluster holds, so that a
 * set without measure leaves room for pods that somebody makes by hand.
 */
export const mostPodsOfSets = 1000;

/** A pod that was created, or why the cluster refused it. */
export type Created = { readonly pod: Stored<'pods'> } | { readonly refusal: string };

/** Creates a pod of a set; `prefix` stands for its name in a refusal, so that equal refusals are one event. */
export function tryCreatePod(context: ControllerContext, draft: Draft<'pods'>, prefix: string): Created {
  const name = String(draft.metadata.name);
  if (context.store.list('pods').items.length >= mostPodsOfSets) {
    const why = `this cluster makes no more pods of sets once it holds ${mostPodsOfSets}: delete some first`;
    return { refusal: `pods "${prefix}" is forbidden: ${why}` };
  }
  try {
    return { pod: context.store.create('pods', draft) };
  } catch (error) {
    if (!(error instanceof StatusError && isRefusal(error))) throw error;
    return { refusal: error.message.replaceAll(`"${name}"`, `"${prefix}"`) };
  }
}

/** The cluster is full: it was not the pod's fault, and may be otherwise later. */
function isRefusal({ code, message }: StatusError): boolean {
  return code === 403 || message.startsWith('etcdserver:');
}
