import {
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { provisioner } from '../../../../../source/embedded/kubernetes/machinery/provisioned-volume.ts';
import type { Stored } from '../../../../../source/kubernetes-types/kinds.ts';
import { makeSandbox, type Sandbox } from '../../../paths/hostile-paths.ts';
import { settle } from '../../fake-clock.ts';
import { claimTemplate, pod } from '../../manifests.ts';
import { startTestCluster, type TestCluster } from '../../test-cluster.ts';

const forged = { 'pv.kubernetes.io/provisioned-by': provisioner };
const oldUid = '00000000-0000-4000-8000-000000000000';

function volume(name: string, spec: object, annotations: Record<string, string> = forged): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, annotations },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...spec },
  };
}

const claimRef = (name: string, uid?: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  namespace: 'default',
  name,
  ...(uid === undefined ? {} : { uid }),
});

function podWith(claimName: string): object {
  const volumes = [{ name: 'v', persistentVolumeClaim: { claimName } }];
  return pod('web', { volumes }, { volumeMounts: [{ name: 'v', mountPath: '/mnt' }] });
}

/** The directory of the volume of the pod, once it runs. */
async function mounted(cluster: TestCluster): Promise<string> {
  await cluster.clock.advance(5000);
  return cluster.images.of('web').spec.mounts['/mnt']!;
}

/** A claim that is bound to a volume of the class `standard`, and mounted. */
async function provisioned(
  cluster: TestCluster,
): Promise<{ claim: Stored<'persistentvolumeclaims'>; directory: string }> {
  cluster.create('persistentvolumeclaims', { ...claimTemplate, metadata: { name: 'data' } });
  cluster.create('pods', podWith('data'));
  const directory = await mounted(cluster);
  writeFileSync(join(directory, 'records'), 'x');
  return { claim: cluster.get('persistentvolumeclaims', 'data'), directory };
}

describe('a PersistentVolume created by hand', () => {
  test.each([
    ['with the provisioner’s annotation', 'gone', forged],
    ['with its annotation and a name like its own', `pvc-${oldUid}`, forged],
    ['without any', 'gone', {}],
  ])('is reclaimed without deleting a directory of this machine: %s', async (_what, name, annotations) => {
    const sandbox = makeSandbox();
    const cluster = await startTestCluster();
    for (const [index, path] of [
      sandbox.outside,
      '/',
      '..',
      '../../..',
      `/../..${sandbox.outside}`,
    ].entries())
      cluster.create(
        'persistentvolumes',
        volume(
          index === 0 ? name : `${name}-${index}`,
          {
            hostPath: { path },
            claimRef: claimRef('nobody', oldUid),
            persistentVolumeReclaimPolicy: 'Delete',
          },
          annotations,
        ),
      );
    await settle();
    sandbox.check();
    expect(existsSync(cluster.directory)).toBe(true);
  });

  const sources = (sandbox: Sandbox): [string, object][] => [
    ['hostPath', { hostPath: { path: sandbox.outside } }],
    ['hostPath that climbs', { hostPath: { path: `${'../'.repeat(30)}${sandbox.outside}` } }],
    ['local', { local: { path: sandbox.outside } }],
    [
      'hostPath and a name like the provisioner’s',
      { hostPath: { path: sandbox.outside }, name: `pvc-${oldUid}` },
    ],
  ];

  test.each([0, 1, 2, 3])(
    'is mounted as a directory of its node, in the data directory (%i)',
    async (index) => {
      const sandbox = makeSandbox();
      const [, spec] = sources(sandbox)[index]!;
      const { name = 'door', ...source } = spec as { name?: string };
      const cluster = await startTestCluster();
      cluster.create('persistentvolumes', volume(name, source));
      cluster.create('persistentvolumeclaims', {
        metadata: { name: 'door' },
        spec: { ...claimTemplate.spec, storageClassName: '', volumeName: name },
      });
      cluster.create('pods', podWith('door'));
      const directory = await mounted(cluster);
      const node = cluster.get('pods', 'web').spec.nodeName;
      expect(directory).toBe(
        name === 'door'
          ? join(cluster.directory, 'nodes', node ?? '', sandbox.outside)
          : join(cluster.directory, 'volumes', name),
      );
      expect(readdirSync(directory)).toEqual([]);
      sandbox.check();
    },
  );

  test('is not bound, once released, to a later claim of the same name', async () => {
    const cluster = await startTestCluster();
    cluster.create(
      'persistentvolumes',
      volume('old', { hostPath: { path: '/data' }, claimRef: claimRef('door', oldUid) }, {}),
    );
    cluster.create('persistentvolumeclaims', {
      metadata: { name: 'door' },
      spec: { ...claimTemplate.spec, storageClassName: '', volumeName: 'old' },
    });
    await settle();
    expect(cluster.get('persistentvolumes', 'old').status?.phase).toBe('Released');
    expect(cluster.get('persistentvolumeclaims', 'door').status?.phase).toBe('Pending');
  });

  test('is not mounted by a claim that merely claims to be bound to it', async () => {
    const cluster = await startTestCluster();
    const { claim, directory } = await provisioned(cluster);
    cluster.create('persistentvolumeclaims', {
      metadata: { name: 'thief' },
      spec: { ...claimTemplate.spec, volumeName: claim.spec.volumeName },
      status: { phase: 'Bound' },
    });
    const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'thief' } }];
    cluster.create('pods', pod('thief', { volumes }));
    await cluster.clock.advance(5000);
    expect(() => cluster.images.of('thief')).toThrow('no container was started');
    expect(readdirSync(directory)).toEqual(['records']);
  });
});

describe('a volume of the class standard', () => {
  test('is mounted and removed by its name, even if its path was changed', async () => {
    const sandbox = makeSandbox();
    const cluster = await startTestCluster();
    const { claim, directory } = await provisioned(cluster);
    const name = claim.spec.volumeName ?? '';
    expect(directory).toBe(join(cluster.directory, 'volumes', name));
    cluster.store.update('persistentvolumes', undefined, name, (object) => {
      object.spec.hostPath = { ...object.spec.hostPath, path: sandbox.outside };
    });
    cluster.delete('pods', 'web', 0);
    await cluster.clock.advance(5000);
    cluster.create('pods', podWith('data'));
    expect(await mounted(cluster)).toBe(directory);
    cluster.delete('pods', 'web', 0);
    cluster.delete('persistentvolumeclaims', 'data');
    await cluster.clock.advance(5000);
    expect(cluster.store.list('persistentvolumes').items).toEqual([]);
    expect(existsSync(directory)).toBe(false);
    sandbox.check();
  });

  test('is removed in slices, while a claim of the same name gets a new volume', async () => {
    const cluster = await startTestCluster();
    const { claim, directory } = await provisioned(cluster);
    for (let file = 0; file < 300; file++) writeFileSync(join(directory, `f${file}`), '');
    cluster.delete('pods', 'web', 0);
    cluster.delete('persistentvolumeclaims', 'data');
    await cluster.clock.advance(5000);
    expect(existsSync(directory)).toBe(false);
    const { claim: next, directory: fresh } = await provisioned(cluster);
    expect(next.spec.volumeName).not.toBe(claim.spec.volumeName);
    await vi.waitUntil(() => readdirSync(join(cluster.directory, 'removed')).length === 0);
    expect(readdirSync(fresh)).toEqual(['records']);
  });

  test('remains as an object until its directory can be removed', async () => {
    const yard = makeSandbox();
    const cluster = await startTestCluster();
    await provisioned(cluster);
    // The directory for pending removals is a link to somewhere else.
    symlinkSync(yard.outside, join(cluster.directory, 'removed'));
    cluster.delete('pods', 'web', 0);
    cluster.delete('persistentvolumeclaims', 'data');
    await cluster.clock.advance(5000);
    expect(cluster.store.list('persistentvolumes').items).toHaveLength(1);
    expect(cluster.logged.join()).toContain('`default/data` is retried');
    unlinkSync(join(cluster.directory, 'removed'));
    await cluster.clock.advance(60_000);
    expect(cluster.store.list('persistentvolumes').items).toEqual([]);
    yard.check();
  });

  test('keeps its data while a claim is bound to it, even if its claimRef was changed', async () => {
    const cluster = await startTestCluster();
    const { claim, directory } = await provisioned(cluster);
    for (const reference of [claimRef('data', oldUid), claimRef('nobody', oldUid)]) {
      cluster.store.update('persistentvolumes', undefined, claim.spec.volumeName ?? '', (object) => {
        object.spec.claimRef = reference;
      });
      await settle();
      expect(readdirSync(directory)).toEqual(['records']);
    }
  });

  test('keeps its directory when it was retained and is given to another claim', async () => {
    const cluster = await startTestCluster();
    const { claim, directory } = await provisioned(cluster);
    const name = claim.spec.volumeName ?? '';
    cluster.store.update('persistentvolumes', undefined, name, (object) => {
      object.spec.persistentVolumeReclaimPolicy = 'Retain';
    });
    cluster.delete('pods', 'web', 0);
    cluster.delete('persistentvolumeclaims', 'data');
    await cluster.clock.advance(5000);
    expect(cluster.get('persistentvolumes', name).status?.phase).toBe('Released');
    cluster.store.update('persistentvolumes', undefined, name, (object) => {
      delete object.spec.claimRef;
    });
    cluster.create('persistentvolumeclaims', {
      metadata: { name: 'again' },
      spec: { ...claimTemplate.spec, storageClassName: 'standard', volumeName: name },
    });
    cluster.create('pods', podWith('again'));
    expect(await mounted(cluster)).toBe(directory);
    expect(readdirSync(directory)).toEqual(['records']);
  });

  test('is neither mounted nor removed through a link that replaced its directory', async () => {
    const sandbox = makeSandbox();
    const cluster = await startTestCluster();
    mkdirSync(join(cluster.directory, 'volumes'), { recursive: true });
    cluster.create('persistentvolumeclaims', { ...claimTemplate, metadata: { name: 'data' } });
    const claim = cluster.get('persistentvolumeclaims', 'data');
    const link = join(cluster.directory, 'volumes', `pvc-${claim.metadata.uid}`);
    symlinkSync(sandbox.outside, link);
    cluster.create('pods', podWith('data'));
    await cluster.clock.advance(5000);
    expect(() => cluster.images.of('web')).toThrow('no container was started');
    expect(cluster.logged.join()).toContain('leads out of its directory by a link');
    expect(realpathSync(link)).toBe(realpathSync(sandbox.outside));
    sandbox.check();
  });
});
