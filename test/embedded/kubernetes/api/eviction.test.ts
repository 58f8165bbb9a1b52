import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Fixture, startFixture } from './fixture.ts';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(async () => {
  await fixture.close();
  expect(fixture.logged).toEqual([]);
});

const evict = (name: string, more: object = {}) =>
  fixture.call(`/api/v1/namespaces/default/pods/${name}/eviction`, {
    body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' }, ...more },
  });

function budget(name: string, app: string, status: object, spec: object = {}): void {
  fixture.store.create('poddisruptionbudgets', {
    metadata: { name, namespace: 'default' },
    spec: { selector: { matchLabels: { app } }, minAvailable: 1, ...spec },
    status: { observedGeneration: 1, currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: 0, ...status },
  });
}

const isLeaving = (name: string) =>
  fixture.store.get('pods', 'default', name)?.metadata.deletionTimestamp !== undefined;

it('evicts a pod without a budget, and sets the condition of an eviction on the pod', async () => {
  fixture.runPod('free');
  budget('other', 'other', {});
  expect((await evict('free')).status).toBe(201);
  const pod = fixture.store.get('pods', 'default', 'free');
  expect(pod?.metadata.deletionTimestamp).toBeDefined();
  expect(pod?.status?.conditions).toContainEqual(
    expect.objectContaining({ type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' }),
  );
});

it('refuses with 429 and the cause when the budget allows no disruption', async () => {
  fixture.runPod('kafka');
  budget('kafka-pdb', 'kafka', {});
  const { status, body } = await evict('kafka');
  expect(status).toBe(429);
  expect(body).toMatchObject({
    reason: 'TooManyRequests',
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: {
      causes: [
        {
          reason: 'DisruptionBudget',
          message: 'The disruption budget kafka-pdb needs 1 healthy pods and has 1 currently',
        },
      ],
    },
  });
  expect(isLeaving('kafka')).toBe(false);
});

it('counts an eviction at once, even before the controller has updated the budget', async () => {
  for (const name of ['a', 'b'])
    fixture.runPod(name, (pod) => {
      pod.metadata.labels = { app: 'kafka' };
    });
  budget('pdb', 'kafka', { currentHealthy: 2, disruptionsAllowed: 1 });
  const dry = { deleteOptions: { dryRun: ['All'] } };
  expect((await evict('a', dry)).status).toBe(201);
  expect(isLeaving('a')).toBe(false);
  expect((await evict('a')).status).toBe(201);
  expect((await evict('b')).status).toBe(429);
  expect([isLeaving('a'), isLeaving('b')]).toEqual([true, false]);
});

it('refuses while the controller has not yet observed the budget', async () => {
  fixture.runPod('kafka');
  budget('pdb', 'kafka', { observedGeneration: 0, disruptionsAllowed: 1 });
  const { status, body } = await evict('kafka');
  expect(status).toBe(429);
  expect(body.details.causes[0].message).toBe(
    'The disruption budget pdb is still being processed by the server.',
  );
});

it('evicts a pod that is not ready if the others are enough, or if the budget says AlwaysAllow', async () => {
  const unready = (name: string) =>
    fixture.runPod(name, (pod) => {
      pod.status = { ...pod.status, conditions: [{ type: 'Ready', status: 'False' }] };
    });
  for (const name of ['enough', 'short', 'always']) unready(name);
  budget('enough', 'enough', { currentHealthy: 1, desiredHealthy: 1 });
  budget('short', 'short', { currentHealthy: 0, desiredHealthy: 1 });
  budget('always', 'always', { currentHealthy: 0 }, { unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  expect((await evict('enough')).status).toBe(201);
  expect((await evict('short')).status).toBe(429);
  expect((await evict('always')).status).toBe(201);
});

it('fails for a pod with two budgets', async () => {
  fixture.runPod('kafka');
  budget('one', 'kafka', { disruptionsAllowed: 1 });
  budget('two', 'kafka', { disruptionsAllowed: 1 });
  const { status, body } = await evict('kafka');
  expect(status).toBe(500);
  expect(body.message).toContain('This pod has more than one PodDisruptionBudget');
});

it('refuses an eviction whose name differs from that in its path', async () => {
  fixture.runPod('kafka');
  expect((await evict('kafka', { metadata: { name: 'zookeeper' } })).status).toBe(400);
});

it.each([
  [{ minAvailable: 1, maxUnavailable: 1 }, 'minAvailable and maxUnavailable cannot be both set'],
  [{ minAvailable: -1 }, 'must be greater than or equal to 0'],
  [{ minAvailable: 'most' }, 'a valid percent string'],
  [{ maxUnavailable: '101%' }, 'must not be greater than 100%'],
  [{ unhealthyPodEvictionPolicy: 'Never' }, 'supported values'],
  [{ selector: { matchExpressions: [{ key: 'a', operator: 'Like' }] } }, 'spec.selector'],
])('refuses the budget %j', async (spec, why) => {
  const answer = await fixture.call('/apis/policy/v1/namespaces/default/poddisruptionbudgets', {
    body: { metadata: { name: 'x' }, spec },
  });
  expect(answer.status).toBe(422);
  expect(answer.body.message).toContain(why);
});
