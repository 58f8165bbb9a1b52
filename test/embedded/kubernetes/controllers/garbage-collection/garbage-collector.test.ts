import { expect, test } from 'vitest';
import { settle } from '../../fake-clock.ts';
import { deployment, statefulSet } from '../../manifests.ts';
import { startTestCluster } from '../../test-cluster.ts';

test('background deletion removes the owner first, then its dependents', async () => {
  const cluster = await startTestCluster();
  cluster.create('deployments', deployment('web', { replicas: 2 }));
  cluster.create('statefulsets', statefulSet('kafka'));
  await settle();
  cluster.delete('deployments', 'web');
  cluster.delete('statefulsets', 'kafka');
  expect(cluster.find('deployments', 'web')).toBeUndefined();
  await settle();
  expect(cluster.names('replicasets')).toEqual([]);
  expect(cluster.names('controllerrevisions')).toEqual([]);
  expect(cluster.names('pods')).toEqual([]);
  expect(cluster.images.runningPods).toEqual([]);
});

test('foreground deletion keeps the owner until its last dependent is gone', async () => {
  const cluster = await startTestCluster();
  cluster.images.add('slow', (container) => {
    container.obedient = false;
  });
  cluster.create('deployments', deployment('web', {}, { image: 'slow' }));
  await settle();
  cluster.delete('deployments', 'web', undefined, ['foregroundDeletion']);
  await settle();
  expect(cluster.get('deployments', 'web').metadata.deletionTimestamp).toBeDefined();
  expect(cluster.names('replicasets')).toHaveLength(1);
  expect(cluster.images.started[0]?.signals).toEqual(['SIGTERM']);
  cluster.images.started[0]?.exit(0);
  await settle();
  expect(cluster.names('pods')).toEqual([]);
  expect(cluster.names('replicasets')).toEqual([]);
  expect(cluster.find('deployments', 'web')).toBeUndefined();
});

test('orphans stay, and a new owner with the same selector adopts them', async () => {
  const cluster = await startTestCluster();
  cluster.create('statefulsets', statefulSet('kafka', { replicas: 2 }));
  await settle();
  const uids = () => cluster.names('pods').map((name) => cluster.get('pods', name).metadata.uid);
  const before = uids();
  cluster.delete('statefulsets', 'kafka', undefined, ['orphan']);
  await settle();
  expect(cluster.find('statefulsets', 'kafka')).toBeUndefined();
  expect(uids()).toEqual(before);
  expect(cluster.get('pods', 'kafka-0').metadata.ownerReferences).toBeUndefined();
  cluster.create('statefulsets', statefulSet('kafka', { replicas: 2 }));
  await settle();
  expect(uids()).toEqual(before);
  expect(cluster.get('pods', 'kafka-0').metadata.ownerReferences?.[0]?.kind).toBe('StatefulSet');
});

test('an object whose owner never existed is deleted', async () => {
  const cluster = await startTestCluster();
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'ghost', uid: 'never' };
  cluster.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'orphan', ownerReferences: [owner] },
  });
  await settle();
  expect(cluster.find('configmaps', 'orphan')).toBeUndefined();
});
