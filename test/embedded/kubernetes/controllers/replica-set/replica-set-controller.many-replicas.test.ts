import { expect, onTestFinished, test, vi } from 'vitest';
import { nextTurn } from '../../../../../source/embedded/bounds/lanes/cluster.ts';
import { runReplicaSetController } from '../../../../../source/embedded/kubernetes/controllers/replica-set/replica-set-controller.ts';
import { runStatefulSetController } from '../../../../../source/embedded/kubernetes/controllers/stateful-set/stateful-set-controller.ts';
import type { ControllerContext } from '../../../../../source/embedded/kubernetes/machinery/controller.ts';
import { EventRecorder } from '../../../../../source/embedded/kubernetes/machinery/event-recorder.ts';
import {
  mostPodsOfSets,
  podBatch,
} from '../../../../../source/embedded/kubernetes/machinery/pod-creation.ts';
import { createStore } from '../../../../../source/embedded/kubernetes/store/memory-store.ts';
import { FakeClock } from '../../fake-clock.ts';

const labels = { app: 'many' };

function setUp(run: (context: ControllerContext) => () => void) {
  const clock = new FakeClock();
  const store = createStore({ now: clock.wall });
  store.create('namespaces', { metadata: { name: 'default' } });
  const context = { store, clock, recorder: new EventRecorder({ store, clock }), log: () => {} };
  onTestFinished(run(context));
  const create = (resource: string, replicas: number, more: object = {}) =>
    store.create(resource, {
      metadata: { name: 'many', namespace: 'default' },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } },
        ...more,
      },
    });
  const pods = () => store.list('pods').items;
  const set = (resource: 'replicasets' | 'statefulsets') => store.get(resource, 'default', 'many')!;
  const failures = () => store.list('events').items.filter(({ reason }) => reason === 'FailedCreate');
  return { clock, store, create, pods, set, failures };
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 5 });

test('a ReplicaSet with a million replicas creates its pods in batches, up to a limit, and says so', async () => {
  const { clock, store, create, pods, set, failures } = setUp(runReplicaSetController);
  create('replicasets', 1_000_000);
  let most = 0;
  for (let before = 0; pods().length < mostPodsOfSets; before = pods().length) {
    await nextTurn();
    most = Math.max(most, pods().length - before);
  }
  // Several turns may pass between two samples, and no turn creates more than a batch.
  expect(most).toBeLessThanOrEqual(podBatch * 4);
  await eventually(() => expect(failures()).toHaveLength(1));
  expect(failures()[0]?.message).toBe(
    `Error creating: pods "many-" is forbidden: this cluster makes no more pods of sets once it holds ${mostPodsOfSets}: delete some first`,
  );
  expect(set('replicasets').status).toMatchObject({
    replicas: mostPodsOfSets,
    conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' }],
  });

  store.update('replicasets', 'default', 'many', (object) => {
    object.spec.replicas = 3;
  });
  await eventually(() => expect(pods()).toHaveLength(3));
  await eventually(() => expect(set('replicasets').status).toMatchObject({ replicas: 3 }));
  expect(set('replicasets').status?.conditions).toBeUndefined();
  await clock.advance(10_000);
  expect(pods()).toHaveLength(3);
});

test('a parallel StatefulSet with a million replicas does the same, and leaves room for pods created by hand', async () => {
  const { store, create, pods, failures } = setUp(runStatefulSetController);
  create('statefulsets', 1_000_000, { podManagementPolicy: 'Parallel', serviceName: 'many' });
  await eventually(() => expect(failures()).toHaveLength(1));
  expect(pods()).toHaveLength(mostPodsOfSets);
  expect(failures()[0]?.message).toContain(
    `create Pod many-${mostPodsOfSets} in StatefulSet many failed error:`,
  );
  store.create('pods', {
    metadata: { name: 'by-hand', namespace: 'default' },
    spec: { containers: [{ name: 'c', image: 'i' }] },
  });
  expect(pods()).toHaveLength(mostPodsOfSets + 1);
});
