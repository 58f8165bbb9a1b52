import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fixture, startFixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
  fixture.store.create('events', {
    metadata: { name: 'kafka-0.1', namespace: 'default' },
    involvedObject: { kind: 'Pod', name: 'kafka-0', namespace: 'default' },
    reason: 'Scheduled',
    message: 'Successfully assigned default/kafka-0 to worker',
    type: 'Normal',
    source: { component: 'default-scheduler' },
    reportingComponent: 'default-scheduler',
    firstTimestamp: '2026-11-22T10:00:00Z',
    lastTimestamp: '2026-11-22T10:01:00Z',
    count: 2,
  });
});
afterAll(async () => {
  await fixture.close();
  expect(fixture.logged).toEqual([]);
});

const path = '/apis/events.k8s.io/v1/namespaces/default/events';

it('serves the same events as events.k8s.io/v1, with the field names of that version', async () => {
  const { body } = await fixture.call(path);
  expect(body).toMatchObject({ kind: 'EventList', apiVersion: 'events.k8s.io/v1' });
  const [event] = body.items;
  expect(event).toMatchObject({
    metadata: { name: 'kafka-0.1' },
    regarding: { kind: 'Pod', name: 'kafka-0' },
    note: 'Successfully assigned default/kafka-0 to worker',
    reportingController: 'default-scheduler',
    deprecatedSource: { component: 'default-scheduler' },
    deprecatedFirstTimestamp: '2026-11-22T10:00:00Z',
    deprecatedLastTimestamp: '2026-11-22T10:01:00Z',
    deprecatedCount: 2,
  });
  expect(event).not.toHaveProperty('message');
  const one = await fixture.call(`${path}/kafka-0.1`);
  expect(one.body).toMatchObject({ apiVersion: 'events.k8s.io/v1', kind: 'Event', reason: 'Scheduled' });
});

it('selects them by the field names of either version', async () => {
  const count = async (root: string, selector: string) =>
    (await fixture.call(`${root}?fieldSelector=${selector}`)).body.items.length;
  expect(await count(path, 'regarding.name=kafka-0,reportingController=default-scheduler')).toBe(1);
  expect(await count(path, 'regarding.name=kafka-1')).toBe(0);
  expect(await count('/api/v1/events', 'involvedObject.name=kafka-0')).toBe(1);
});

it('prints the same table for both, with the objects in the requested version', async () => {
  const headers = { Accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' };
  const rows = async (root: string) =>
    (await fixture.call(`${root}?includeObject=Object`, { headers })).body.rows;
  const [[old], [now]] = [await rows('/api/v1/events'), await rows(path)];
  expect(now.cells).toEqual(old.cells);
  expect([old.object.message, now.object.note]).toEqual([old.object.message, old.object.message]);
});

it('stores what a client creates there, so that both versions have it', async () => {
  const created = await fixture.call(path, {
    body: {
      metadata: { name: 'mine' },
      eventTime: '2026-11-22T10:00:00.000000Z',
      regarding: { kind: 'Pod', name: 'kafka-1' },
      note: 'said by an operator',
      reason: 'Noticed',
      type: 'Normal',
      action: 'Notice',
      reportingController: 'example.com/operator',
      reportingInstance: 'operator-0',
    },
  });
  expect(created.status).toBe(201);
  const patched = await fixture.call(`${path}/mine`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/merge-patch+json' },
    body: { series: { count: 3, lastObservedTime: '2026-11-22T10:02:00.000000Z' } },
  });
  expect(patched.body).toMatchObject({ note: 'said by an operator', series: { count: 3 } });
  expect((await fixture.call('/api/v1/namespaces/default/events/mine')).body).toMatchObject({
    apiVersion: 'v1',
    message: 'said by an operator',
    involvedObject: { name: 'kafka-1' },
    reportingComponent: 'example.com/operator',
    series: { count: 3 },
  });
  expect((await fixture.call(`${path}/mine`, { method: 'DELETE' })).status).toBe(200);
});

it('lists the group in discovery', async () => {
  const groups = (await fixture.call('/apis')).body.groups.map(({ name }: { name: string }) => name);
  expect(groups).toContain('events.k8s.io');
  expect((await fixture.call('/apis/events.k8s.io/v1')).body.resources).toEqual([
    expect.objectContaining({ name: 'events', kind: 'Event', shortNames: ['ev'], namespaced: true }),
  ]);
});
