import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { createContextCluster } from '../../../source/cluster/context/create-context-cluster.ts';
import { ownerId } from '../../../source/cluster/ownership.ts';
import { type FakeApi, failure, list, sendJson, startFakeApi } from '../fake-api.ts';

let signal: AbortSignal;
const kafka = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: kafka }
spec:
  replicas: 2
  template: { spec: { containers: [{ resources: { requests: { cpu: 500m, memory: 1Gi } } }] } }
`;
let fake: FakeApi;
let home: string;
beforeEach(async () => {
  signal = AbortSignal.timeout(18_000);
  fake = await startFakeApi();
  home = await mkdtemp(join(tmpdir(), 'kafka-lab-context-'));
  fake.on('/version', { gitVersion: 'v1' });
  fake.on('/api/v1/nodes', list('Node', [node('8Gi')]));
  fake.on('/api/v1/pods', list('Pod', []));
  fake.on('/apis/storage.k8s.io/v1/storageclasses', list('StorageClass', []));
  fake.on('/api/v1/persistentvolumes', list('PersistentVolume', []));
  fake.on('POST /api/v1/namespaces', { metadata: { name: 'kafka-lab' } });
});
afterEach(async () => {
  await fake.close();
  await rm(home, { recursive: true, force: true });
});

function node(memory: string): object {
  const conditions = [{ type: 'Ready', status: 'True' }];
  return { metadata: { name: 'n' }, status: { allocatable: { cpu: '4', memory, pods: '110' }, conditions } };
}

const make = (options: { context?: string; namespace?: string; kubeconfig?: string } = {}) =>
  createContextCluster({
    home,
    context: options.context,
    namespace: options.namespace,
    manifests: { kafka, clients: '' },
    clients: { image: 'clients:v1' },
    environment: { KUBECONFIG: options.kubeconfig ?? fake.kubeconfig },
  });
const writes = () =>
  // A review is a query, although it is sent with POST.
  fake.requests
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('reviews'))
    .map(({ method, path }) => `${method} ${path}`);
const namespace = async (labels: object) =>
  fake.on('/api/v1/namespaces/kafka-lab', { metadata: { name: 'kafka-lab', uid: 'u', labels } });

describe('a context cluster', () => {
  it('says that there is nothing to delete if there is nothing', async () => {
    const said: string[] = [];
    await (await make()).down((_, text) => said.push(text));
    expect(said).toEqual(['Namespace kafka-lab holds nothing of the lab.\n']);
    expect(writes()).toEqual([]);
  });

  it('copies its context into a kubeconfig of the session, and leaves the user’s own unchanged', async () => {
    const before = await readFile(fake.kubeconfig, 'utf8');
    const cluster = await make({ context: 'other' });
    expect(await cluster.attach(signal)).toBe(false);
    expect(cluster).toMatchObject({
      kind: 'context',
      context: 'other',
      namespace: 'kafka-lab',
      state: 'down',
    });
    const copied = parse(await readFile(cluster.kubeconfig, 'utf8'));
    expect(copied.contexts).toEqual([
      { name: 'other', context: { cluster: 'fake', user: 'fake', name: 'other', namespace: 'kafka-lab' } },
    ]);
    expect(copied['current-context']).toBe('other');
    expect((await stat(cluster.kubeconfig)).mode & 0o777).toBe(0o600);
    expect(fake.requests[0]?.headers.authorization).toBe('Bearer secret');
    expect(await readFile(fake.kubeconfig, 'utf8')).toBe(before);
  });

  it('uses the current context, and lists the existing ones if a context does not exist', async () => {
    expect((await make()).context).toBe('fake');
    await expect(make({ context: 'nope' })).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringContaining('`fake`, `other`'),
    });
  });

  it('creates a namespace that is marked as its own, after it has recorded that', async () => {
    const cluster = await make();
    let recorded = false;
    fake.on('POST /api/v1/namespaces', (_request: unknown, response: never) => {
      recorded = existsSync(join(home, 'context-namespaces.json'));
      sendJson(response, 201, {});
    });
    await cluster.reset(() => {}, signal);
    expect(recorded).toBe(true);
    expect(cluster.state).toBe('ready');
    const made = fake.requests.find(({ method, path }) => method === 'POST' && path === '/api/v1/namespaces');
    expect(JSON.parse(made?.body ?? '').metadata.labels['kafka-lab/owner']).toBe(await ownerId(home));
    await namespace({ 'kafka-lab/owner': await ownerId(home) });
    expect(await make().then((one) => one.attach(signal))).toBe(true);
  });

  it.each([
    ['nobody', {}],
    ['another kafka-lab', { 'kafka-lab/owner': 'somebody-else' }],
  ])('leaves a namespace alone that is marked by %s', async (_who, labels) => {
    await namespace(labels);
    const cluster = await make();
    for (const attempt of [
      () => cluster.attach(signal),
      () => cluster.reset(() => {}, signal),
      () => cluster.down(() => {}),
    ])
      await expect(attempt()).rejects.toMatchObject({
        code: 'busy',
        hint: expect.stringContaining('--namespace'),
      });
    expect(writes()).toEqual([]);
  });

  it('does not delete what was in a shared namespace before', async () => {
    await namespace({});
    fake.on('/apis/apps/v1/namespaces/kafka-lab/statefulsets/kafka', {
      metadata: { name: 'kafka', uid: 'k', creationTimestamp: '2020-01-01T00:00:00Z' },
    });
    const cluster = await make({ namespace: 'kafka-lab' });
    await expect(cluster.reset(() => {}, signal)).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining('StatefulSet `kafka`'),
    });
    await expect(cluster.down(() => {})).rejects.toMatchObject({ code: 'busy' });
    expect(writes()).toEqual([]);
  });

  it('reports that the lab does not fit before it creates anything', async () => {
    fake.on('/api/v1/nodes', list('Node', [node('1500Mi')]));
    const cluster = await make();
    await expect(cluster.reset(() => {}, signal)).rejects.toMatchObject({
      code: 'cluster',
      message: expect.stringContaining(
        '`kafka` requests 2 pods with 500m CPU and 1024 MiB each; the node has room for 1',
      ),
    });
    expect([cluster.state, writes()]).toEqual(['down', []]);
  });

  it('continues if it may not check whether the lab fits, and says so', async () => {
    for (const path of ['/api/v1/nodes', '/api/v1/pods', '/apis/storage.k8s.io/v1/storageclasses'])
      fake.on(path, (_request: unknown, response: never) =>
        sendJson(response, 403, failure(403, 'Forbidden', 'no')),
      );
    let said = '';
    const cluster = await make();
    await cluster.reset((_stream, text) => {
      said += text;
    }, signal);
    expect(said).toContain('cannot list nodes');
    expect(said).toContain('cannot list storage classes');
  });

  it('says what to do about rejected credentials, and about missing permissions', async () => {
    fake.on('/version', (_request: unknown, response: never) =>
      sendJson(response, 401, failure(401, 'Unauthorized', 'Unauthorized')),
    );
    await expect((await make()).attach(signal)).rejects.toMatchObject({
      message: expect.stringContaining('(401)'),
      hint: expect.stringContaining('sign in again'),
    });
    fake.on('POST /api/v1/namespaces', (_request: unknown, response: never) =>
      sendJson(response, 403, failure(403, 'Forbidden', 'no')),
    );
    await expect((await make()).reset(() => {}, signal)).rejects.toMatchObject({
      message: expect.stringContaining('cannot create the namespace'),
      hint: expect.stringContaining('--namespace'),
    });
  });

  it('does not attach to a cluster that does not respond', async () => {
    const kubeconfig = join(home, 'kept-kubeconfig');
    await copyFile(fake.kubeconfig, kubeconfig);
    const cluster = await make({ kubeconfig });
    await fake.close();
    await expect(cluster.attach(signal)).rejects.toMatchObject({ code: 'cluster' });
    fake = await startFakeApi();
  });
});

it('says where a command without `-n` looks at another namespace in the shell of the user', async () => {
  expect((await make()).needsNamespace).toBe(true);
  expect((await make({ namespace: 'default' })).needsNamespace).toBe(false);
});

it('says where a command without `--context` speaks to another cluster in the shell of the user', async () => {
  expect((await make()).needsContext).toBe(false);
  const config = parse(await readFile(fake.kubeconfig, 'utf8'));
  const lab = config['current-context'];
  const [{ context }] = config.contexts;
  const kubeconfig = join(home, 'two-contexts');
  const contexts = [...config.contexts, { name: 'third', context }];
  await writeFile(kubeconfig, stringify({ ...config, contexts, 'current-context': 'third' }));
  expect((await make({ kubeconfig, context: lab })).needsContext).toBe(true);
  expect((await make({ kubeconfig })).needsContext).toBe(false);
});
