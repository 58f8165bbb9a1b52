import { expect, test } from 'vitest';
import { claimTemplate, statefulSet } from '../../manifests.ts';
import { startTestCluster, type TestCluster } from '../../test-cluster.ts';

async function start(whenDeleted: string, whenScaled: string): Promise<TestCluster> {
  const cluster = await startTestCluster();
  const policy = { whenDeleted, whenScaled };
  const spec = { volumeClaimTemplates: [claimTemplate], persistentVolumeClaimRetentionPolicy: policy };
  cluster.create('statefulsets', statefulSet('kafka', spec));
  await cluster.clock.advance(1000);
  return cluster;
}

async function scale(cluster: TestCluster, replicas: number): Promise<void> {
  cluster.change('statefulsets', 'kafka', (set) => {
    set.spec.replicas = replicas;
  });
  await cluster.clock.advance(5000);
}

const claims = (cluster: TestCluster) => cluster.names('persistentvolumeclaims');
const all = ['data-kafka-0', 'data-kafka-1', 'data-kafka-2'];

test.each([
  ['Retain', 'Retain', all, all],
  ['Delete', 'Retain', all, []],
  ['Retain', 'Delete', ['data-kafka-0'], ['data-kafka-0']],
  ['Delete', 'Delete', ['data-kafka-0'], []],
])(
  'claims with whenDeleted: %s, whenScaled: %s',
  async (whenDeleted, whenScaled, afterScaling, afterDeleting) => {
    const cluster = await start(whenDeleted, whenScaled);
    expect(claims(cluster)).toEqual(all);
    await scale(cluster, 1);
    expect(cluster.names('pods')).toEqual(['kafka-0']);
    expect(claims(cluster)).toEqual(afterScaling);
    cluster.delete('statefulsets', 'kafka');
    await cluster.clock.advance(5000);
    expect(claims(cluster)).toEqual(afterDeleting);
    expect(cluster.store.list('persistentvolumes').items).toHaveLength(afterDeleting.length);
  },
);

test('a restarted pod keeps its claim, whatever the policy', async () => {
  const cluster = await start('Delete', 'Delete');
  const uid = cluster.get('persistentvolumeclaims', 'data-kafka-1').metadata.uid;
  cluster.delete('pods', 'kafka-1');
  await cluster.clock.advance(5000);
  expect(cluster.images.runningPods.sort()).toEqual(['kafka-0', 'kafka-1', 'kafka-2']);
  expect(cluster.get('persistentvolumeclaims', 'data-kafka-1').metadata.uid).toBe(uid);
});

test('a later change of the policy takes effect', async () => {
  const cluster = await start('Delete', 'Retain');
  const owners = () =>
    cluster.get('persistentvolumeclaims', 'data-kafka-0').metadata.ownerReferences?.map(({ kind }) => kind);
  expect(owners()).toEqual(['StatefulSet']);
  cluster.change('statefulsets', 'kafka', (set) => {
    set.spec.persistentVolumeClaimRetentionPolicy = { whenDeleted: 'Retain', whenScaled: 'Retain' };
  });
  await cluster.clock.advance(1000);
  expect(owners()).toBeUndefined();
});

test('scaled up while an old claim is still being deleted, the set waits and starts with an empty one', async () => {
  const cluster = await start('Retain', 'Delete');
  const before = cluster.get('persistentvolumeclaims', 'data-kafka-2').metadata.uid;
  await scale(cluster, 2);
  await scale(cluster, 3);
  expect(cluster.images.runningPods.sort()).toEqual(['kafka-0', 'kafka-1', 'kafka-2']);
  const claim = cluster.get('persistentvolumeclaims', 'data-kafka-2');
  expect(claim.metadata.uid).not.toBe(before);
  expect(claim.status?.phase).toBe('Bound');
});
