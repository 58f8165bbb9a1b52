import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { LogOptions, PodRef } from '../../../../source/embedded/kubernetes/objects/agent-api.ts';
import { settle } from '../fake-clock.ts';
import { pod } from '../manifests.ts';
import { startTestCluster, type TestCluster } from '../test-cluster.ts';

function ref(cluster: TestCluster, name: string, container = 'app'): PodRef {
  return { namespace: 'default', name, uid: cluster.get('pods', name).metadata.uid, container };
}

async function logOf(cluster: TestCluster, name: string, patch: Partial<LogOptions> = {}): Promise<string[]> {
  const options = { follow: false, previous: false, signal: new AbortController().signal, ...patch };
  const lines: string[] = [];
  for await (const { text } of cluster.plane.agent.logs(ref(cluster, name), options)) lines.push(text);
  return lines;
}

test('logs come from the current run, or from the one before', async () => {
  const cluster = await startTestCluster();
  cluster.create('pods', pod('web'));
  await settle();
  cluster.images.of('web').host.log('stdout', 'first run');
  expect(await logOf(cluster, 'web')).toEqual(['first run']);
  await expect(logOf(cluster, 'web', { previous: true })).rejects.toMatchObject({
    code: 400,
    message: 'previous terminated container "app" in pod "web" not found',
  });
  cluster.images.of('web').exit(1);
  await settle();
  cluster.images.of('web').host.log('stdout', 'second run');
  expect(await logOf(cluster, 'web')).toEqual(['second run']);
  expect(await logOf(cluster, 'web', { previous: true })).toEqual(['first run']);
});

test('a follower gets lines as they are written, and ends when the container does', async () => {
  const cluster = await startTestCluster();
  cluster.create('pods', pod('web'));
  await settle();
  const following = logOf(cluster, 'web', { follow: true });
  await settle();
  const container = cluster.images.of('web');
  container.host.log('stdout', 'one');
  await settle();
  container.host.log('stderr', 'two');
  container.exit(0);
  expect(await following).toEqual(['one', 'two']);
});

test('a container that waits for its image has no log, with a message that says so', async () => {
  const cluster = await startTestCluster();
  cluster.create('pods', pod('web', {}, { image: 'nosuch:v1' }));
  await settle();
  await expect(logOf(cluster, 'web')).rejects.toMatchObject({
    message: 'container "app" in pod "web" is waiting to start: trying and failing to pull image',
  });
});

test('exec runs in the container, and fails if none is running', async () => {
  const cluster = await startTestCluster();
  cluster.create('pods', pod('web', { restartPolicy: 'Never' }));
  await settle();
  const stdout = new PassThrough();
  const streams = { stdout, stderr: new PassThrough(), tty: false, signal: new AbortController().signal };
  cluster.images.of('web').execExit = 7;
  cluster.images.of('web').execOutput = 'web\n';
  expect(await cluster.plane.agent.exec(ref(cluster, 'web'), ['hostname'], streams)).toBe(7);
  expect(stdout.read().toString()).toBe('web\n');
  cluster.images.of('web').exit(0);
  await settle();
  await expect(cluster.plane.agent.exec(ref(cluster, 'web'), ['hostname'], streams)).rejects.toMatchObject({
    message: 'container not found ("app")',
  });
});

test('dial reaches a port inside the pod', async () => {
  const cluster = await startTestCluster();
  cluster.create('pods', pod('web'));
  await settle();
  const { ip } = cluster.images.of('web').spec.pod;
  cluster.network.listen(ip, 80, (connection) => connection.end('hello'));
  const connection = await cluster.plane.agent.dial(ref(cluster, 'web'), 80);
  const chunks: Buffer[] = [];
  for await (const chunk of connection) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe('hello');
  await expect(cluster.plane.agent.dial(ref(cluster, 'web'), 81)).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
});
