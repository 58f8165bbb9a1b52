import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../../kubernetes-types/kube-object.ts';
import { beginSlice } from '../../../bounds/slices.ts';
import { type ControllerContext, runController } from '../../machinery/controller.ts';
import { requestDeletion } from '../../machinery/deletion.ts';
import { rootAuthority } from '../../machinery/service-account-admission.ts';
import type { WorkQueue } from '../../machinery/work-queue.ts';
import { resources } from '../../objects/resources.ts';
import type { Store } from '../../objects/store-api.ts';

const contents = [
  ...new Set(resources.filter((resource) => resource.namespaced).map((resource) => resource.plural)),
];

/**
 * Gives each namespace its ServiceAccount `default` and the authority of the API's certificate, and empties those that are being deleted before they go. Returns the stop function.
 * Reference: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
 * Differs from Kubernetes: no conditions that say what holds a deletion up.
 */
export function runNamespaceController(context: ControllerContext, authority: string): () => void {
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
      configmaps: (map) =>
        map.metadata.namespace && map.metadata.name === rootAuthority.configMap
          ? [map.metadata.namespace]
          : namespaceOf(map),
      ...Object.fromEntries(
        contents
          .filter((plural) => plural !== 'serviceaccounts' && plural !== 'configmaps')
          .map((plural) => [plural, namespaceOf]),
      ),
    },
    reconcile: (name, queue) => reconcile(context, authority, name, queue),
  });
}

function reconcile(context: ControllerContext, authority: string, name: string, queue: WorkQueue): void {
  const namespace = context.store.get('namespaces', undefined, name);
  if (!namespace) return;
  if (!namespace.metadata.deletionTimestamp) {
    ensureServiceAccount(context.store, name);
    ensureAuthority(context.store, name, authority);
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

/** What somebody deletes or changes is written again, as the authority of another run is. */
function ensureAuthority(store: Store, namespace: string, authority: string): void {
  const { configMap: name, key } = rootAuthority;
  const data = { [key]: authority };
  const before = store.get('configmaps', namespace, name);
  if (before?.data?.[key] === authority) return;
  const metadata = {
    name,
    namespace,
    annotations: {
      'kubernetes.io/description':
        'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
    },
  };
  if (before === undefined)
    store.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  else
    store.update('configmaps', namespace, name, (object) => {
      object.data = data;
    });
}
