import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, connectApiClient } from '../../../source/cluster/api/api-client.ts';
import { requestKind, requestKinds } from '../../../source/cluster/api/read-objects.ts';
import { createObserver } from '../../../source/cluster/kubernetes/observer.ts';
import { cli } from '../../serve-cluster.ts';
import {
  controlPlaneBinaries,
  hasControllers,
  type RealControlPlane,
  startControlPlane,
} from '../kubernetes/control-plane.ts';
import { type Finished, runTool } from '../tools.ts';

const binaries = controlPlaneBinaries();
const isWhole = binaries !== undefined && hasControllers(binaries);
if (binaries !== undefined && !isWhole)
  console.info(
    'kube-controller-manager and kube-scheduler are not beside kube-apiserver: their tests are skipped',
  );

/** The lab on a foreign cluster, as far as it goes without a kubelet: up to pods that wait for a node. */
describe.skipIf(!isWhole)('the cluster of a context, served by a real control plane', () => {
  const signal = AbortSignal.timeout(170_000);
  let plane: RealControlPlane;
  let api: ApiClient;
  let home: string;

  const lab = (line: string, kubeconfig = plane.kubeconfig): Promise<Finished> => {
    const [verb = '', ...rest] = line.split(' ');
    const flags = ['--cluster', 'context', '--context', plane.context];
    return runTool(process.execPath, [cli, verb, ...flags, ...rest], {
      env: { ...process.env, HOME: home, KUBECONFIG: kubeconfig, KAFKA_LAB_HOME: home },
      timeoutMs: 60_000,
    });
  };
  const namespaces = async (): Promise<string[]> => {
    const list = await requestKinds(api, 'namespaces', { path: '/api/v1/namespaces', signal });
    return list.map(({ metadata }) => metadata.name);
  };
  /** A ready node that accepts no pod without a toleration: a kubelet would have to end those. */
  const reportNode = async (): Promise<void> => {
    const now = new Date().toISOString();
    const amount = { cpu: '8', memory: '16Gi', pods: '110' };
    await api.json({
      method: 'PATCH',
      path: '/api/v1/nodes/worker/status',
      contentType: 'application/merge-patch+json',
      body: {
        status: {
          capacity: amount,
          allocatable: amount,
          conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: now, lastTransitionTime: now }],
        },
      },
      signal,
    });
  };

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'kafka-lab-real-context-'));
    plane = await startControlPlane(binaries!, { controllers: true });
    api = await connectApiClient(plane);
  }, 150_000);
  afterAll(async () => {
    api?.close();
    await plane?.close();
    if (home !== undefined) rmSync(home, { recursive: true, force: true });
  });

  it('creates nothing if no node accepts pods and no storage class serves claims, and says so', async () => {
    const { code, stderr } = await lab('reset');
    expect(code).toBe(1);
    expect(stderr).toContain('no node accepts pods');
    expect(stderr).toContain('the cluster has no default one');
    expect(await namespaces()).not.toContain('kafka-lab');
  }, 70_000);

  it('creates its namespace, sees what the controllers make of the manifests, and deletes it', async () => {
    const theirs = readFileSync(plane.kubeconfig, 'utf8');
    await api.json({
      method: 'POST',
      path: '/apis/storage.k8s.io/v1/storageclasses',
      body: {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: {
          name: 'standard',
          annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
        },
        provisioner: 'example.com/none',
        volumeBindingMode: 'WaitForFirstConsumer',
      },
      signal,
    });
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker' } };
    await api.json({ method: 'POST', path: '/api/v1/nodes', body: node, signal });
    await expect
      .poll(
        async () => {
          await reportNode();
          return (await lab('reset')).stdout;
        },
        { timeout: 60_000 },
      )
      .toContain('Created namespace kafka-lab');
    expect((await lab('doctor')).stdout).toContain(plane.version);
    expect((await lab('build')).stdout).toContain('Stored as ConfigMap kafka-lab-clients');

    // Cordoned, so that no pod is scheduled on a node that has no kubelet to end it.
    await api.json({
      method: 'PATCH',
      path: '/api/v1/nodes/worker',
      contentType: 'application/merge-patch+json',
      body: { spec: { unschedulable: true } },
      signal,
    });
    await expect
      .poll(async () => {
        const { spec } = await requestKind(api, 'nodes', { path: '/api/v1/nodes/worker', signal });
        return spec?.taints?.length ?? 0;
      })
      .toBeGreaterThan(0);
    expect((await lab(`kubectl apply -f ${join(process.cwd(), 'manifests', 'kafka.yml')}`)).stdout).toContain(
      'statefulset.apps/kafka created',
    );
    const observer = createObserver({
      kubeconfig: plane.kubeconfig,
      context: plane.context,
      namespace: 'kafka-lab',
      facts: {
        topic: 'test',
        zookeeperPod: 'zookeeper-0',
        brokerPod: 'kafka-0',
        producerSelector: 'app=ece573-prj05-producer',
        consumerSelector: 'app=ece573-prj05-consumer',
        groupId: 'test-group',
        brokerPort: 9092,
        zookeeperPort: 2181,
      },
    });
    try {
      const waiting = { status: 'Pending', ready: false, trouble: expect.stringContaining('Unschedulable') };
      await expect
        .poll(() => observer.look('pods', signal), { timeout: 20_000 })
        .toEqual([
          expect.objectContaining({ name: 'kafka-0', ...waiting }),
          expect.objectContaining({ name: 'zookeeper-0', ...waiting }),
        ]);
      expect(await observer.look('services', signal)).toEqual([
        { name: 'kafka-service', clusterIP: 'None', ports: [9092] },
        { name: 'zookeeper-service', clusterIP: 'None', ports: [2181] },
      ]);
      expect(await observer.look('workloads', signal)).toEqual([
        { kind: 'StatefulSet', name: 'kafka', replicas: 3, ready: 0 },
        { kind: 'StatefulSet', name: 'zookeeper', replicas: 1, ready: 0 },
      ]);
      expect(await observer.look('nodes', signal)).toMatchObject([{ name: 'worker' }]);
      expect(await observer.look('brokers', signal)).toEqual([]);
      expect(await observer.look('topics', signal)).toEqual([]);
      expect(await observer.counts(signal)).toMatchObject({ endOffsets: [], producers: [], consumers: [] });
    } finally {
      await observer.close();
    }
    expect((await lab('down')).stdout).toContain('Deleted namespace kafka-lab.');
    expect(await namespaces()).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
    expect(readFileSync(plane.kubeconfig, 'utf8')).toBe(theirs);
  }, 170_000);

  it('works for a user who may edit only one namespace, and leaves it as it was', async () => {
    const learner = plane.kubeconfigOf('learner');
    const refused = await lab('reset', learner);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('User "learner" cannot get resource "namespaces"');
    const given = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'given' } };
    await api.json({ method: 'POST', path: '/api/v1/namespaces', body: given, signal });
    const rbac = 'rbac.authorization.k8s.io';
    await api.json({
      method: 'POST',
      path: `/apis/${rbac}/v1/namespaces/given/rolebindings`,
      body: {
        apiVersion: `${rbac}/v1`,
        kind: 'RoleBinding',
        metadata: { name: 'learner' },
        roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'edit' },
        subjects: [{ apiGroup: rbac, kind: 'User', name: 'learner' }],
      },
      signal,
    });
    const configMaps = async (): Promise<string[]> => {
      const path = '/api/v1/namespaces/given/configmaps';
      return (await requestKinds(api, 'configmaps', { path, signal })).map(({ metadata }) => metadata.name);
    };
    // An authorizer learns about a binding from its own watch.
    await expect
      .poll(async () => (await lab('reset --namespace given', learner)).stdout, { timeout: 30_000 })
      .toContain('Using existing namespace given');
    expect((await lab('build --namespace given', learner)).code).toBe(0);
    expect(await configMaps()).toEqual(['kafka-lab', 'kafka-lab-clients', 'kube-root-ca.crt']);
    expect((await lab('down --namespace given', learner)).code).toBe(0);
    expect(await configMaps()).toEqual(['kube-root-ca.crt']);
  }, 170_000);
});
