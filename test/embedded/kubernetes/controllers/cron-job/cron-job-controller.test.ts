import { expect, test } from 'vitest';
import { settle } from '../../fake-clock.ts';
import { podSpec } from '../../manifests.ts';
import { startTestCluster, type TestCluster } from '../../test-cluster.ts';

function cronJob(spec: object = {}): object {
  const template = { spec: podSpec({ restartPolicy: 'Never' }) };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'report' },
    spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template } }, ...spec },
  };
}

async function end(cluster: TestCluster): Promise<void> {
  for (const container of cluster.images.started) if (container.running) container.exit(0);
  await settle();
}

test('a CronJob creates a Job at each scheduled time, named after it, and deletes the oldest', async () => {
  const cluster = await startTestCluster();
  cluster.create('cronjobs', cronJob({ successfulJobsHistoryLimit: 1 }));
  await cluster.clock.advance(299_000);
  expect(cluster.names('jobs')).toEqual([]);
  await cluster.clock.advance(2_000);
  const minutes = Math.floor(Date.parse('2026-11-22T14:05:00Z') / 60_000);
  expect(cluster.names('jobs')).toEqual([`report-${minutes}`]);
  expect(cluster.get('cronjobs', 'report').status).toMatchObject({
    active: [{ kind: 'Job', name: `report-${minutes}` }],
    lastScheduleTime: '2026-11-22T14:05:00Z',
  });
  await end(cluster);
  expect(cluster.get('cronjobs', 'report').status).toMatchObject({
    lastSuccessfulTime: '2026-11-22T14:05:01Z',
  });
  expect(cluster.events('report')).toEqual([
    `SuccessfulCreate: Created job report-${minutes}`,
    `SawCompletedJob: Saw completed job: report-${minutes}, condition: Complete`,
  ]);
  await cluster.clock.advance(300_000);
  await end(cluster);
  expect(cluster.names('jobs')).toEqual([`report-${minutes + 5}`]);
});

test('Forbid leaves a running Job alone; Replace ends it', async () => {
  const cluster = await startTestCluster();
  cluster.create('cronjobs', cronJob({ concurrencyPolicy: 'Forbid' }));
  await cluster.clock.advance(602_000);
  expect(cluster.names('jobs')).toHaveLength(1);
  cluster.change('cronjobs', 'report', ({ spec }) => {
    spec.concurrencyPolicy = 'Replace';
  });
  const [before] = cluster.names('jobs');
  await cluster.clock.advance(300_000);
  expect(cluster.names('jobs')).toHaveLength(1);
  expect(cluster.names('jobs')).not.toEqual([before]);
});

test('a suspended CronJob creates no Jobs', async () => {
  const cluster = await startTestCluster();
  cluster.create('cronjobs', cronJob({ suspend: true }));
  await cluster.clock.advance(900_000);
  expect(cluster.names('jobs')).toEqual([]);
});
