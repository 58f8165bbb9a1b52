import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectApiClient } from '../../../source/cluster/api/api-client.ts';
import { runTool } from '../tools.ts';
import type { RealControlPlane } from './control-plane.ts';
import { demoManifest } from './demo-manifest.ts';

const manifest = `${demoManifest}---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get, list] }]
`;

const pod = (name: string, node: string | undefined) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: 'kafka' }, annotations: { note: 'made by hand' } },
  spec: {
    ...(node === undefined ? {} : { nodeName: node }),
    containers: [
      {
        name: 'kafka',
        image: 'demo:1',
        command: ['sh', '-c', 'run it\n'],
        ports: [{ containerPort: 9092, name: 'broker' }],
        env: [
          { name: 'PARTITIONS', value: '4' },
          { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        ],
        resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } },
        readinessProbe: { tcpSocket: { port: 9092 }, periodSeconds: 5 },
        livenessProbe: { httpGet: { path: '/live', port: 'broker' } },
      },
    ],
    tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'kafka', effect: 'NoSchedule' }],
  },
});

/** Creates in the cluster what a kubelet and the controllers would, and writes the manifests beside it. */
export async function handMade(plane: RealControlPlane, directory: string): Promise<void> {
  const files: Readonly<Record<string, string>> = {
    'all.yml': manifest,
    'changed.yml': manifest
      .replace('value: "4"', 'value: "8"')
      .replace('port: 9092 }', 'port: 9093 }')
      .replace('value: producer', 'value: consumer')
      .replace('verbs: [get, list]', 'verbs: [get]'),
    'typo.yml': manifest.replaceAll('replicas: 1', 'replicsa: 1'),
    'immutable.yml': manifest.replaceAll('serviceName: kafka-service', 'serviceName: other'),
    'invalid.yml': manifest
      .replaceAll('replicas: 2', 'replicas: -2')
      .replace('port: 9092 }', 'port: 90920 }'),
    'elsewhere.yml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, namespace: nowhere }\ndata: { a: b }\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const applied = await runTool(join(directory, 'kubectl'), ['apply', '-f', join(directory, 'all.yml')], {
    env: { PATH: process.env.PATH, HOME: directory, KUBECONFIG: plane.kubeconfig },
  });
  if (applied.code !== 0) throw new Error(applied.stderr);
  const api = await connectApiClient(plane);
  const post = (path: string, body: object) => api.json({ method: 'POST', path, body });
  const status = (path: string, body: object) =>
    api.json({
      method: 'PATCH',
      path: `${path}/status`,
      contentType: 'application/strategic-merge-patch+json',
      body: { status: body },
    });
  try {
    for (const name of ['control-plane', 'worker']) {
      await post('/api/v1/nodes', {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: {
          name,
          labels: {
            'kubernetes.io/hostname': name,
            ...(name === 'worker' ? {} : { 'node-role.kubernetes.io/control-plane': '' }),
          },
        },
        spec: {
          podCIDR: name === 'worker' ? '10.244.1.0/24' : '10.244.0.0/24',
          taints:
            name === 'worker' ? [] : [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
        },
      });
      await status(`/api/v1/nodes/${name}`, nodeStatus(name));
    }
    await post('/apis/storage.k8s.io/v1/storageclasses', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name: 'standard',
        annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
      },
      provisioner: 'example.com/none',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    const core = '/api/v1/namespaces/default';
    await post(`${core}/configmaps`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings' },
      data: { one: 'first', many: 'two\nlines\n' },
    });
    await post(`${core}/persistentvolumeclaims`, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data-kafka-0', labels: { app: 'kafka' } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
    });
    for (const name of ['kafka-0', 'kafka-1']) {
      await post(`${core}/pods`, pod(name, 'worker'));
      await status(`${core}/pods/${name}`, podStatus(name === 'kafka-0'));
    }
    await post(`${core}/pods`, pod('kafka-pending', undefined));
    // More objects than fit into a page of 500, in a namespace with limits.
    const crowded = '/api/v1/namespaces/crowded';
    await post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'crowded' } });
    await Promise.all(
      Array.from({ length: 520 }, (_, index) =>
        post(`${crowded}/configmaps`, {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: {
            name: `item-${String(index).padStart(3, '0')}`,
            labels: { same: 'label', half: index % 2 === 0 ? 'yes' : 'no' },
          },
        }),
      ),
    );
    await post(`${crowded}/resourcequotas`, {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'small' },
      spec: { hard: { pods: '5', 'requests.cpu': '2', 'limits.memory': '4Gi' } },
    });
    await status(`${crowded}/resourcequotas/small`, {
      hard: { pods: '5', 'requests.cpu': '2', 'limits.memory': '4Gi' },
      used: { pods: '1', 'requests.cpu': '500m', 'limits.memory': '0' },
    });
    await post(`${crowded}/limitranges`, {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'each' },
      spec: {
        limits: [
          { type: 'Container', default: { memory: '512Mi' }, defaultRequest: { memory: '256Mi' } },
          { type: 'Pod', max: { cpu: '2' }, min: { cpu: '100m' } },
        ],
      },
    });
    await post(`${core}/events`, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'kafka-0.1' },
      involvedObject: { kind: 'Pod', name: 'kafka-0', namespace: 'default', apiVersion: 'v1' },
      reason: 'Pulled',
      message: 'Container image "demo:1" already present on machine',
      type: 'Normal',
      count: 3,
      firstTimestamp: '2026-01-02T03:04:05Z',
      lastTimestamp: '2026-01-02T03:14:05Z',
      source: { component: 'kubelet', host: 'worker' },
    });
  } finally {
    api.close();
  }
}

const since = '2026-01-02T03:04:05Z';

function nodeStatus(name: string): object {
  const amount = { cpu: '2', memory: '4038812Ki', pods: '110', 'ephemeral-storage': '61255492Ki' };
  return {
    capacity: amount,
    allocatable: amount,
    addresses: [
      { type: 'InternalIP', address: name === 'worker' ? '192.0.2.2' : '192.0.2.1' },
      { type: 'Hostname', address: name },
    ],
    conditions: [
      ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
      ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
    ].map(([type, status, reason, message]) => ({
      type,
      status,
      reason,
      message,
      lastHeartbeatTime: since,
      lastTransitionTime: since,
    })),
    nodeInfo: {
      machineID: 'm',
      systemUUID: 'u',
      bootID: 'b',
      kernelVersion: '6.1.0',
      osImage: 'Some Linux',
      containerRuntimeVersion: 'containerd://1.7.15',
      kubeletVersion: 'v1.30.0',
      kubeProxyVersion: 'v1.30.0',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
  };
}

function podStatus(isReady: boolean): object {
  const ready = isReady ? 'True' : 'False';
  const crashed = {
    exitCode: 1,
    reason: 'Error',
    message: 'no ZooKeeper',
    startedAt: since,
    finishedAt: since,
    containerID: 'containerd://c0',
  };
  return {
    phase: 'Running',
    hostIP: '192.0.2.2',
    podIP: '10.244.1.5',
    podIPs: [{ ip: '10.244.1.5' }],
    startTime: since,
    conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(
      (type) => ({
        type,
        status: type.includes('Ready') && type !== 'PodReadyToStartContainers' ? ready : 'True',
        lastTransitionTime: since,
      }),
    ),
    containerStatuses: [
      {
        name: 'kafka',
        image: 'demo:1',
        imageID: 'sha256:1',
        containerID: 'containerd://c1',
        ready: isReady,
        started: isReady,
        restartCount: isReady ? 0 : 4,
        state: isReady
          ? { running: { startedAt: since } }
          : { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' } },
        lastState: isReady ? {} : { terminated: crashed },
      },
    ],
  };
}
