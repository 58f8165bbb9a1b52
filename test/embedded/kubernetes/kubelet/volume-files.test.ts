import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pod } from '../manifests.ts';
import { startTestCluster, type TestCluster } from '../test-cluster.ts';

/** The directory of a volume, once the pod that mounts it has started. */
async function mounted(cluster: TestCluster, volume: object, container: object = {}): Promise<string> {
  const volumes = [{ name: 'v', ...volume }];
  const volumeMounts = [{ name: 'v', mountPath: '/v' }];
  cluster.create('pods', pod('web', { volumes }, { volumeMounts, ...container }));
  await cluster.clock.advance(0);
  return cluster.images.of('web').spec.mounts['/v'] as string;
}

const mode = (...path: string[]) => statSync(join(...path)).mode & 0o777;

describe('the files of a volume', () => {
  test('are text, binaryData and binary Secrets byte for byte', async () => {
    const cluster = await startTestCluster();
    const bytes = Buffer.from([0xff, 0, 0xfe, 1, 0x80]);
    const binary = bytes.toString('base64');
    cluster.create('configmaps', {
      metadata: { name: 'files' },
      data: { text: 'hell\u00f6' },
      binaryData: { binary },
    });
    cluster.create('secrets', { metadata: { name: 'keys' }, data: { store: binary } });
    const sources = [{ configMap: { name: 'files' } }, { secret: { name: 'keys' } }];
    const directory = await mounted(cluster, { projected: { sources } });
    expect(readdirSync(directory).sort()).toEqual(['binary', 'store', 'text']);
    expect(readFileSync(join(directory, 'text'), 'utf8')).toBe('hell\u00f6');
    expect(readFileSync(join(directory, 'binary'))).toEqual(bytes);
    expect(readFileSync(join(directory, 'store'))).toEqual(bytes);
  });

  test.skipIf(process.platform === 'win32')(
    'have the mode of their item, else that of the volume',
    async () => {
      const cluster = await startTestCluster();
      cluster.create('secrets', { metadata: { name: 'keys' }, data: { a: '', b: '', c: '' } });
      const items = [
        { key: 'a', path: 'run.sh', mode: 0o777 },
        { key: 'b', path: 'deep/key' },
        { key: 'c', path: 'none', mode: 0 },
      ];
      const directory = await mounted(cluster, { secret: { secretName: 'keys', defaultMode: 0o600, items } });
      expect(mode(directory, 'run.sh')).toBe(0o777);
      expect(mode(directory, 'deep', 'key')).toBe(0o600);
      // This process must be able to read it again.
      expect(mode(directory, 'none')).toBe(0o400);
    },
  );

  test('contain the resources of a container, in units of the divisor and rounded up', async () => {
    const cluster = await startTestCluster();
    const item = (path: string, resource: string, divisor?: string) => ({
      path,
      resourceFieldRef: { containerName: 'app', resource, ...(divisor ? { divisor } : {}) },
    });
    const items = [
      item('milli', 'requests.cpu', '1m'),
      item('cores', 'requests.cpu'),
      item('mebi', 'limits.memory', '1Mi'),
      item('bytes', 'limits.memory', '0'),
      item('node', 'limits.cpu'),
      item('disk', 'limits.ephemeral-storage', '1Gi'),
    ];
    const resources = { requests: { cpu: '1100m' }, limits: { memory: '64.5Mi' } };
    const directory = await mounted(cluster, { downwardAPI: { items } }, { resources });
    const texts = Object.fromEntries(
      readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]),
    );
    const bytes = String(64.5 * 1024 * 1024);
    expect(texts).toEqual({ milli: '1100', cores: '2', mebi: '65', bytes, node: '4', disk: '100' });
  });

  test.each([
    [{ configMap: { name: 'none' } }, 'configmap "none" not found'],
    [
      { configMap: { name: 'files', items: [{ key: 'b', path: 'b' }] } },
      'configmap references non-existent config key: b',
    ],
    [
      { secret: { secretName: 'keys', items: [{ key: 'b', path: 'b' }] } },
      'references non-existent secret key: b',
    ],
    [
      {
        downwardAPI: {
          items: [{ path: 'x', resourceFieldRef: { containerName: 'no', resource: 'limits.cpu' } }],
        },
      },
      'container no not found',
    ],
  ])('of %j keep the pod waiting', async (volume, why) => {
    const cluster = await startTestCluster();
    cluster.create('configmaps', { metadata: { name: 'files' }, data: { a: '' } });
    cluster.create('secrets', { metadata: { name: 'keys' }, data: { a: '' } });
    cluster.create('pods', pod('web', { volumes: [{ name: 'v', ...volume }] }));
    await cluster.clock.advance(5000);
    expect(cluster.events('web')).toContain(`FailedMount: MountVolume.SetUp failed for volume "v" : ${why}`);
  });

  test('may be missing if they are optional', async () => {
    const cluster = await startTestCluster();
    cluster.create('configmaps', { metadata: { name: 'files' }, data: { a: '1' } });
    const items = [
      { key: 'a', path: 'a' },
      { key: 'b', path: 'b' },
    ];
    const sources = [
      { configMap: { name: 'files', items, optional: true } },
      { secret: { name: 'none', optional: true } },
    ];
    const directory = await mounted(cluster, { projected: { sources } });
    expect(readdirSync(directory)).toEqual(['a']);
  });
});
