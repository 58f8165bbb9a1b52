import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeSandbox } from '../../paths/hostile-paths.ts';
import { settle } from '../fake-clock.ts';
import { deployment, pod } from '../manifests.ts';
import { startTestCluster } from '../test-cluster.ts';

const mount = { volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }] };
const limited = (more: object = {}) => ({
  volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '1Mi', ...more } }],
});
const message = 'Usage of EmptyDir volume "scratch" exceeds the limit "1Mi". ';
const mebibyte = 1024 * 1024;

describe('an emptyDir with a size limit', () => {
  test("whose limit is exceeded has its pod evicted, with the kubelet's message", async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('web', limited(), mount));
    await settle();
    const { spec } = cluster.images.of('web');
    const directory = spec.mounts['/scratch'] as string;
    mkdirSync(join(directory, 'below'));
    writeFileSync(join(directory, 'below', 'much'), Buffer.alloc(mebibyte + 1));
    await cluster.clock.advance(11_000);
    await cluster.clock.advance(3000);
    expect(cluster.events('web')).toContain(`Evicted: ${message}`);
    expect(cluster.events('web')).toContain('Killing: Stopping container app');
    expect(cluster.get('pods', 'web').status).toMatchObject({ phase: 'Failed', reason: 'Evicted', message });
    await cluster.clock.advance(60_000);
    expect(cluster.images.started).toHaveLength(1);
    expect(cluster.events('web').filter((event) => event.startsWith('Evicted'))).toHaveLength(1);
  });

  test('comes back empty in a new pod of its Deployment', async () => {
    const cluster = await startTestCluster();
    const object = deployment('web', {
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { ...limited(), containers: [{ name: 'app', image: 'app:v1', ...mount }] },
      },
    });
    cluster.create('deployments', object);
    await settle();
    const [first] = cluster.names('pods');
    writeFileSync(
      join(cluster.images.started[0]!.spec.mounts['/scratch'] as string, 'much'),
      Buffer.alloc(2 * mebibyte),
    );
    await cluster.clock.advance(11_000);
    await cluster.clock.advance(3000);
    const pods = cluster.store.list('pods', 'default').items;
    expect(pods.map(({ status }) => status?.phase).sort()).toEqual(['Failed', 'Running']);
    expect(pods.find(({ status }) => status?.phase === 'Failed')?.metadata.name).toBe(first);
  });

  test.each([
    ['holds less', limited(), mebibyte / 2],
    ['is in memory', limited({ medium: 'Memory' }), 2 * mebibyte],
    ['has none', { volumes: [{ name: 'scratch', emptyDir: {} }] }, 2 * mebibyte],
  ])('does not evict its pod if it %s', async (_what, volumes, bytes) => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('web', volumes, mount));
    await settle();
    const directory = cluster.images.of('web').spec.mounts['/scratch'] as string;
    writeFileSync(join(directory, 'file'), Buffer.alloc(bytes));
    await cluster.clock.advance(25_000);
    expect(cluster.get('pods', 'web').status?.phase).toBe('Running');
  });

  test('does not count files behind a link', async () => {
    const cluster = await startTestCluster();
    const sandbox = makeSandbox();
    writeFileSync(join(sandbox.outside, 'much'), Buffer.alloc(2 * mebibyte));
    cluster.create('pods', pod('web', limited(), mount));
    await settle();
    const directory = cluster.images.of('web').spec.mounts['/scratch'] as string;
    symlinkSync(sandbox.outside, join(directory, 'link'));
    await cluster.clock.advance(25_000);
    expect(cluster.get('pods', 'web').status?.phase).toBe('Running');
  });
});
