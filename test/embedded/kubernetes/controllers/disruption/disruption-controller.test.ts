import { expect, test } from 'vitest';
import { settle } from '../../fake-clock.ts';
import { deployment, pod, statefulSet } from '../../manifests.ts';
import { startTestCluster, type TestCluster } from '../../test-cluster.ts';

const budget = (spec: Record<string, unknown>) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'kafka' },
  spec: { selector: { matchLabels: { app: 'kafka' } }, ...spec },
});

const statusOf = (cluster: TestCluster) => cluster.get('poddisruptionbudgets', 'kafka').status;

test.each([
  [{ minAvailable: 2 }, { desiredHealthy: 2, disruptionsAllowed: 1 }],
  [{ minAvailable: '60%' }, { desiredHealthy: 2, disruptionsAllowed: 1 }],
  [{ minAvailable: 4 }, { desiredHealthy: 4, disruptionsAllowed: 0 }],
  [{ maxUnavailable: 1 }, { desiredHealthy: 2, disruptionsAllowed: 1 }],
  [{ maxUnavailable: '50%' }, { desiredHealthy: 1, disruptionsAllowed: 2 }],
  [{ maxUnavailable: 9 }, { desiredHealthy: 0, disruptionsAllowed: 3 }],
])('a budget of %j over three pods: %j', async (spec, wanted) => {
  const cluster = await startTestCluster();
  cluster.create('statefulsets', statefulSet('kafka'));
  cluster.create('poddisruptionbudgets', budget(spec));
  await settle();
  expect(statusOf(cluster)).toMatchObject({
    ...wanted,
    currentHealthy: 3,
    expectedPods: 3,
    observedGeneration: 1,
    conditions: [
      wanted.disruptionsAllowed > 0
        ? { type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods' }
        : { type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods' },
    ],
  });
});

test('a pod that is terminating or not ready is not healthy; the expected count stays that of the controller', async () => {
  const cluster = await startTestCluster();
  cluster.create('deployments', deployment('kafka', { replicas: 3 }));
  cluster.create('poddisruptionbudgets', budget({ maxUnavailable: 1 }));
  await settle();
  cluster.images.started[0]!.obedient = false;
  cluster.delete('pods', cluster.images.started[0]!.spec.pod.name);
  cluster.images.started[1]!.exit(1);
  cluster.images.started[2]!.exit(1);
  await settle();
  cluster.images.started.at(-1)!.exit(1);
  await settle();
  const { expectedPods, desiredHealthy, disruptionsAllowed, currentHealthy = 0 } = statusOf(cluster)!;
  expect({ expectedPods, desiredHealthy }).toEqual({ expectedPods: 3, desiredHealthy: 2 });
  expect(disruptionsAllowed).toBe(Math.max(0, currentHealthy - 2));
});

test('a percentage does not apply to pods without a controller: no disruption is allowed, and an event says so', async () => {
  const cluster = await startTestCluster();
  cluster.create('pods', pod('kafka'));
  cluster.create('poddisruptionbudgets', budget({ maxUnavailable: 1 }));
  await settle();
  expect(statusOf(cluster)).toMatchObject({
    disruptionsAllowed: 0,
    conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed' }],
  });
  expect(cluster.store.list('events').items.map(({ reason }) => reason)).toContain(
    'CalculateExpectedPodCountFailed',
  );
});

test('a budget that matches no pods says so', async () => {
  const cluster = await startTestCluster();
  cluster.create('poddisruptionbudgets', budget({ minAvailable: 1 }));
  await settle();
  expect(statusOf(cluster)).toMatchObject({ disruptionsAllowed: 0, expectedPods: 0 });
  expect(cluster.events('kafka')).toEqual(['NoPods: No matching pods found']);
});
