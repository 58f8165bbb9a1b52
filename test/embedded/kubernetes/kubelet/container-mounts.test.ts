import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ContainerConfigError } from '../../../../source/embedded/kubernetes/kubelet/container-config-error.ts';
import { mountsOf } from '../../../../source/embedded/kubernetes/kubelet/container-mounts.ts';
import { isInside } from '../../../../source/embedded/paths/is-inside.ts';
import type { Stored } from '../../../../source/kubernetes-types/kinds.ts';
import { hostilePath, makeSandbox } from '../../paths/hostile-paths.ts';
import { settle } from '../fake-clock.ts';
import { pod } from '../manifests.ts';
import { startTestCluster, type TestCluster } from '../test-cluster.ts';

const waiting = (cluster: TestCluster, name = 'web') =>
  cluster.get('pods', name).status?.containerStatuses?.[0]?.state?.waiting;

const work = { name: 'v', emptyDir: {} };
const nameVariable = { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };

/** A pod whose container mounts the volume at /v. */
function mounting(mount: object, container: object = {}, volume: object = work): object {
  const volumeMounts = [{ name: 'v', mountPath: '/v', ...mount }];
  return pod('web', { volumes: [volume] }, { volumeMounts, ...container });
}

describe('subPathExpr', () => {
  test('is a directory in the volume, named by variables and created if missing', async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', mounting({ subPathExpr: '$(POD_NAME)/logs' }, { env: [nameVariable] }));
    await settle();
    const directory = cluster.images.of('web').spec.mounts['/v'] as string;
    expect(directory.endsWith(join('volumes', 'v', 'web', 'logs'))).toBe(true);
    expect(statSync(directory).isDirectory()).toBe(true);
  });

  test.each([
    ['$(B)/$(A)/$(B)', [], 'missing value for A, B'],
    ['$(EMPTY)', [{ name: 'EMPTY', value: '' }], 'missing value for EMPTY'],
    // The runtime sets it, not the kubelet.
    ['$(HOSTNAME)', [], 'missing value for HOSTNAME'],
    ['$(A)', [{ name: 'A', value: '/etc' }], 'error SubPath `/etc` must not be an absolute path'],
    [
      '$(A)',
      [{ name: 'A', value: 'x/../..' }],
      "unable to provision SubPath `x/../..`: must not contain '..'",
    ],
  ])(
    "%s with %j keeps the container waiting, with the kubelet's message",
    async (subPathExpr, env, message) => {
      const cluster = await startTestCluster();
      cluster.create('pods', mounting({ subPathExpr }, { env }));
      await settle();
      expect(waiting(cluster)).toEqual({ reason: 'CreateContainerConfigError', message });
      expect(cluster.events('web')).toContain(`Failed: Error: ${message}`);
      expect(cluster.images.started).toEqual([]);
    },
  );

  test('keeps escapes and unknown syntax unchanged', async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', mounting({ subPathExpr: 'a$$(POD_NAME)$x' }, { env: [nameVariable] }));
    await settle();
    const directory = cluster.images.of('web').spec.mounts['/v'] as string;
    expect(directory.endsWith(join('v', 'a$(POD_NAME)$x'))).toBe(true);
  });

  test('never leaves the volume, whatever the variables hold', () => {
    const sandbox = makeSandbox();
    const volume = join(sandbox.inside, 'volume');
    const owner = { spec: { volumes: [work] }, metadata: {} } as unknown as Stored<'pods'>;
    fc.assert(
      fc.property(hostilePath, hostilePath, (subPathExpr, value) => {
        const volumeMounts = [{ name: 'v', mountPath: '/v', subPathExpr: `$(A)${subPathExpr}` }];
        try {
          const { mounts } = mountsOf(
            { name: 'it', image: 'app', volumeMounts },
            {
              pod: owner,
              podDirectory: () => sandbox.inside,
              volumes: new Map([['v', volume]]),
              env: { A: value },
            },
          );
          expect(isInside(volume, mounts['/v'] as string)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ContainerConfigError);
        }
        sandbox.check();
      }),
      { numRuns: 60 },
    );
  });
});

describe('a key mounted with subPath', () => {
  const volume = { name: 'v', configMap: { name: 'files', defaultMode: 0o640 } };

  test('is a file that does not change when the ConfigMap changes', async () => {
    const cluster = await startTestCluster();
    cluster.create('configmaps', { metadata: { name: 'files' }, data: { 'a.txt': 'one' } });
    cluster.create('pods', mounting({ mountPath: '/etc/a.txt', subPath: 'a.txt' }, {}, volume));
    await settle();
    const file = cluster.images.of('web').spec.mounts['/etc/a.txt'] as string;
    expect(readFileSync(file, 'utf8')).toBe('one');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    cluster.change('configmaps', 'files', (object) => {
      object.data = { 'a.txt': 'two' };
    });
    await settle();
    expect(readFileSync(file, 'utf8')).toBe('one');
    cluster.images.of('web').exit(1);
    await cluster.clock.advance(15_000);
    expect(readFileSync(cluster.images.of('web').spec.mounts['/etc/a.txt'] as string, 'utf8')).toBe('two');
    cluster.delete('pods', 'web');
    await settle();
    expect(existsSync(file)).toBe(false);
  });
});

describe('a mount is read-only', () => {
  test.each([
    ['if it says so', { readOnly: true }, work, ['/v']],
    ['not by default', {}, work, []],
    ['if a ConfigMap fills the volume', {}, { name: 'v', configMap: { name: 'files' } }, ['/v']],
    ['if the downward API fills it', {}, { name: 'v', downwardAPI: {} }, ['/v']],
  ])('%s', async (_when, mount, volume, readOnly) => {
    const cluster = await startTestCluster();
    cluster.create('configmaps', { metadata: { name: 'files' }, data: {} });
    cluster.create('pods', mounting(mount, {}, volume));
    await settle();
    expect(cluster.images.of('web').spec.readOnly).toEqual(readOnly);
  });
});

test('the container gets its working directory', async () => {
  const cluster = await startTestCluster();
  cluster.create('pods', pod('web', {}, { workingDir: '/etc/kafka/' }));
  await settle();
  expect(cluster.images.of('web').spec.workingDir).toBe('/etc/kafka');
});
