import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { settle } from '../../fake-clock.ts';
import { claimTemplate, headlessService, podSpec, statefulSet, tcpProbe } from '../../manifests.ts';
import { startTestCluster, type TestCluster } from '../../test-cluster.ts';

function openPort(cluster: TestCluster, pod: string): void {
  const { ip } = cluster.images.of(pod).spec.pod;
  cluster.network.listen(ip, 9092, (connection) => connection.destroy());
}

describe('a StatefulSet in order', () => {
  test('starts the next pod only when the one before is ready', async () => {
    const cluster = await startTestCluster();
    cluster.create('statefulsets', statefulSet('kafka', {}, { readinessProbe: tcpProbe }));
    await settle();
    expect(cluster.names('pods')).toEqual(['kafka-0']);
    await cluster.clock.advance(30_000);
    expect(cluster.names('pods')).toEqual(['kafka-0']);
    openPort(cluster, 'kafka-0');
    await cluster.clock.advance(10_000);
    expect(cluster.names('pods')).toEqual(['kafka-0', 'kafka-1']);
    openPort(cluster, 'kafka-1');
    await cluster.clock.advance(10_000);
    openPort(cluster, 'kafka-2');
    await cluster.clock.advance(10_000);
    expect(cluster.get('statefulsets', 'kafka').status).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      updatedReplicas: 3,
      currentReplicas: 3,
      observedGeneration: 1,
    });
  });

  test('starts three brokers without the clock moving', async () => {
    const cluster = await startTestCluster();
    cluster.create('services', headlessService('kafka-service', 'kafka'));
    cluster.create('statefulsets', statefulSet('kafka'));
    await settle();
    expect(cluster.images.started.map(({ spec }) => spec.pod.hostname)).toEqual([
      'kafka-0',
      'kafka-1',
      'kafka-2',
    ]);
    const { ip } = cluster.images.of('kafka-1').spec.pod;
    expect(cluster.network.resolve('kafka-1.kafka-service.default.svc.cluster.local')).toEqual([ip]);
    expect(cluster.network.resolve('kafka-service', 'default')).toHaveLength(3);
    expect(cluster.events('kafka')).toEqual([
      'SuccessfulCreate: create Pod kafka-0 in StatefulSet kafka successful',
      'SuccessfulCreate: create Pod kafka-1 in StatefulSet kafka successful',
      'SuccessfulCreate: create Pod kafka-2 in StatefulSet kafka successful',
    ]);
  });

  test('scales down from the last ordinal, one pod after the other', async () => {
    const cluster = await startTestCluster();
    cluster.images.add('stubborn', (container) => {
      container.obedient = false;
    });
    cluster.create('statefulsets', statefulSet('kafka', {}, { image: 'stubborn' }));
    await settle();
    cluster.change('statefulsets', 'kafka', (set) => {
      set.spec.replicas = 1;
    });
    await settle();
    const signalled = () => cluster.images.started.filter(({ signals }) => signals.length > 0);
    expect(signalled().map(({ spec }) => spec.pod.name)).toEqual(['kafka-2']);
    cluster.images.of('kafka-2').exit(0);
    await settle();
    expect(signalled().map(({ spec }) => spec.pod.name)).toEqual(['kafka-1', 'kafka-2']);
    cluster.images.of('kafka-1').exit(0);
    await settle();
    expect(cluster.names('pods')).toEqual(['kafka-0']);
    expect(cluster.images.of('kafka-0').signals).toEqual([]);
  });

  test('recreates a deleted pod with its name, its claim and its data', async () => {
    const cluster = await startTestCluster();
    const mount = { volumeMounts: [{ name: 'data', mountPath: '/var/lib/kafka' }] };
    cluster.create('statefulsets', statefulSet('kafka', { volumeClaimTemplates: [claimTemplate] }, mount));
    await settle();
    expect(cluster.names('persistentvolumeclaims')).toEqual(['data-kafka-0', 'data-kafka-1', 'data-kafka-2']);
    expect(cluster.get('persistentvolumeclaims', 'data-kafka-0').status?.phase).toBe('Bound');
    const before = cluster.images.of('kafka-1').spec;
    const directory = before.mounts['/var/lib/kafka'] as string;
    writeFileSync(join(directory, 'log'), 'kept');
    cluster.delete('pods', 'kafka-1');
    await cluster.clock.advance(1000);
    const after = cluster.images.of('kafka-1').spec;
    expect(after.pod.uid).not.toBe(before.pod.uid);
    expect(after.mounts['/var/lib/kafka']).toBe(directory);
    expect(cluster.images.runningPods.sort()).toEqual(['kafka-0', 'kafka-1', 'kafka-2']);
  });

  test('updates from the last ordinal down, and moves the revision when it is done', async () => {
    const cluster = await startTestCluster();
    cluster.create('statefulsets', statefulSet('kafka'));
    await settle();
    const before = cluster.get('statefulsets', 'kafka').status!;
    expect(before.currentRevision).toBe(before.updateRevision);
    cluster.images.started.length = 0;
    cluster.change('statefulsets', 'kafka', (set) => {
      set.spec.template.spec.containers[0]!.image = 'app:v2';
    });
    await cluster.clock.advance(3000);
    expect(cluster.images.started.map(({ spec }) => `${spec.pod.name} ${spec.image}`)).toEqual([
      'kafka-2 app:v2',
      'kafka-1 app:v2',
      'kafka-0 app:v2',
    ]);
    const after = cluster.get('statefulsets', 'kafka').status!;
    expect(after.updateRevision).not.toBe(before.updateRevision);
    expect(after).toMatchObject({
      currentRevision: after.updateRevision,
      updatedReplicas: 3,
      readyReplicas: 3,
    });
    expect(cluster.get('pods', 'kafka-0').metadata.labels?.['controller-revision-hash']).toBe(
      after.updateRevision,
    );
  });

  test('limits an update to the partition, and to deleted pods with OnDelete', async () => {
    const cluster = await startTestCluster();
    const strategy = { type: 'RollingUpdate', rollingUpdate: { partition: 2 } };
    cluster.create('statefulsets', statefulSet('kafka', { updateStrategy: strategy }));
    cluster.create('statefulsets', statefulSet('zookeeper', { updateStrategy: { type: 'OnDelete' } }));
    await settle();
    for (const name of ['kafka', 'zookeeper'])
      cluster.change('statefulsets', name, (set) => {
        set.spec.template.spec.containers[0]!.image = 'app:v2';
      });
    await cluster.clock.advance(1000);
    const image = (pod: string) => cluster.images.of(pod).spec.image;
    expect(['kafka-0', 'kafka-1', 'kafka-2'].map(image)).toEqual(['app:v1', 'app:v1', 'app:v2']);
    cluster.delete('pods', 'kafka-0');
    cluster.delete('pods', 'zookeeper-1');
    await cluster.clock.advance(1000);
    expect(image('kafka-0')).toBe('app:v1');
    expect(['zookeeper-0', 'zookeeper-1', 'zookeeper-2'].map(image)).toEqual(['app:v1', 'app:v2', 'app:v1']);
  });
});

test('keeps the name of a deleted pod free for a moment, so that kubectl delete sees the right pod end', async () => {
  const cluster = await startTestCluster();
  cluster.create('statefulsets', statefulSet('kafka'));
  await settle();
  cluster.delete('pods', 'kafka-1', 0);
  await cluster.clock.advance(900);
  expect(cluster.names('pods')).toEqual(['kafka-0', 'kafka-2']);
  await cluster.clock.advance(100);
  expect(cluster.names('pods')).toEqual(['kafka-0', 'kafka-1', 'kafka-2']);
});

test('starts and ends all pods at once with Parallel', async () => {
  const cluster = await startTestCluster();
  const spec = { podManagementPolicy: 'Parallel' };
  cluster.create('statefulsets', statefulSet('kafka', spec, { readinessProbe: tcpProbe }));
  await settle();
  expect(cluster.names('pods')).toEqual(['kafka-0', 'kafka-1', 'kafka-2']);
  cluster.change('statefulsets', 'kafka', (set) => {
    set.spec.replicas = 0;
  });
  await settle();
  expect(cluster.names('pods')).toEqual([]);
});

test('leaves a pod pending that mounts a missing claim, and names the claim', async () => {
  const cluster = await startTestCluster();
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'missing' } }];
  cluster.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'lonely' },
    spec: podSpec({ volumes }),
  });
  await settle();
  const why = '0/5 nodes are available: persistentvolumeclaim "missing" not found.';
  expect(cluster.get('pods', 'lonely').status?.conditions?.[0]).toMatchObject({
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message: expect.stringContaining(why),
  });
  cluster.create('persistentvolumeclaims', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    ...claimTemplate,
    metadata: { name: 'missing' },
  });
  await cluster.clock.advance(5000);
  expect(cluster.get('pods', 'lonely').status?.phase).toBe('Running');
  const volume = cluster.get('persistentvolumeclaims', 'missing').spec.volumeName ?? '';
  expect(cluster.get('persistentvolumes', volume).status?.phase).toBe('Bound');
});

test('deletes a claim with its volume, but not before its last pod', async () => {
  const cluster = await startTestCluster();
  cluster.create(
    'statefulsets',
    statefulSet('kafka', { replicas: 1, volumeClaimTemplates: [claimTemplate] }),
  );
  await settle();
  cluster.delete('persistentvolumeclaims', 'data-kafka-0');
  await settle();
  expect(cluster.get('persistentvolumeclaims', 'data-kafka-0').metadata.deletionTimestamp).toBeDefined();
  cluster.delete('statefulsets', 'kafka');
  await settle();
  expect(cluster.names('persistentvolumeclaims')).toEqual([]);
  expect(cluster.store.list('persistentvolumes').items).toEqual([]);
});
