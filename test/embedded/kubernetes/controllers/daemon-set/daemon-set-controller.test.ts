import { expect, test } from 'vitest';
import { settle } from '../../fake-clock.ts';
import { podSpec } from '../../manifests.ts';
import { startTestCluster, type TestCluster } from '../../test-cluster.ts';

function daemonSet(pod: Record<string, unknown> = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: { metadata: { labels: { app: 'agent' } }, spec: podSpec(pod) },
    },
  };
}

const nodes = (cluster: TestCluster): string[] =>
  cluster.store
    .list('pods', 'default')
    .items.map(({ spec }) => String(spec.nodeName))
    .sort();
const workers = ['kind-worker', 'kind-worker2', 'kind-worker3', 'kind-worker4'];

test('a DaemonSet has a pod on every node whose taints it tolerates', async () => {
  const cluster = await startTestCluster();
  cluster.create('daemonsets', daemonSet());
  await settle();
  expect(nodes(cluster)).toEqual(workers);
  expect(cluster.get('daemonsets', 'agent').status).toEqual({
    currentNumberScheduled: 4,
    desiredNumberScheduled: 4,
    numberAvailable: 4,
    numberMisscheduled: 0,
    numberReady: 4,
    observedGeneration: 1,
    updatedNumberScheduled: 4,
  });
});

test('a toleration and a node selector decide where its pods run', async () => {
  const cluster = await startTestCluster();
  const nodeSelector = { 'node-role.kubernetes.io/control-plane': '' };
  cluster.create('daemonsets', daemonSet({ nodeSelector, tolerations: [{ operator: 'Exists' }] }));
  await settle();
  expect(nodes(cluster)).toEqual(['kind-control-plane']);
});

test('a deleted pod comes back, on its node', async () => {
  const cluster = await startTestCluster();
  cluster.create('daemonsets', daemonSet());
  await settle();
  cluster.delete('pods', cluster.names('pods')[0] ?? '');
  await settle();
  expect(nodes(cluster)).toEqual(workers);
});

test('an update replaces its pods one after the other', async () => {
  const cluster = await startTestCluster();
  cluster.create('daemonsets', daemonSet());
  await settle();
  let fewest = 4;
  const stop = cluster.store.watch('pods', 'default', undefined, () => {
    const all = cluster.store.list('pods', 'default').items;
    fewest = Math.min(fewest, all.filter(({ metadata }) => !metadata.deletionTimestamp).length);
  });
  cluster.change('daemonsets', 'agent', ({ spec }) => {
    spec.template.spec.containers[0]!.image = 'app:v2';
  });
  await settle(400);
  stop();
  const images = cluster.store.list('pods', 'default').items.map(({ spec }) => spec.containers[0]?.image);
  expect(images).toEqual(['app:v2', 'app:v2', 'app:v2', 'app:v2']);
  expect(fewest).toBe(3);
  expect(cluster.names('controllerrevisions')).toHaveLength(2);
});
