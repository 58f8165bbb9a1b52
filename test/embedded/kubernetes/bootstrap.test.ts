import { expect, test } from 'vitest';
import { startTestCluster } from './test-cluster.ts';

test('a cluster has five nodes, named as in kind, with a tainted control plane', async () => {
  const cluster = await startTestCluster();
  const nodes = cluster.store.list('nodes').items;
  expect(nodes.map(({ metadata }) => metadata.name).sort()).toEqual([
    'kind-control-plane',
    'kind-worker',
    'kind-worker2',
    'kind-worker3',
    'kind-worker4',
  ]);
  expect(cluster.get('nodes', 'kind-control-plane').spec?.taints).toEqual([
    { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
  ]);
  const worker = cluster.get('nodes', 'kind-worker');
  expect(worker.status?.nodeInfo?.kubeletVersion).toBe('v1.32.0');
  expect(worker.status?.nodeInfo?.containerRuntimeVersion).toMatch(/^kafka-lab:\/\//);
  expect(worker.spec?.podCIDR).toBe('10.244.1.0/24');
});

test('namespaces have their ServiceAccount, and the API has its Service', async () => {
  const cluster = await startTestCluster();
  for (const namespace of ['default', 'kube-system', 'kube-public', 'kube-node-lease'])
    expect(cluster.store.get('serviceaccounts', namespace, 'default')).toBeDefined();
  expect(cluster.get('services', 'kubernetes').spec.clusterIP).toBe('10.96.0.1');
  expect(cluster.get('endpoints', 'kubernetes').subsets?.[0]?.addresses).toEqual([{ ip: '172.18.0.2' }]);
  expect(cluster.get('storageclasses', 'standard').provisioner).toBe('kafka-lab/directory');
});

test('leases are renewed while the cluster runs', async () => {
  const cluster = await startTestCluster();
  const renewTime = () =>
    Date.parse(cluster.store.get('leases', 'kube-node-lease', 'kind-worker')?.spec?.renewTime ?? '');
  const before = renewTime();
  await cluster.clock.advance(60_000);
  expect(renewTime() - before).toBe(60_000);
});

test('deleting a namespace deletes everything in it', async () => {
  const cluster = await startTestCluster();
  const { clock, store } = cluster;
  store.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'lab' } });
  store.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'lab' },
  });
  await clock.advance(0);
  store.update('namespaces', undefined, 'lab', (namespace) => {
    namespace.metadata.deletionTimestamp = new Date(clock.wall()).toISOString();
  });
  await clock.advance(0);
  expect(store.get('namespaces', undefined, 'lab')).toBeUndefined();
  expect(store.list('configmaps', 'lab').items).toEqual([]);
  expect(store.list('serviceaccounts', 'lab').items).toEqual([]);
});
