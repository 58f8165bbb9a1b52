import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HeldBytes } from '../../../../source/embedded/bounds/held-bytes.ts';
import type { ApiContext, ApiRequest } from '../../../../source/embedded/kubernetes/api/context.ts';
import { updateObject } from '../../../../source/embedded/kubernetes/api/write.ts';
import { findResource } from '../../../../source/embedded/kubernetes/objects/resources.ts';
import type { Store } from '../../../../source/embedded/kubernetes/objects/store-api.ts';
import { createStore } from '../../../../source/embedded/kubernetes/store/memory-store.ts';
import { mostContainers } from '../../../../source/embedded/kubernetes/validation/pod-spec.ts';
import { YamlThread } from '../../../../source/embedded/kubernetes/yaml/yaml-thread.ts';
import { FakeAgent } from './fake-agent.ts';
import { deployment, type Fixture, startFixture } from './fixture.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const merge = { 'Content-Type': 'application/merge-patch+json' };
const keys = (count: number, value: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));

describe('an update that others overtake', () => {
  let store: Store;
  let context: ApiContext;
  let api: ApiRequest;

  beforeEach(() => {
    store = createStore();
    store.create('configmaps', { metadata: { name: 'm', namespace: 'default' }, data: { theirs: '0' } });
    const log = () => {};
    const { signal } = new AbortController();
    const yaml = new YamlThread(undefined);
    context = {
      store,
      agent: new FakeAgent(),
      yaml,
      held: new HeldBytes(),
      closing: signal,
      now: Date.now,
      log,
    };
    const resource = findResource('configmaps');
    if (!resource) throw new Error('there are no ConfigMaps');
    const request = new IncomingMessage(new Socket());
    const target = { resource, namespace: 'default', name: 'm', subresource: undefined };
    const query = new URLSearchParams();
    api = { request, response: new ServerResponse(request), target, query } as ApiRequest;
  });

  const overtake = (value: number) =>
    store.update('configmaps', 'default', 'm', (object) => {
      object.data = { theirs: String(value) };
    });

  it('starts over, and keeps what the others wrote', async () => {
    let tries = 0;
    await updateObject(context, api, (served) => {
      tries += 1;
      if (tries < 3) overtake(tries);
      return {
        ...served,
        data: { ...(served.data as object), ours: 'yes' },
        metadata: { ...served.metadata },
      };
    });
    expect(tries).toBe(3);
    expect(store.get('configmaps', 'default', 'm')?.data).toEqual({ theirs: '2', ours: 'yes' });
  });

  it('fails with a conflict if it is overtaken too often', async () => {
    let tries = 0;
    const update = updateObject(context, api, (served) => {
      overtake(++tries);
      return { ...served, metadata: { ...served.metadata } };
    });
    await expect(update).rejects.toMatchObject({ code: 409, reason: 'Conflict' });
    expect(tries).toBe(5);
  });
});

describe('objects of the maximum size', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await startFixture();
  });
  afterEach(() => fixture.close());

  it('are created, replaced and patched', async () => {
    const { call } = fixture;
    const body = (value: string) => ({ metadata: { name: 'm' }, data: keys(4900, value) });
    expect((await call(configMaps, { body: body('a') })).status).toBe(201);
    expect((await call(`${configMaps}/m`, { method: 'PUT', body: body('b') })).status).toBe(200);
    const patch = { method: 'PATCH', headers: merge };
    const patched = await call(`${configMaps}/m`, { ...patch, body: { data: keys(4900, 'c') } });
    expect([patched.status, patched.body.data.k4899]).toEqual([200, 'c']);
    expect(
      (await call(configMaps, { body: { metadata: { name: 'n' }, data: keys(5001, 'a') } })).status,
    ).toBe(413);
    // Each body is small enough, but the result is not.
    const more = {
      data: Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`more${index}`, ''])),
    };
    expect((await call(`${configMaps}/m`, { ...patch, body: more })).status).toBe(413);
  });

  it('may be pods with that many containers', async () => {
    const body = (count: number) =>
      deployment(`c${count}`, (spec) => {
        const containers = Array.from({ length: count }, (_, index) => ({ name: `c${index}`, image: 'i' }));
        spec.template = { metadata: { labels: { app: `c${count}` } }, spec: { containers } };
      });
    const path = '/apis/apps/v1/namespaces/default/deployments';
    expect((await fixture.call(path, { body: body(mostContainers) })).status).toBe(201);
    expect(await fixture.call(path, { body: body(mostContainers + 1) })).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('Too many: 101: must have at most 100 items') },
    });
  });

  it('may be Services, which keep their node ports and get free ones for new ports', async () => {
    const path = '/api/v1/namespaces/default/services';
    const ports = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ name: `p${from + index}`, port: from + index }));
    const spec = { type: 'NodePort', selector: { app: 'a' }, ports: ports(1, 1000) };
    const { body: made } = await fixture.call(path, { body: { metadata: { name: 's' }, spec } });
    const next = { ...spec, ports: ports(501, 1000) };
    const put = { metadata: { name: 's', resourceVersion: made.metadata.resourceVersion }, spec: next };
    const { body: changed } = await fixture.call(`${path}/s`, { method: 'PUT', body: put });
    const nodePorts = (service: { spec: { ports: { port: number; nodePort: number }[] } }) =>
      new Map(service.spec.ports.map(({ port, nodePort }) => [port, nodePort]));
    const [before, after] = [nodePorts(made), nodePorts(changed)];
    expect(new Set(after.values()).size).toBe(1000);
    for (let port = 501; port <= 1000; port++) expect(after.get(port)).toBe(before.get(port));
  });
});
