import { describe, expect, test } from 'vitest';
import { findCondition } from '../../../../source/embedded/kubernetes/machinery/pod-state.ts';
import { parseQuantity } from '../../../../source/kubernetes-values/quantity.ts';
import { settle } from '../fake-clock.ts';
import { claimTemplate, deployment, pod, statefulSet } from '../manifests.ts';
import { startTestCluster, type TestCluster } from '../test-cluster.ts';

const controlPlaneTaint = '1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }';

function nodeOf(cluster: TestCluster, name: string): string | undefined {
  return cluster.get('pods', name).spec.nodeName;
}

function why(cluster: TestCluster, name: string): string | undefined {
  return findCondition(cluster.get('pods', name), 'PodScheduled')?.message;
}

test.each([
  ['500m', 0.5],
  ['2', 2],
  [1, 1],
  ['1Gi', 2 ** 30],
  ['64Mi', 2 ** 26],
  ['1e3', 1000],
  ['100k', 100_000],
  ['.5', 0.5],
  ['nonsense', 0],
  [undefined, 0],
])('the quantity %s is %d', (text, value) => {
  expect(parseQuantity(text)).toBe(value);
});

test('a pod that requests more than any node has stays pending, with the message of kube-scheduler', async () => {
  const cluster = await startTestCluster();
  cluster.create('pods', pod('huge', {}, { resources: { requests: { cpu: '5' } } }));
  await settle();
  const message =
    `0/5 nodes are available: ${controlPlaneTaint}, 4 Insufficient cpu. preemption: 0/5 nodes are available: ` +
    '1 Preemption is not helpful for scheduling, 4 No preemption victims found for incoming pod.';
  expect(cluster.get('pods', 'huge').status).toMatchObject({ phase: 'Pending' });
  expect(why(cluster, 'huge')).toBe(message);
  expect(cluster.events('huge')).toEqual([`FailedScheduling: ${message}`]);
});

test('a pending pod is scheduled when another one frees its resources', async () => {
  const cluster = await startTestCluster();
  const resources = { requests: { cpu: '3' } };
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    cluster.create('pods', pod(name, {}, { resources }));
    await settle();
  }
  expect(['a', 'b', 'c', 'd'].map((name) => nodeOf(cluster, name)).sort()).toEqual([
    'kind-worker',
    'kind-worker2',
    'kind-worker3',
    'kind-worker4',
  ]);
  expect(nodeOf(cluster, 'e')).toBeUndefined();
  cluster.delete('pods', 'c');
  await settle();
  expect(cluster.get('pods', 'e').status?.phase).toBe('Running');
});

describe('a pod is scheduled', () => {
  test('where its node selector matches', async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('a', { nodeSelector: { 'kubernetes.io/hostname': 'kind-worker3' } }));
    cluster.create('pods', pod('b', { nodeSelector: { disk: 'fast' } }));
    await settle();
    expect(nodeOf(cluster, 'a')).toBe('kind-worker3');
    expect(why(cluster, 'b')).toContain("4 node(s) didn't match Pod's node affinity/selector");
    cluster.store.update('nodes', undefined, 'kind-worker2', (node) => {
      node.metadata.labels = { ...node.metadata.labels, disk: 'fast' };
    });
    await settle();
    expect(nodeOf(cluster, 'b')).toBe('kind-worker2');
  });

  test('on a tainted node only if it tolerates the taint', async () => {
    const cluster = await startTestCluster();
    const nodeSelector = { 'node-role.kubernetes.io/control-plane': '' };
    const tolerations = [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }];
    cluster.create('pods', pod('a', { nodeSelector }));
    cluster.create('pods', pod('b', { nodeSelector, tolerations }));
    await settle();
    expect(nodeOf(cluster, 'a')).toBeUndefined();
    expect(nodeOf(cluster, 'b')).toBe('kind-control-plane');
  });

  test('not on a cordoned node', async () => {
    const cluster = await startTestCluster();
    for (const name of ['kind-worker', 'kind-worker2', 'kind-worker3', 'kind-worker4'])
      cluster.store.update('nodes', undefined, name, (node) => {
        node.spec = { ...node.spec, unschedulable: true };
      });
    cluster.create('pods', pod('a'));
    await settle();
    expect(why(cluster, 'a')).toMatch(
      /^0\/5 nodes are available: 1 node\(s\) had untolerated taint .*, 4 node\(s\) were unschedulable\. preemption: 0\/5 nodes are available: 5 Preemption is not helpful for scheduling\.$/,
    );
    cluster.store.update('nodes', undefined, 'kind-worker4', (node) => {
      delete node.spec?.unschedulable;
    });
    await settle();
    expect(nodeOf(cluster, 'a')).toBe('kind-worker4');
  });

  test('directly on the node that it names, without the scheduler', async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('a', { nodeName: 'kind-control-plane' }));
    await settle();
    expect(cluster.get('pods', 'a').status?.phase).toBe('Running');
    expect(cluster.events('a').some((event) => event.startsWith('Scheduled'))).toBe(false);
  });
});

test('the pods of one owner spread over the nodes', async () => {
  const cluster = await startTestCluster();
  cluster.create('statefulsets', statefulSet('kafka'));
  cluster.create('deployments', deployment('web', { replicas: 4 }));
  await settle();
  const nodes = (prefix: string) =>
    cluster
      .names('pods')
      .filter((name) => name.startsWith(prefix))
      .map((name) => nodeOf(cluster, name));
  expect(new Set(nodes('kafka')).size).toBe(3);
  expect(new Set(nodes('web')).size).toBe(4);
});

test('required anti-affinity leaves the fifth pod pending on four nodes', async () => {
  const cluster = await startTestCluster();
  const term = { labelSelector: { matchLabels: { app: 'kafka' } }, topologyKey: 'kubernetes.io/hostname' };
  const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
  const set = statefulSet('kafka', { replicas: 5 }) as {
    spec: { template: { spec: Record<string, unknown> } };
  };
  set.spec.template.spec.affinity = affinity;
  cluster.create('statefulsets', set);
  await settle(100);
  expect(
    new Set(['kafka-0', 'kafka-1', 'kafka-2', 'kafka-3'].map((name) => nodeOf(cluster, name))).size,
  ).toBe(4);
  expect(why(cluster, 'kafka-4')).toContain(
    `0/5 nodes are available: ${controlPlaneTaint}, 4 node(s) didn't match pod anti-affinity rules.`,
  );
});

test('a pod stays with its local volume: it waits while that node is cordoned, and does not start on another', async () => {
  const cluster = await startTestCluster();
  cluster.create(
    'statefulsets',
    statefulSet('kafka', { replicas: 1, volumeClaimTemplates: [claimTemplate] }),
  );
  await settle();
  const home = nodeOf(cluster, 'kafka-0') as string;
  const [volume] = cluster.store.list('persistentvolumes').items;
  expect(volume?.spec.nodeAffinity).toEqual({
    required: {
      nodeSelectorTerms: [
        { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [home] }] },
      ],
    },
  });
  const cordon = (unschedulable: boolean) =>
    cluster.store.update('nodes', undefined, home, (node) => {
      node.spec = { ...node.spec, unschedulable };
    });
  cordon(true);
  cluster.delete('pods', 'kafka-0');
  await cluster.clock.advance(2000);
  const message =
    `0/5 nodes are available: ${controlPlaneTaint}, 1 node(s) were unschedulable, ` +
    '3 node(s) had volume node affinity conflict. preemption: 0/5 nodes are available: 5 Preemption is not helpful for scheduling.';
  expect(why(cluster, 'kafka-0')).toBe(message);
  expect(cluster.events('kafka-0')).toContain(`FailedScheduling: ${message}`);
  cordon(false);
  await settle();
  expect(nodeOf(cluster, 'kafka-0')).toBe(home);
});

test('a pod whose volume was deleted stays unscheduled, and an event says why', async () => {
  const cluster = await startTestCluster();
  cluster.create(
    'statefulsets',
    statefulSet('kafka', { replicas: 1, volumeClaimTemplates: [claimTemplate] }),
  );
  await settle();
  const [volume] = cluster.store.list('persistentvolumes').items;
  cluster.store.remove('persistentvolumes', undefined, volume?.metadata.name ?? '');
  cluster.delete('pods', 'kafka-0');
  await cluster.clock.advance(2000);
  expect(why(cluster, 'kafka-0')).toContain(
    '4 node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
  );
});
