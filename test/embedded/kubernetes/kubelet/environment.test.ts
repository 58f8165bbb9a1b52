import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentLimit } from '../../../../source/embedded/kubernetes/kubelet/argument-limit.ts';
import { expandVariables } from '../../../../source/embedded/kubernetes/kubelet/expand.ts';
import { settle } from '../fake-clock.ts';
import { deployment, pod } from '../manifests.ts';
import { startTestCluster } from '../test-cluster.ts';

describe('$(VAR) expansion', () => {
  const values = { POD: 'kafka-0', EMPTY: '' };

  test.each([
    ['PLAINTEXT://$(POD).kafka:9092', 'PLAINTEXT://kafka-0.kafka:9092'],
    ['$(POD)$(POD)', 'kafka-0kafka-0'],
    ['$(EMPTY)x', 'x'],
    ['$(MISSING)', '$(MISSING)'],
    ['$$(POD)', '$(POD)'],
    ['$$$(POD)', '$kafka-0'],
    ['$POD ${ `hostname`', '$POD ${ `hostname`'],
    ['$(POD', '$(POD'],
    ['$(constructor)', '$(constructor)'],
    ['$', '$'],
  ])('%s becomes %s', (text, expanded) => {
    expect(expandVariables(text, values)).toBe(expanded);
  });

  test('a text without a dollar is unchanged', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const plain = text.replaceAll('$', '');
        expect(expandVariables(plain, values)).toBe(plain);
      }),
    );
  });
});

test('env contains fields of the pod, ConfigMaps, Secrets, Services, and variables that were set before', async () => {
  const cluster = await startTestCluster();
  cluster.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings' },
    data: { topic: 'test', level: 'debug' },
  });
  cluster.create('secrets', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'keys' },
    data: { token: Buffer.from('hush').toString('base64') },
  });
  cluster.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kafka-front' },
    spec: { clusterIP: '10.96.7.7', ports: [{ name: 'client', port: 9092 }] },
  });
  cluster.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'quiet' },
    spec: { clusterIP: 'None', ports: [{ port: 1 }] },
  });
  const field = (fieldPath: string) => ({ valueFrom: { fieldRef: { fieldPath } } });
  const env = [
    { name: 'POD_NAME', ...field('metadata.name') },
    { name: 'POD_IP', ...field('status.podIP') },
    { name: 'HOST_IP', ...field('status.hostIP') },
    { name: 'NODE', ...field('spec.nodeName') },
    { name: 'APP', ...field("metadata.labels['app']") },
    { name: 'LISTENER', value: 'PLAINTEXT://$(POD_NAME).kafka:$(KAFKA_FRONT_SERVICE_PORT)' },
    { name: 'EARLY', value: '$(LATE)' },
    { name: 'LATE', value: 'late' },
    { name: 'TOPIC', valueFrom: { configMapKeyRef: { name: 'settings', key: 'topic' } } },
    { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'keys', key: 'token' } } },
    { name: 'NOTHING', valueFrom: { secretKeyRef: { name: 'absent', key: 'x', optional: true } } },
    { name: 'MILLICORES', valueFrom: { resourceFieldRef: { resource: 'requests.cpu', divisor: '1m' } } },
  ];
  const container = {
    env,
    envFrom: [{ prefix: 'CFG_', configMapRef: { name: 'settings' } }],
    command: ['run', '$(TOPIC)'],
    args: ['$(LISTENER)', '$$(LISTENER)'],
    resources: { requests: { cpu: '500m' } },
  };
  cluster.create('pods', pod('kafka-0', {}, container));
  await settle();
  const { spec } = cluster.images.of('kafka-0');
  expect(spec.env).toMatchObject({
    HOSTNAME: 'kafka-0',
    POD_NAME: 'kafka-0',
    POD_IP: '10.244.1.2',
    HOST_IP: '172.18.0.3',
    NODE: 'kind-worker',
    APP: 'kafka-0',
    LISTENER: 'PLAINTEXT://kafka-0.kafka:9092',
    EARLY: '$(LATE)',
    TOPIC: 'test',
    TOKEN: 'hush',
    MILLICORES: '500',
    CFG_topic: 'test',
    CFG_level: 'debug',
    KAFKA_FRONT_SERVICE_HOST: '10.96.7.7',
    KAFKA_FRONT_SERVICE_PORT: '9092',
    KAFKA_FRONT_SERVICE_PORT_CLIENT: '9092',
    KAFKA_FRONT_PORT: 'tcp://10.96.7.7:9092',
    KAFKA_FRONT_PORT_9092_TCP: 'tcp://10.96.7.7:9092',
    KAFKA_FRONT_PORT_9092_TCP_ADDR: '10.96.7.7',
    KUBERNETES_SERVICE_HOST: '10.96.0.1',
    KUBERNETES_SERVICE_PORT_HTTPS: '443',
  });
  expect(spec.env).not.toHaveProperty('NOTHING');
  expect(spec.env).not.toHaveProperty('QUIET_SERVICE_HOST');
  expect(spec.command).toEqual(['run', 'test']);
  expect(spec.args).toEqual(['PLAINTEXT://kafka-0.kafka:9092', '$(LISTENER)']);
});

test('a Service named kafka sets KAFKA_PORT, unless enableServiceLinks is false', async () => {
  const cluster = await startTestCluster();
  cluster.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kafka' },
    spec: { clusterIP: '10.96.7.8', ports: [{ port: 9092 }] },
  });
  cluster.create('pods', pod('linked'));
  cluster.create('pods', pod('unlinked', { enableServiceLinks: false }));
  await settle();
  expect(cluster.images.of('linked').spec.env.KAFKA_PORT).toBe('tcp://10.96.7.8:9092');
  expect(cluster.images.of('unlinked').spec.env).not.toHaveProperty('KAFKA_PORT');
});

test('values in values grew without limit', () => {
  const values: Record<string, string> = { A: 'x'.repeat(1000) };
  for (let round = 0; round < 7; round += 1) values.A = expandVariables('$(A)$(A)', values);
  expect(() => expandVariables('$(A)$(A)', values)).toThrow('argument list too long');
  const limit = new ArgumentLimit();
  const all = () => Array.from({ length: 30 }, () => limit.take('x'.repeat(100_000)));
  expect(all).toThrow('argument list too long');
});

test('a missing ConfigMap is a CreateContainerConfigError until it exists', async () => {
  const cluster = await startTestCluster();
  const env = [{ name: 'TOPIC', valueFrom: { configMapKeyRef: { name: 'settings', key: 'topic' } } }];
  cluster.create('pods', pod('web', {}, { env }));
  await settle();
  const waiting = () => cluster.get('pods', 'web').status?.containerStatuses?.[0]?.state?.waiting;
  expect(waiting()).toEqual({
    reason: 'CreateContainerConfigError',
    message: 'configmap "settings" not found',
  });
  expect(cluster.events('web')).toContain('Failed: Error: configmap "settings" not found');
  const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } };
  cluster.create('configmaps', { ...settings, data: {} });
  await settle();
  expect(waiting()?.message).toBe("couldn't find key topic in ConfigMap default/settings");
  cluster.change('configmaps', 'settings', (map) => {
    map.data = { topic: 'test' };
  });
  await settle();
  expect(cluster.images.of('web').spec.env.TOPIC).toBe('test');
});

test('a ConfigMap volume consists of files, and no path leads out of it', async () => {
  const cluster = await startTestCluster();
  cluster.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings' },
    data: { 'server.properties': 'a=1\n', evil: 'x' },
  });
  const items = [
    { key: 'server.properties', path: 'etc/server.properties' },
    { key: 'evil', path: '../../../../evil' },
  ];
  const volumes = [
    { name: 'config', configMap: { name: 'settings', items } },
    { name: 'scratch', emptyDir: {} },
    { name: 'host', hostPath: { path: '/etc' } },
  ];
  const volumeMounts = [
    { name: 'config', mountPath: '/etc/kafka' },
    { name: 'scratch', mountPath: '/tmp' },
    { name: 'host', mountPath: '/host' },
  ];
  cluster.create('pods', pod('web', { volumes }, { volumeMounts }));
  await settle();
  const { mounts } = cluster.images.of('web').spec;
  const config = mounts['/etc/kafka'] as string;
  expect(readFileSync(join(config, 'etc/server.properties'), 'utf8')).toBe('a=1\n');
  expect(readFileSync(join(config, 'evil'), 'utf8')).toBe('x');
  for (const directory of Object.values(mounts)) expect(directory.startsWith(cluster.directory)).toBe(true);
});

test('a missing volume holds the pod back, and FailedMount says why', async () => {
  const cluster = await startTestCluster();
  cluster.create('pods', pod('web', { volumes: [{ name: 'config', configMap: { name: 'settings' } }] }));
  await cluster.clock.advance(5000);
  expect(cluster.get('pods', 'web').status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe(
    'ContainerCreating',
  );
  expect(cluster.events('web')).toContain(
    'FailedMount: MountVolume.SetUp failed for volume "config" : configmap "settings" not found',
  );
  cluster.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
  await settle();
  expect(cluster.get('pods', 'web').status?.phase).toBe('Running');
});

test('a change of a ConfigMap or Secret reaches the files of a running pod, but not its environment', async () => {
  const cluster = await startTestCluster();
  const secret = (value: string) => ({ key: Buffer.from(value).toString('base64') });
  cluster.create('configmaps', { metadata: { name: 'settings' }, data: { level: 'info', old: 'x' } });
  cluster.create('secrets', { metadata: { name: 'token' }, data: secret('one') });
  const volumes = [
    { name: 'config', configMap: { name: 'settings' } },
    { name: 'token', projected: { sources: [{ secret: { name: 'token' } }] } },
  ];
  const volumeMounts = [
    { name: 'config', mountPath: '/etc/config' },
    { name: 'token', mountPath: '/etc/token' },
  ];
  const env = [{ name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } }];
  cluster.create('pods', pod('web', { volumes }, { volumeMounts, env }));
  await settle();
  const { mounts } = cluster.images.of('web').spec;
  const files = (path: string) =>
    Object.fromEntries(
      readdirSync(mounts[path]!).map((name) => [name, readFileSync(join(mounts[path]!, name), 'utf8')]),
    );
  expect(files('/etc/config')).toEqual({ level: 'info', old: 'x' });
  cluster.change('configmaps', 'settings', (map) => {
    map.data = { level: 'debug', fresh: 'y' };
  });
  cluster.change('secrets', 'token', (object) => {
    object.data = secret('two');
  });
  await settle();
  expect(files('/etc/config')).toEqual({ level: 'debug', fresh: 'y' });
  expect(files('/etc/token')).toEqual({ key: 'two' });
  cluster.delete('configmaps', 'settings');
  await settle();
  expect(files('/etc/config')).toEqual({ level: 'debug', fresh: 'y' });
  expect(cluster.images.started).toHaveLength(1);
  cluster.create('configmaps', { metadata: { name: 'settings' }, data: { level: 'warn' } });
  cluster.images.of('web').exit(1);
  await settle();
  expect(cluster.images.started.map(({ spec }) => spec.env.LEVEL)).toEqual(['info', 'warn']);
});

test('a Service or ConfigMap that the same file applies just after the pod is there for its first container', async () => {
  const cluster = await startTestCluster([], 80);
  const env = [{ name: 'TOPIC', valueFrom: { configMapKeyRef: { name: 'settings', key: 'topic' } } }];
  cluster.create('pods', pod('web', {}, { env }));
  await cluster.clock.advance(60);
  expect(cluster.images.started).toEqual([]);
  cluster.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings' },
    data: { topic: 'test' },
  });
  cluster.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kafka' },
    spec: { clusterIP: '10.96.7.7', ports: [{ port: 9092 }] },
  });
  await cluster.clock.advance(60);
  expect(cluster.images.started).toEqual([]);
  await cluster.clock.advance(20);
  expect(cluster.images.of('web').spec.env).toMatchObject({
    KAFKA_SERVICE_HOST: '10.96.7.7',
    TOPIC: 'test',
  });
  expect(cluster.events('web').join('\n')).not.toContain('Failed');
});

test('a pod that a controller creates starts at once if nobody else creates anything', async () => {
  const cluster = await startTestCluster([], 80);
  cluster.create('deployments', deployment('web', { replicas: 1 }));
  await cluster.clock.advance(80);
  expect(cluster.images.started).toHaveLength(1);
  cluster.store.update('deployments', 'default', 'web', ({ spec }) => {
    spec.replicas = 2;
  });
  await settle();
  expect(cluster.images.started).toHaveLength(2);
});

test('a stream of new objects delays a pod no longer than kind takes for a sandbox', async () => {
  const cluster = await startTestCluster([], 80);
  cluster.create('pods', pod('web'));
  for (let index = 0; index < 6; index++) {
    await cluster.clock.advance(50);
    cluster.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `c${index}` } });
  }
  await cluster.clock.advance(1);
  expect(cluster.images.started).toHaveLength(1);
});
