import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../../kubernetes-types/kube-object.ts';
import { beginSlice } from '../../../bounds/slices.ts';
import { type ControllerContext, runController } from '../../machinery/controller.ts';
import { requestDeletion } from '../../machinery/deletion.ts';
import type { WorkQueue } from '../../machinery/work-queue.ts';
import { resources } from '../../objects/resources.ts';
import type { Store } from '../../objects/store-api.ts';

const contents = [
  ...new Set(resources.filter((resource) => resource.namespaced).map((resource) => resource.plural)),
];

/**
 * Gives each namespace its ServiceAccount `default`, and empties those that are being deleted before they go. Returns the stop function.
 * Reference: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
 * Differs from Kubernetes: no ConfigMap `kube-root-ca.crt`, and no conditions that say what holds a deletion up.
 */
export function runNamespaceController(context: ControllerContext): () => void {
  const namespaceOf = (object: KubeObject): string[] => {
    const { namespace } = object.metadata;
    const isLeaving =
      namespace !== undefined &&
      context.store.get('namespaces', undefined, namespace)?.metadata.deletionTimestamp !== undefined;
    return isLeaving ? [namespace] : [];
  };
  return runController(context, {
    name: 'namespace-controller',
    watches: {
      namespaces: (namespace) => [namespace.metadata.name],
      serviceaccounts: (account) => (account.metadata.namespace ? [account.metadata.namespace] : []),
      ...Object.fromEntries(
        contents.filter((plural) => plural !== 'serviceaccounts').map((plural) => [plural, namespaceOf]),
      ),
    },
    reconcile: (name, queue) => reconcile(context, name, queue),
  });
}

function reconcile(context: ControllerContext, name: string, queue: WorkQueue): void {
  const namespace = context.store.get('namespaces', undefined, name);
  if (!namespace) return;
  if (!namespace.metadata.deletionTimestamp) {
    ensureServiceAccount(context.store, name);
    return;
  }
  if (namespace.status?.phase !== 'Terminating') {
    const terminate = (object: Stored<'namespaces'>): void => {
      object.status = { ...object.status, phase: 'Terminating' };
    };
    context.store.update('namespaces', undefined, name, terminate, { subresource: 'status' });
  }
  let left = 0;
  const slice = beginSlice();
  for (const resource of contents) {
    for (const object of context.store.list(resource, name).items) {
      if (slice.isOver()) {
        queue.add(name);
        return;
      }
      if (!object.metadata.deletionTimestamp) requestDeletion(context.store, context.clock, resource, object);
    }
    left += context.store.list(resource, name).items.length;
  }
  if (left === 0) context.store.remove('namespaces', undefined, name, { uid: namespace.metadata.uid });
}

function ensureServiceAccount(store: Store, namespace: string): void {
  if (store.get('serviceaccounts', namespace, 'default')) return;
  store.create('serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace },
  });
}
