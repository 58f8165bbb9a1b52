import { describe, expect, test } from 'vitest';
import { settle } from '../../fake-clock.ts';
import { pod } from '../../manifests.ts';
import { startTestCluster } from '../../test-cluster.ts';

const volume = (name: string, storage: string, spec: object = {}) => ({
  metadata: { name, labels: { disk: name } },
  spec: {
    accessModes: ['ReadWriteOnce'],
    capacity: { storage },
    hostPath: { path: `/data/${name}` },
    storageClassName: 'manual',
    ...spec,
  },
});
const claim = (spec: object = {}) => ({
  metadata: { name: 'data' },
  spec: {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } },
    storageClassName: 'manual',
    ...spec,
  },
});
const user = pod('web', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] });
const onNode = (hostname: string) => ({
  nodeAffinity: {
    required: {
      nodeSelectorTerms: [
        { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [hostname] }] },
      ],
    },
  },
});

describe('a claim of a class that does not exist', () => {
  test('is bound to the smallest volume of that class that is large enough', async () => {
    const cluster = await startTestCluster();
    for (const [name, size] of [
      ['large', '10Gi'],
      ['small', '500Mi'],
      ['fitting', '2Gi'],
    ] as const)
      cluster.create('persistentvolumes', volume(name, size));
    cluster.create('persistentvolumes', volume('other', '1Gi', { storageClassName: 'other' }));
    cluster.create('persistentvolumeclaims', claim());
    await settle();
    expect(cluster.get('persistentvolumeclaims', 'data')).toMatchObject({
      spec: { volumeName: 'fitting' },
      status: { phase: 'Bound', capacity: { storage: '2Gi' } },
    });
    cluster.create('pods', user);
    await settle();
    expect(cluster.get('pods', 'web').status?.phase).toBe('Running');
  });

  test.each([
    ['has other access modes', {}, { accessModes: ['ReadWriteMany'] }],
    ['is too small', {}, { resources: { requests: { storage: '5Gi' } } }],
    ['is a block device', { volumeMode: 'Block' }, {}],
    ['has other labels', {}, { selector: { matchLabels: { disk: 'other' } } }],
    ['is another’s', { claimRef: { namespace: 'default', name: 'other' } }, {}],
  ])('stays pending if the volume %s', async (_what, of, wanted) => {
    const cluster = await startTestCluster();
    cluster.create('persistentvolumes', volume('disk', '2Gi', of));
    cluster.create('persistentvolumeclaims', claim(wanted));
    await settle();
    expect(cluster.get('persistentvolumeclaims', 'data').status?.phase).toBe('Pending');
    expect(cluster.events('data')).toContain(
      'ProvisioningFailed: storageclass.storage.k8s.io "manual" not found',
    );
  });

  test('is bound to a volume of a node that does not exist, and its pod stays pending, as on a real cluster', async () => {
    const cluster = await startTestCluster();
    cluster.create('persistentvolumes', volume('disk', '1Gi', onNode('node01')));
    cluster.create('persistentvolumeclaims', claim());
    cluster.create('pods', user);
    await settle();
    expect(cluster.get('persistentvolumeclaims', 'data').status?.phase).toBe('Bound');
    expect(cluster.events('web').at(-1)).toContain('4 node(s) had volume node affinity conflict');
  });
});

test('a claim on local volumes is bound where its pod fits, and its pod goes there', async () => {
  const cluster = await startTestCluster();
  cluster.create('storageclasses', {
    metadata: { name: 'manual' },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
  cluster.create('persistentvolumeclaims', claim());
  cluster.create('pods', user);
  await settle();
  expect(cluster.events('web').at(-1)).toContain("node(s) didn't find available persistent volumes to bind");
  cluster.create('persistentvolumes', volume('disk', '1Gi', onNode('kind-worker3')));
  await cluster.clock.advance(5000);
  await settle();
  expect(cluster.get('pods', 'web').spec.nodeName).toBe('kind-worker3');
  expect(cluster.get('persistentvolumeclaims', 'data').spec.volumeName).toBe('disk');
});

test('a claim of the provisioned class takes a matching volume that exists already', async () => {
  const cluster = await startTestCluster();
  cluster.create('persistentvolumes', volume('mine', '1Gi', { storageClassName: 'standard' }));
  cluster.create('persistentvolumeclaims', claim({ storageClassName: 'standard' }));
  await settle();
  expect(cluster.get('persistentvolumeclaims', 'data').status?.phase).toBe('Pending');
  cluster.create('pods', user);
  await settle();
  expect(cluster.get('persistentvolumeclaims', 'data').spec.volumeName).toBe('mine');
  expect(cluster.store.list('persistentvolumes').items).toHaveLength(1);
});
