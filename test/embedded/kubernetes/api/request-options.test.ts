import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fixture, startFixture } from './fixture.ts';

const path = '/api/v1/namespaces/default/configmaps';
let api: Fixture;

beforeAll(async () => {
  api = await startFixture();
});

afterAll(() => api.close());

const map = (name: string) => ({ metadata: { name } });

it.each([
  ['POST', '?dryRun=Some', 'CreateOptions', 'dryRun: Unsupported value: ["Some"]: supported values: "All"'],
  ['POST', '?fieldValidation=Some', 'CreateOptions', 'fieldValidation: Unsupported value: "Some"'],
  ['PUT', '/kept?dryRun=Some', 'UpdateOptions', 'dryRun: Unsupported value'],
  ['DELETE', '/kept?dryRun=Some', 'DeleteOptions', 'dryRun: Unsupported value'],
  ['DELETE', '/kept?propagationPolicy=Some', 'DeleteOptions', 'supported values: "Foreground", "Background"'],
  ['DELETE', '/kept?propagationPolicy=Orphan&orphanDependents=true', 'DeleteOptions', 'cannot be both set'],
])('refused an option with 400 or not at all: %s %s', async (method, rest, kind, why) => {
  api.store.get('configmaps', 'default', 'kept') ?? (await api.call(path, { body: map('kept') }));
  const answer = await api.call(`${path}${rest}`, { method, body: method === 'DELETE' ? {} : map('kept') });
  expect(answer.status).toBe(422);
  expect(answer.body.message).toContain(`${kind}.meta.k8s.io "" is invalid: `);
  expect(answer.body.message).toContain(why);
  expect(api.store.get('configmaps', 'default', 'kept')).toBeDefined();
});

it('refused a negative grace period, which Kubernetes takes as one second', async () => {
  api.runPod('brief');
  const { status, body } = await api.call('/api/v1/namespaces/default/pods/brief?gracePeriodSeconds=-1', {
    method: 'DELETE',
  });
  expect(status).toBe(200);
  expect(body.metadata.deletionGracePeriodSeconds).toBe(1);
});

it('read the `True` of Python clients as false, so that their watches were lists', async () => {
  await api.call(path, { body: map('watched') });
  const { text } = await api.call(
    `${path}?watch=True&timeoutSeconds=1&fieldSelector=metadata.name%3Dwatched`,
  );
  expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ type: 'ADDED' });
});

it('took ConfigMaps and Secrets of more than 1 MiB', async () => {
  const most = 1024 * 1024;
  const create = (kind: string, body: object) => api.call(`/api/v1/namespaces/default/${kind}`, { body });
  const half = Buffer.alloc(most / 2).toString('base64');
  const text = 'x'.repeat(most / 2);
  const fits = { ...map('fits'), data: { text }, binaryData: { half } };
  expect((await create('configmaps', fits)).status).toBe(201);
  const over = await create('configmaps', {
    ...map('over'),
    data: { text: `${text}x` },
    binaryData: { half },
  });
  expect(over.status).toBe(422);
  expect(over.body.message).toBe(
    'ConfigMap "over" is invalid: []: Too long: may not be more than 1048576 bytes',
  );
  const secret = await create('secrets', { ...map('over'), stringData: { text: `${text}${text}x` } });
  expect(secret.body.message).toBe(
    'Secret "over" is invalid: data: Too long: may not be more than 1048576 bytes',
  );
});

it('compared each of very many finalizers with all others', async () => {
  const finalizers = Array.from({ length: 3_000 }, (_, at) => `example.com/${at}`);
  const { metadata } = api.store.create('configmaps', {
    metadata: { ...map('many').metadata, namespace: 'default', finalizers },
  });
  await api.call(`${path}/many`, { method: 'DELETE' });
  const began = process.cpuUsage();
  const body = {
    metadata: { ...metadata, resourceVersion: '', finalizers: finalizers.map((name) => `${name}x`) },
  };
  const { status, body: answer } = await api.call(`${path}/many`, { method: 'PUT', body });
  expect(status).toBe(422);
  expect(answer.message.length).toBeLessThan(50_000);
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(1500);
});

it('let a finalizer be added while an object is deleted, and took any name for one', async () => {
  const finalizers = ['example.com/a'];
  await api.call(path, { body: { metadata: { name: 'held', finalizers } } });
  await api.call(`${path}/held`, { method: 'DELETE' });
  const patch = (name: string, list: string[]) =>
    api.call(`${path}/${name}`, {
      method: 'PATCH',
      body: { metadata: { finalizers: list } },
      headers: { 'Content-Type': 'application/merge-patch+json' },
    });
  expect((await patch('held', [...finalizers, 'example.com/b'])).body.message).toContain(
    'no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/b"}',
  );
  await api.call(path, { body: map('free') });
  expect((await patch('free', ['mine'])).body.message).toContain(
    'metadata.finalizers[0]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
  );
  expect((await patch('free', ['orphan', 'foregroundDeletion'])).body.message).toContain(
    'cannot be both set',
  );
  expect((await patch('free', finalizers)).status).toBe(200);
  expect((await patch('held', [])).status).toBe(200);
  expect(api.store.get('configmaps', 'default', 'held')).toBeUndefined();
});
