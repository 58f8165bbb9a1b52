import type { Draft, KindName } from '../../kubernetes-types/kinds.ts';
import type { Clock } from '../../time/clock.ts';
import { buildNode, type NodeSetup } from './machinery/cluster-nodes.ts';
import { provisioner } from './machinery/provisioned-volume.ts';
import type { Store } from './objects/store-api.ts';

/** Creates what every cluster has from the start: namespaces, nodes, the API's Service, the storage class. */
export function bootstrap(store: Store, clock: Clock, nodes: readonly NodeSetup[], version: string): void {
  const put = <K extends KindName>(resource: K, draft: Draft<K>): void => {
    const { namespace, name = '' } = draft.metadata;
    if (!store.get(resource, namespace, name)) store.create(resource, draft);
  };

  for (const name of ['default', 'kube-node-lease', 'kube-public', 'kube-system'])
    put('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const node of nodes) put('nodes', buildNode(node, version, clock.wall()));

  put('storageclasses', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name: 'standard',
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
    provisioner,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
  });

  const labels = { component: 'apiserver', provider: 'kubernetes' };
  put('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubernetes', namespace: 'default', labels },
    spec: {
      clusterIP: '10.96.0.1',
      clusterIPs: ['10.96.0.1'],
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
      type: 'ClusterIP',
    },
  });
  const [controlPlane] = nodes;
  if (!controlPlane) return;
  put('endpoints', {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
    },
    subsets: [
      {
        addresses: [{ ip: controlPlane.address }],
        ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
      },
    ],
  });
}
