import { expect, test } from 'vitest';
import { findCondition, isReady } from '../../../../../source/embedded/kubernetes/machinery/pod-state.ts';
import type { DeploymentCondition } from '../../../../../source/kubernetes-types/apps/deployment.ts';
import { settle } from '../../fake-clock.ts';
import { deployment, tcpProbe } from '../../manifests.ts';
import { startTestCluster, type TestCluster } from '../../test-cluster.ts';

function setImage(cluster: TestCluster, name: string, image: string): void {
  cluster.change('deployments', name, (object) => {
    object.spec.template.spec.containers[0]!.image = image;
  });
}

function condition(cluster: TestCluster, name: string, type: string): DeploymentCondition | undefined {
  return findCondition(cluster.get('deployments', name), type);
}

test('a Deployment runs its pods through a ReplicaSet labelled with the template hash', async () => {
  const cluster = await startTestCluster();
  cluster.create('deployments', deployment('web', { replicas: 2 }));
  await settle();
  const [set] = cluster.store.list('replicasets', 'default').items;
  const hash = set?.metadata.labels?.['pod-template-hash'];
  expect(set?.metadata.name).toBe(`web-${hash}`);
  for (const name of cluster.names('pods')) expect(name).toMatch(new RegExp(`^web-${hash}-[a-z0-9]{5}$`));
  expect(cluster.get('deployments', 'web').status).toMatchObject({
    observedGeneration: 1,
    replicas: 2,
    updatedReplicas: 2,
    readyReplicas: 2,
    availableReplicas: 2,
  });
  expect(condition(cluster, 'web', 'Available')).toMatchObject({
    status: 'True',
    reason: 'MinimumReplicasAvailable',
  });
  expect(condition(cluster, 'web', 'Progressing')).toMatchObject({
    reason: 'NewReplicaSetAvailable',
    message: `ReplicaSet "web-${hash}" has successfully progressed.`,
  });
  expect(cluster.events('web')).toEqual([`ScalingReplicaSet: Scaled up replica set web-${hash} from 0 to 2`]);
});

test('Recreate never runs two templates at once, however long the old pod takes to end', async () => {
  const cluster = await startTestCluster();
  cluster.images.add('slow', (container) => {
    container.obedient = false;
  });
  cluster.create(
    'deployments',
    deployment('consumer', { strategy: { type: 'Recreate' } }, { image: 'slow' }),
  );
  await settle();
  const [old] = cluster.images.started;
  setImage(cluster, 'consumer', 'app:v2');
  await cluster.clock.advance(20_000);
  expect(old?.signals).toEqual(['SIGTERM']);
  expect(cluster.images.started).toHaveLength(1);
  expect(cluster.store.list('replicasets', 'default').items).toHaveLength(1);
  old?.exit(0);
  await settle();
  expect(cluster.images.started.map(({ spec }) => spec.image)).toEqual(['slow', 'app:v2']);
});

test('a rolling update always respects maxSurge and maxUnavailable', async () => {
  const cluster = await startTestCluster();
  const rollingUpdate = { maxSurge: 1, maxUnavailable: 1 };
  const spec = { replicas: 4, strategy: { type: 'RollingUpdate', rollingUpdate } };
  cluster.create('deployments', deployment('web', spec));
  await settle();
  let most = 0;
  let fewest = 4;
  // Kubernetes measures the surge by the requested replicas (`GetReplicaCountForReplicaSets`): the new ReplicaSet may have created its pods
  // before the old one has deleted its surplus.
  cluster.store.watch('replicasets', undefined, undefined, () => {
    const sets = cluster.store.list('replicasets').items;
    const asked = sets.reduce((sum, { spec }) => sum + (spec.replicas ?? 1), 0);
    most = Math.max(most, asked);
  });
  cluster.store.watch('pods', undefined, undefined, () => {
    const pods = cluster.store.list('pods').items.filter(({ metadata }) => !metadata.deletionTimestamp);
    fewest = Math.min(fewest, pods.filter(isReady).length);
  });
  setImage(cluster, 'web', 'app:v2');
  await settle(300);
  expect(most).toBe(5);
  expect(fewest).toBe(3);
  const sets = cluster.store.list('replicasets', 'default').items;
  expect(sets.map(({ spec }) => spec.replicas).sort()).toEqual([0, 4]);
  expect(cluster.images.runningPods).toHaveLength(4);
});

test('an update that never becomes ready stops at the limits, and reports it after the progress deadline', async () => {
  const cluster = await startTestCluster();
  const spec = { replicas: 4, progressDeadlineSeconds: 60 };
  cluster.create('deployments', deployment('web', spec, {}));
  await settle();
  cluster.change('deployments', 'web', (object) => {
    object.spec.template.spec.containers[0]!.readinessProbe = tcpProbe;
  });
  await cluster.clock.advance(50_000);
  expect(cluster.get('deployments', 'web').status).toMatchObject({
    replicas: 5,
    updatedReplicas: 2,
    availableReplicas: 3,
    unavailableReplicas: 2,
  });
  expect(condition(cluster, 'web', 'Progressing')).toMatchObject({ status: 'True' });
  await cluster.clock.advance(20_000);
  expect(condition(cluster, 'web', 'Progressing')).toMatchObject({
    status: 'False',
    reason: 'ProgressDeadlineExceeded',
  });
  expect(condition(cluster, 'web', 'Available')).toMatchObject({ status: 'True' });
});

test('a rollback reuses the earlier ReplicaSet, with the next revision', async () => {
  const cluster = await startTestCluster();
  cluster.create('deployments', deployment('web'));
  await settle();
  setImage(cluster, 'web', 'app:v2');
  await settle();
  setImage(cluster, 'web', 'app:v1');
  await settle();
  const sets = cluster.store.list('replicasets', 'default').items;
  expect(sets).toHaveLength(2);
  const revision = 'deployment.kubernetes.io/revision';
  const byImage = Object.fromEntries(
    sets.map(({ spec, metadata }) => [
      spec.template.spec.containers[0]!.image,
      [spec.replicas, metadata.annotations?.[revision]],
    ]),
  );
  expect(byImage).toEqual({ 'app:v1': [1, '3'], 'app:v2': [0, '2'] });
  expect(cluster.get('deployments', 'web').metadata.annotations?.[revision]).toBe('3');
});

test('restartedAt in the template restarts the pods', async () => {
  const cluster = await startTestCluster();
  cluster.create('deployments', deployment('web'));
  await settle();
  const before = cluster.names('pods');
  cluster.change('deployments', 'web', (object) => {
    const annotations = { 'kubectl.kubernetes.io/restartedAt': '2026-11-22T14:00:00Z' };
    object.spec.template.metadata = { ...object.spec.template.metadata, annotations };
  });
  await settle();
  const after = cluster.names('pods');
  expect(after).toHaveLength(1);
  expect(after).not.toEqual(before);
});

test('a paused Deployment does not roll out, but scales', async () => {
  const cluster = await startTestCluster();
  cluster.create('deployments', deployment('web'));
  await settle();
  cluster.change('deployments', 'web', (object) => {
    object.spec.paused = true;
    object.spec.replicas = 3;
    object.spec.template.spec.containers[0]!.image = 'app:v2';
  });
  await settle();
  expect(cluster.images.started.map(({ spec }) => spec.image)).toEqual(['app:v1', 'app:v1', 'app:v1']);
  expect(condition(cluster, 'web', 'Progressing')).toMatchObject({
    status: 'Unknown',
    reason: 'DeploymentPaused',
  });
  cluster.change('deployments', 'web', (object) => {
    object.spec.paused = false;
  });
  await settle(200);
  const running = cluster.images.started.filter((container) => container.running);
  expect(running.map(({ spec }) => spec.image)).toEqual(['app:v2', 'app:v2', 'app:v2']);
});

test('scaling down deletes pods that are not ready first', async () => {
  const cluster = await startTestCluster();
  cluster.create('deployments', deployment('web', { replicas: 3 }, { readinessProbe: tcpProbe }));
  await settle();
  const [first, second, third] = cluster.images.started.map(({ spec }) => spec.pod);
  for (const ready of [first, third]) cluster.network.listen(ready?.ip ?? '', 9092, (it) => it.destroy());
  await cluster.clock.advance(10_000);
  cluster.change('deployments', 'web', (object) => {
    object.spec.replicas = 2;
  });
  await settle();
  expect(cluster.names('pods')).not.toContain(second?.name);
  expect(cluster.names('pods')).toHaveLength(2);
});

test('a pod that loses its label is released and replaced; a matching pod is adopted', async () => {
  const cluster = await startTestCluster();
  cluster.create('deployments', deployment('web'));
  await settle();
  const [name = ''] = cluster.names('pods');
  const labels = { ...cluster.get('pods', name).metadata.labels };
  cluster.change('pods', name, (pod) => {
    pod.metadata.labels = { debug: 'yes' };
  });
  await settle();
  expect(cluster.get('pods', name).metadata.ownerReferences).toBeUndefined();
  expect(cluster.names('pods')).toHaveLength(2);
  cluster.change('pods', name, (pod) => {
    pod.metadata.labels = labels;
  });
  await settle();
  expect(cluster.names('pods')).toHaveLength(1);
});

test('old ReplicaSets beyond the history limit are deleted', async () => {
  const cluster = await startTestCluster();
  cluster.create('deployments', deployment('web', { revisionHistoryLimit: 1 }));
  for (const image of ['app:v1', 'app:v2', 'app:v1', 'app:v2']) {
    setImage(cluster, 'web', image);
    cluster.change('deployments', 'web', (object) => {
      const annotations = { round: String(cluster.images.started.length) };
      object.spec.template.metadata = { ...object.spec.template.metadata, annotations };
    });
    await settle();
  }
  expect(cluster.names('replicasets')).toHaveLength(2);
});
