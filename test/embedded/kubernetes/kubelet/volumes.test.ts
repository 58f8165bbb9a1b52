import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { tidyPodDirectories } from '../../../../source/embedded/kubernetes/kubelet/after-reboot.ts';
import {
  type ProjectedFile,
  projectFiles,
} from '../../../../source/embedded/kubernetes/kubelet/projected-files.ts';
import { guardDirectory } from '../../../../source/embedded/paths/guarded-directory.ts';
import { PathError } from '../../../../source/embedded/paths/path-error.ts';
import { removalSteps } from '../../../../source/embedded/paths/removal-steps.ts';
import type { KubeObject } from '../../../../source/kubernetes-types/kube-object.ts';
import { hostilePath, makeSandbox } from '../../paths/hostile-paths.ts';
import { settle } from '../fake-clock.ts';
import { pod } from '../manifests.ts';
import { startTestCluster } from '../test-cluster.ts';

function asFiles(texts: Record<string, string>): Record<string, ProjectedFile> {
  const entries = Object.entries(texts);
  return Object.fromEntries(entries.map(([path, text]) => [path, { bytes: Buffer.from(text), mode: 0o644 }]));
}

function project(directory: string, files: Record<string, string>): void {
  for (const _step of projectFiles(directory, asFiles(files)));
}

describe('the files of a ConfigMap, a Secret or the downward API', () => {
  test('stay in their volume, whatever their items say', () => {
    const sandbox = makeSandbox();
    fc.assert(
      fc.property(fc.dictionary(hostilePath, fc.constant('text'), { maxKeys: 4 }), (files) => {
        try {
          project(join(sandbox.inside, 'volume'), files);
        } catch (error) {
          // One item names the directory of another, or the volume itself.
          const { syscall } = error as NodeJS.ErrnoException;
          if (syscall === undefined) expect(error).toBeInstanceOf(PathError);
        }
        sandbox.check();
      }),
      { numRuns: 60 },
    );
  });

  test('replace links that a program created, and keep their targets', () => {
    const sandbox = makeSandbox();
    const volume = join(sandbox.inside, 'volume');
    project(volume, { level: 'info', 'etc/server': 'a=1' });
    symlinkSync(sandbox.outside, join(volume, 'directory'));
    symlinkSync(sandbox.precious, join(volume, '..fresh'));
    for (const [name, target] of Object.entries({ level: sandbox.precious, etc: sandbox.outside })) {
      rmSync(join(volume, name), { recursive: true });
      symlinkSync(target, join(volume, name));
    }
    project(volume, { level: 'debug', 'etc/server': 'a=1' });
    expect(readdirSync(volume, { recursive: true }).sort()).toEqual(['etc', join('etc', 'server'), 'level']);
    expect(readFileSync(join(volume, 'level'), 'utf8')).toBe('debug');
    sandbox.check();
  });

  test.each(['', '/', 'a/..'])('are refused if one would be the volume itself: `%s`', (path) => {
    const { inside } = makeSandbox();
    expect(() => project(join(inside, 'volume'), { [path]: 'text' })).toThrow(PathError);
  });

  test('come and go with their keys, together with their parent directories', () => {
    const { inside } = makeSandbox();
    project(inside, { 'a/b': '1', c: '2', 'c.new': '3' });
    project(inside, { a: '1', 'c/d': '2', 'c.new': '3' });
    expect(readdirSync(inside, { recursive: true }).sort()).toEqual(['a', 'c', 'c.new', join('c', 'd')]);
  });
});

describe('a ConfigMap with thousands of keys', () => {
  const data = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`k${index}`, 'text']));
  const volumes = [{ name: 'v', configMap: { name: 'big' } }];
  const container = { volumeMounts: [{ name: 'v', mountPath: '/v' }] };

  test('is written one file per step, and removed one entry per step', () => {
    const { inside } = makeSandbox();
    const volume = join(inside, 'volume');
    const count = (): number => (existsSync(volume) ? readdirSync(volume).length : 0);
    let before = 0;
    const files = Object.fromEntries(Object.entries(data).slice(0, 50));
    for (const _step of projectFiles(volume, asFiles(files))) {
      expect(count() - before).toBeLessThanOrEqual(1);
      before = count();
    }
    expect(before).toBe(50);
    for (const _step of removalSteps(inside, 'volume')) {
      expect(before - count()).toBeLessThanOrEqual(1);
      before = count();
    }
    expect(existsSync(volume)).toBe(false);
  });

  test('is complete when the pod starts, and gone when the pod is', async () => {
    const cluster = await startTestCluster();
    cluster.create('configmaps', { metadata: { name: 'big' }, data });
    cluster.create('pods', pod('web', { volumes }, container));
    await vi.waitUntil(() => cluster.images.started.length > 0, { timeout: 20_000 });
    const directory = cluster.images.of('web').spec.mounts['/v'] as string;
    expect(readdirSync(directory)).toHaveLength(3000);
    cluster.delete('pods', 'web', 0);
    await vi.waitUntil(() => readdirSync(join(cluster.directory, 'pods')).length === 0, { timeout: 20_000 });
  });

  test('stops being written when its pod is deleted, and leaves no file', async () => {
    const cluster = await startTestCluster();
    cluster.create('configmaps', { metadata: { name: 'big' }, data });
    cluster.create('pods', pod('web', { volumes }, container));
    const pods = join(cluster.directory, 'pods');
    await vi.waitUntil(() => existsSync(pods), { timeout: 20_000, interval: 1 });
    cluster.delete('pods', 'web', 0);
    await vi.waitUntil(() => readdirSync(pods).length === 0, { timeout: 20_000 });
    await settle();
    expect(cluster.images.started).toEqual([]);
    expect(readdirSync(pods)).toEqual([]);
    expect(cluster.logged).toEqual([]);
  });

  test('is not read or written again until the object changes', async () => {
    const cluster = await startTestCluster();
    cluster.create('configmaps', { metadata: { name: 'big' }, data: { a: '1' } });
    cluster.create('pods', pod('web', { volumes }, container));
    await settle();
    const file = join(cluster.images.of('web').spec.mounts['/v'] as string, 'a');
    writeFileSync(file, 'mine');
    cluster.create('configmaps', { metadata: { name: 'other' }, data: {} });
    await settle();
    expect(readFileSync(file, 'utf8')).toBe('mine');
    cluster.change('configmaps', 'big', (object) => {
      object.data = { a: '1', b: '2' };
    });
    await settle();
    expect(readFileSync(file, 'utf8')).toBe('1');
  });
});

describe('removing a directory in steps', () => {
  test('follows no link that replaces a directory meanwhile', () => {
    const sandbox = makeSandbox();
    const tree = join(sandbox.inside, 'tree');
    for (const name of ['a', 'b']) project(join(tree, name, 'c'), { '1': '', '2': '', '3': '' });
    const steps = removalSteps(sandbox.inside, 'tree');
    expect(() => {
      for (let step = 0; !steps.next().done; step++) {
        if (step !== 1) continue;
        for (const name of readdirSync(tree)) {
          rmSync(join(tree, name), { recursive: true });
          symlinkSync(sandbox.outside, join(tree, name));
        }
      }
    }).toThrow(PathError);
    sandbox.check();
  });

  test('removes directories of the maximum depth', () => {
    const { inside } = makeSandbox();
    project(join(inside, 'tree'), { [`${'a/'.repeat(199)}f`]: 'x', 'b/c/d': 'y' });
    for (const _step of removalSteps(inside, 'tree'));
    expect(readdirSync(inside)).not.toContain('tree');
  });
});

test('a path with too many components to check in one step is refused', () => {
  const { inside } = makeSandbox();
  expect(() => project(join(inside, 'volume'), { [`${'a/'.repeat(200)}f`]: 'x' })).toThrow(
    /has more than 200 names/,
  );
});

test('a hostPath volume is a directory of the pod’s node, inside the data directory', async () => {
  const sandbox = makeSandbox();
  const cluster = await startTestCluster();
  const paths = [sandbox.outside, `/..${sandbox.outside}`, '/', '..', 'C:\\Windows', '..\\..'];
  const volumes = paths.map((path, index) => ({ name: `v${index}`, hostPath: { path } }));
  const volumeMounts = volumes.map(({ name }) => ({ name, mountPath: `/${name}` }));
  cluster.create('pods', pod('web', { volumes }, { volumeMounts }));
  await settle();
  const node = join(cluster.directory, 'nodes', cluster.get('pods', 'web').spec.nodeName ?? '');
  for (const directory of Object.values(cluster.images.of('web').spec.mounts))
    expect(directory.startsWith(node)).toBe(true);
  sandbox.check();
});

test('a subPath stays in its volume; a link that leads out keeps the container from starting', async () => {
  const sandbox = makeSandbox();
  const cluster = await startTestCluster();
  const volumes = [{ name: 'v', hostPath: { path: '/data' } }];
  const mount = (subPath: string) => ({ name: 'v', mountPath: '/mnt', subPath });
  cluster.create('pods', pod('deep', { volumes }, { volumeMounts: [mount('a')] }));
  await settle();
  const { nodeName = '' } = cluster.get('pods', 'deep').spec;
  const node = join(cluster.directory, 'nodes', nodeName);
  expect(cluster.images.of('deep').spec.mounts).toEqual({ '/mnt': join(node, 'data', 'a') });
  symlinkSync(sandbox.outside, join(node, 'data', 'link'));
  cluster.create('pods', pod('out', { volumes, nodeName }, { volumeMounts: [mount('link')] }));
  await settle();
  expect(cluster.get('pods', 'out').status?.containerStatuses?.[0]?.state?.waiting).toEqual({
    reason: 'CreateContainerConfigError',
    message: 'failed to prepare subPath for volumeMount "v" of container "app"',
  });
  sandbox.check();
});

test('a volume whose directory was replaced by a link holds the pod back, and FailedMount says why', async () => {
  const sandbox = makeSandbox();
  const cluster = await startTestCluster();
  const nodeName = 'kind-worker';
  mkdirSync(join(cluster.directory, 'nodes', nodeName), { recursive: true });
  symlinkSync(sandbox.outside, join(cluster.directory, 'nodes', nodeName, 'data'));
  const volumes = [{ name: 'v', hostPath: { path: '/data' } }];
  cluster.create('pods', pod('web', { volumes, nodeName }));
  await cluster.clock.advance(5000);
  expect(cluster.events('web')).toContain(
    'FailedMount: MountVolume.SetUp failed for volume "v" : `/data` leads out of its directory by a link',
  );
  sandbox.check();
});

test('a restarted container wrote through a link that had replaced its volume', async () => {
  const sandbox = makeSandbox();
  const cluster = await startTestCluster();
  onTestFinished(guardDirectory(cluster.directory));
  const volumes = [{ name: 'v', emptyDir: {} }];
  cluster.create('pods', pod('web', { volumes }, { volumeMounts: [{ name: 'v', mountPath: '/v' }] }));
  await settle();
  const pods = join(cluster.directory, 'pods');
  renameSync(pods, `${pods}.old`);
  symlinkSync(sandbox.outside, pods);
  cluster.images.of('web').exit(137);
  await cluster.clock.advance(15_000);
  expect(cluster.images.started).toHaveLength(1);
  const status = cluster.get('pods', 'web').status?.containerStatuses?.[0];
  expect(status?.state?.waiting?.reason).toBe('CreateContainerConfigError');
  expect(status?.state?.waiting?.message).toMatch(
    /^failed to prepare volumeMount "v" of container "app": the directory `.*\/pods` was replaced by a link$/,
  );
  sandbox.check();
  rmSync(pods);
  renameSync(`${pods}.old`, pods);
  await cluster.clock.advance(5000);
  expect(cluster.images.started).toHaveLength(2);
});

test('names with dots, and names of the maximum length, have directories of their own', async () => {
  const cluster = await startTestCluster();
  const names = ['a.b', 'a.b.c', `${'x'.repeat(249)}.a`, `${'x'.repeat(249)}.b`];
  const volumes = [{ name: 'v', emptyDir: {} }];
  for (const name of names)
    cluster.create('pods', pod(name, { volumes }, { volumeMounts: [{ name: 'v', mountPath: '/v' }] }));
  await settle(200);
  const directories = names.map((name) => cluster.images.of(name).spec.mounts['/v'] as string);
  expect(new Set(directories).size).toBe(names.length);
  for (const directory of directories) expect(existsSync(directory)).toBe(true);
});

describe('a pod from a manipulated file', () => {
  test.each([
    ['uid', { uid: '../../../../../outside' }],
    ['name', { name: '../../outside' }],
    ['namespace', { namespace: '../../outside' }],
  ])('is not run if its %s is a path', async (_field, metadata) => {
    const identity = { name: 'web', namespace: 'default', uid: '1', resourceVersion: '1' };
    const object = { ...pod('web', { nodeName: 'kind-worker' }), metadata: { ...identity, ...metadata } };
    const cluster = await startTestCluster([{ resource: 'pods', object: object as KubeObject }]);
    await settle();
    expect(cluster.images.started).toEqual([]);
    expect(cluster.logged.join()).toMatch(/kubelet: pod `.*` is not run: the name `.*` has a slash or a NUL/);
    expect(readdirSync(cluster.directory)).toEqual([]);
  });

  test('has no container or volume whose name is a path', async () => {
    const sandbox = makeSandbox();
    const cluster = await startTestCluster();
    const up = `${'../'.repeat(30)}${sandbox.outside.slice(1)}/x`;
    cluster.create('pods', pod('container', {}, { name: up }));
    cluster.create('pods', pod('volume', { volumes: [{ name: up, emptyDir: {} }] }));
    await cluster.clock.advance(5000);
    expect(cluster.images.started).toEqual([]);
    sandbox.check();
  });
});

describe('cleaning up after a restart of the node', () => {
  test('removes links that replaced the directories of pods, but not their targets', () => {
    const sandbox = makeSandbox();
    const pods = join(sandbox.inside, 'pods');
    mkdirSync(join(pods, 'default_gone_1'), { recursive: true });
    mkdirSync(join(sandbox.outside, '..', 'inside', 'pods', 'default_kept_3', 'logs'), { recursive: true });
    writeFileSync(join(pods, 'default_kept_3', 'data'), 'x');
    for (const name of ['default_gone_2', 'default_web_4']) symlinkSync(sandbox.outside, join(pods, name));
    const known = ['3', '4'].map((uid) => ({ metadata: { uid, name: 'x', resourceVersion: '1' } }));
    tidyPodDirectories(sandbox.inside, known as never);
    expect(readdirSync(pods, { recursive: true }).sort()).toEqual([
      'default_kept_3',
      join('default_kept_3', 'data'),
    ]);
    sandbox.check();
  });

  test('refuses to run if the directory of all pods is a link that leads out', () => {
    const sandbox = makeSandbox();
    symlinkSync(sandbox.outside, join(sandbox.inside, 'pods'));
    expect(() => tidyPodDirectories(sandbox.inside, [])).toThrow(PathError);
    sandbox.check();
  });
});
