import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, startFixture } from './fixture.ts';

const path = '/api/v1/namespaces/default/configmaps';
let api: Fixture;

beforeAll(async () => {
  api = await startFixture();
  for (const name of ['a', 'b', 'c', 'd']) await create(name);
});

afterAll(() => api.close());

const create = (name: string) =>
  api.call(path, { body: { metadata: { name, labels: { of: 'test' } }, data: { state: 'first' } } });

const names = ({ body }: { body: { items: { metadata: { name: string } }[] } }) =>
  body.items.map((item) => item.metadata.name);

it('showed changes between the pages of one list', async () => {
  const first = await api.call(`${path}?limit=2`);
  expect(first.body.metadata.remainingItemCount).toBe(2);
  await create('bb');
  await api.call(`${path}/c`, { method: 'DELETE' });
  const patch = { data: { state: 'changed' } };
  const headers = { 'Content-Type': 'application/merge-patch+json' };
  await api.call(`${path}/d`, { method: 'PATCH', body: patch, headers });
  const second = await api.call(`${path}?limit=2&continue=${first.body.metadata.continue}`);
  expect([...names(first), ...names(second)]).toEqual(['a', 'b', 'c', 'd']);
  expect(second.body.metadata).toEqual({ resourceVersion: first.body.metadata.resourceVersion });
  const [c, d] = second.body.items;
  expect(d.data.state).toBe('first');
  for (const { metadata } of [c, d])
    expect(Number(metadata.resourceVersion)).toBeLessThanOrEqual(Number(first.body.metadata.resourceVersion));
});

it('continued a list whose first page is too old, with the text for a watch', async () => {
  const { body } = await api.call(`${path}?limit=1`);
  // Beyond what the history keeps.
  for (let count = 0; count < 8200; count++)
    api.store.update('nodes', undefined, 'worker', (node) => {
      node.metadata.annotations = { count: String(count) };
    });
  const answer = await api.call(`${path}?limit=1&continue=${body.metadata.continue}`);
  expect(answer.status).toBe(410);
  expect(answer.body.reason).toBe('Expired');
  expect(answer.body.message).toMatch(/^The provided continue parameter is too old/);
});

it('counted the remaining items of a list with a selector, which Kubernetes does not', async () => {
  const { body } = await api.call(`${path}?limit=1&labelSelector=of%3Dtest`);
  expect(body.metadata.continue).toBeTruthy();
  expect(body.metadata).not.toHaveProperty('remainingItemCount');
});

describe('resourceVersion', () => {
  it('was ignored by lists: one of an exact version shows that version', async () => {
    const before = await api.call(path);
    await create('later');
    const version = before.body.metadata.resourceVersion;
    const then = await api.call(`${path}?resourceVersion=${version}&resourceVersionMatch=Exact`);
    expect(names(then)).toEqual(names(before));
    expect(then.body.metadata.resourceVersion).toBe(version);
    expect(names(await api.call(`${path}?resourceVersion=${version}&limit=100`))).toEqual(names(before));
    for (const match of ['', '&resourceVersionMatch=NotOlderThan'])
      expect(names(await api.call(`${path}?resourceVersion=${version}${match}`))).toContain('later');
    expect(names(await api.call(`${path}?resourceVersion=0&limit=100`))).toContain('later');
  });

  it('was ignored when it is still to come', async () => {
    for (const query of ['', '/a', '?resourceVersionMatch=NotOlderThan']) {
      const { status, body } = await api.call(
        `${path}${query}${query.includes('?') ? '&' : '?'}resourceVersion=999999`,
      );
      expect(status).toBe(504);
      expect(body).toMatchObject({ reason: 'Timeout', details: { retryAfterSeconds: 1 } });
      expect(body.details.causes[0].reason).toBe('ResourceVersionTooLarge');
    }
  });

  it.each([
    ['resourceVersionMatch=Exact', 'resourceVersionMatch is forbidden unless resourceVersion is provided'],
    ['resourceVersion=0&resourceVersionMatch=Exact', 'is forbidden for resourceVersion "0"'],
    ['resourceVersion=1&resourceVersionMatch=Foo', 'Unsupported value: "Foo"'],
    ['resourceVersion=1&resourceVersionMatch=Exact&continue=x', 'is forbidden when continue is provided'],
    ['watch=true&resourceVersion=1&resourceVersionMatch=Exact', 'unless sendInitialEvents is provided'],
    ['sendInitialEvents=true', 'sendInitialEvents is forbidden for list'],
  ])('was accepted in contradiction: %s', async (query, why) => {
    const { status, body } = await api.call(`${path}?${query}`);
    expect(status).toBe(422);
    expect(body.message).toMatch(/^ListOptions\.meta\.k8s\.io "" is invalid: /);
    expect(body.message).toContain(why);
  });
});

it('could not select jobs by `status.successful`, nor ReplicaSets without replicas', async () => {
  const spec = { template: { spec: { containers: [{ name: 'main', image: 'busybox' }] } } };
  api.store.create('jobs', { metadata: { name: 'none', namespace: 'default' }, spec });
  api.store.create('jobs', {
    metadata: { name: 'one', namespace: 'default' },
    spec,
    status: { succeeded: 1 },
  });
  const jobs = '/apis/batch/v1/jobs?fieldSelector=status.successful';
  expect(names(await api.call(`${jobs}%3D0`))).toEqual(['none']);
  expect(names(await api.call(`${jobs}%3D1`))).toEqual(['one']);
});
