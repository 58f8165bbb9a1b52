import { describe, expect, test } from 'vitest';
import { settle } from '../../fake-clock.ts';
import { podSpec } from '../../manifests.ts';
import { startTestCluster, type TestCluster } from '../../test-cluster.ts';

function job(name: string, spec: object = {}, restartPolicy = 'Never'): object {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { template: { spec: podSpec({ restartPolicy }) }, ...spec },
  };
}

const statusOf = (cluster: TestCluster, name = 'topics') => cluster.get('jobs', name).status;
const conditionsOf = (cluster: TestCluster): string[] =>
  (statusOf(cluster)?.conditions ?? []).map(({ type, status }) => `${type}=${status}`);

/** Ends the container that is running. */
async function end(cluster: TestCluster, exitCode: number): Promise<void> {
  cluster.images.started.findLast(({ running }) => running)?.exit(exitCode);
  await settle();
}

test('a Job is complete when its pod has succeeded, and keeps the pod', async () => {
  const cluster = await startTestCluster();
  cluster.create('jobs', job('topics'));
  await settle();
  const { metadata, spec } = cluster.get('jobs', 'topics');
  expect(spec.selector?.matchLabels).toEqual({ 'batch.kubernetes.io/controller-uid': metadata.uid });
  const [pod] = cluster.store.list('pods', 'default').items;
  expect(pod?.metadata.name).toMatch(/^topics-[a-z0-9]{5}$/);
  expect(pod?.metadata).toMatchObject({
    labels: { 'job-name': 'topics', 'batch.kubernetes.io/job-name': 'topics' },
    finalizers: ['batch.kubernetes.io/job-tracking'],
  });
  expect(statusOf(cluster)).toMatchObject({ active: 1, ready: 1, startTime: expect.any(String) });
  await end(cluster, 0);
  expect(statusOf(cluster)).toMatchObject({ succeeded: 1, ready: 0, completionTime: expect.any(String) });
  expect(conditionsOf(cluster)).toEqual(['SuccessCriteriaMet=True', 'Complete=True']);
  const [ended] = cluster.store.list('pods', 'default').items;
  expect(ended?.status?.phase).toBe('Succeeded');
  expect(ended?.metadata.finalizers).toBeUndefined();
  expect(cluster.events('topics')).toEqual([
    `SuccessfulCreate: Created pod: ${pod?.metadata.name}`,
    'Completed: Job completed',
  ]);
});

test('completions and parallelism: runs no more pods at once than allowed, and no more than needed', async () => {
  const cluster = await startTestCluster();
  cluster.create('jobs', job('topics', { completions: 3, parallelism: 2 }));
  await settle();
  expect(statusOf(cluster)?.active).toBe(2);
  await end(cluster, 0);
  expect(statusOf(cluster)).toMatchObject({ active: 2, succeeded: 1 });
  await end(cluster, 0);
  expect(statusOf(cluster)).toMatchObject({ active: 1, succeeded: 2 });
  await end(cluster, 0);
  expect(statusOf(cluster)).toMatchObject({ succeeded: 3 });
  expect(conditionsOf(cluster)).toContain('Complete=True');
  expect(cluster.images.started).toHaveLength(3);
});

describe('a pod that fails', () => {
  test('is replaced after 10 s, then 20 s, until the backoff limit', async () => {
    const cluster = await startTestCluster();
    cluster.create('jobs', job('topics', { backoffLimit: 2 }));
    await settle();
    await end(cluster, 1);
    expect(statusOf(cluster)).toMatchObject({ failed: 1 });
    await cluster.clock.advance(9_000);
    expect(cluster.images.started).toHaveLength(1);
    await cluster.clock.advance(1_000);
    expect(cluster.images.started).toHaveLength(2);
    await end(cluster, 1);
    await cluster.clock.advance(19_000);
    expect(cluster.images.started).toHaveLength(2);
    await cluster.clock.advance(1_000);
    await end(cluster, 1);
    expect(statusOf(cluster)).toMatchObject({ failed: 3 });
    expect(conditionsOf(cluster)).toEqual(['FailureTarget=True', 'Failed=True']);
    expect(cluster.events('topics')).toContain(
      'BackoffLimitExceeded: Job has reached the specified backoff limit',
    );
    await cluster.clock.advance(600_000);
    expect(cluster.images.started).toHaveLength(3);
  });

  test('restarts in place with OnFailure, and each restart counts', async () => {
    const cluster = await startTestCluster();
    cluster.create('jobs', job('topics', { backoffLimit: 2 }, 'OnFailure'));
    await settle();
    await end(cluster, 1);
    await cluster.clock.advance(10_000);
    expect(cluster.names('pods')).toHaveLength(1);
    expect(cluster.images.started).toHaveLength(2);
    await end(cluster, 1);
    await cluster.clock.advance(20_000);
    expect(conditionsOf(cluster)).toContain('Failed=True');
    expect(cluster.images.runningPods).toEqual([]);
  });
});

test('activeDeadlineSeconds ends a Job that is still running', async () => {
  const cluster = await startTestCluster();
  cluster.create('jobs', job('topics', { activeDeadlineSeconds: 30 }));
  await cluster.clock.advance(29_000);
  expect(conditionsOf(cluster)).toEqual([]);
  await cluster.clock.advance(1_000);
  expect(conditionsOf(cluster)).toContain('Failed=True');
  expect(statusOf(cluster)?.failed).toBe(1);
  expect(cluster.images.runningPods).toEqual([]);
  expect(cluster.events('topics')).toContain(
    'DeadlineExceeded: Job was active longer than specified deadline',
  );
});

test('ttlSecondsAfterFinished deletes a finished Job with its pods', async () => {
  const cluster = await startTestCluster();
  cluster.create('jobs', job('topics', { ttlSecondsAfterFinished: 60 }));
  await settle();
  await end(cluster, 0);
  await cluster.clock.advance(59_000);
  expect(cluster.find('jobs', 'topics')).toBeDefined();
  await cluster.clock.advance(1_000);
  expect(cluster.find('jobs', 'topics')).toBeUndefined();
  expect(cluster.names('pods')).toEqual([]);
});

test('a suspended Job has no pods until it is resumed', async () => {
  const cluster = await startTestCluster();
  cluster.create('jobs', job('topics', { suspend: true }));
  await settle();
  expect(cluster.names('pods')).toEqual([]);
  expect(conditionsOf(cluster)).toEqual(['Suspended=True']);
  cluster.change('jobs', 'topics', ({ spec }) => {
    spec.suspend = false;
  });
  await settle();
  expect(conditionsOf(cluster)).toEqual(['Suspended=False']);
  expect(statusOf(cluster)?.active).toBe(1);
});

test('a deleted Job leaves no pod behind, running or finished', async () => {
  const cluster = await startTestCluster();
  cluster.create('jobs', job('topics', { completions: 2 }));
  await settle();
  await end(cluster, 0);
  expect(cluster.names('pods')).toHaveLength(2);
  cluster.delete('jobs', 'topics');
  await settle();
  expect(cluster.names('pods')).toEqual([]);
  expect(cluster.images.runningPods).toEqual([]);
});

test('a running pod that is deleted by hand counts as failed, and is replaced', async () => {
  const cluster = await startTestCluster();
  cluster.create('jobs', job('topics'));
  await settle();
  cluster.delete('pods', cluster.names('pods')[0] ?? '');
  await cluster.clock.advance(10_000);
  expect(statusOf(cluster)).toMatchObject({ active: 1, failed: 1 });
});
