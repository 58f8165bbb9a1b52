import { describe, expect, it } from 'vitest';
import { StatusError } from '../../../../source/embedded/kubernetes/objects/status-error.ts';
import type { StoreEvent } from '../../../../source/embedded/kubernetes/objects/store-api.ts';
import { createStore } from '../../../../source/embedded/kubernetes/store/memory-store.ts';
import { settle } from '../fake-clock.ts';

function statusOf(action: () => unknown): StatusError {
  try {
    action();
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const configMap = (name: string, data: Record<string, string> = {}) => ({
  metadata: { name, namespace: 'default' },
  data,
});

describe('the store', () => {
  it('sets identity, kind and version, and returns immutable objects', () => {
    const store = createStore({ now: () => Date.parse('2026-11-22T10:00:00.900Z') });
    const made = store.create('configmaps', configMap('a'));
    expect(made).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
    expect(made.metadata).toMatchObject({ resourceVersion: '1', creationTimestamp: '2026-11-22T10:00:00Z' });
    expect(made.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(() => {
      made.metadata.name = 'b';
    }).toThrow(TypeError);
  });

  it('refuses a name that is taken, and an object that does not exist', () => {
    const store = createStore();
    store.create('configmaps', configMap('a'));
    expect(statusOf(() => store.create('configmaps', configMap('a')))).toMatchObject({
      code: 409,
      reason: 'AlreadyExists',
      message: 'configmaps "a" already exists',
    });
    expect(statusOf(() => store.update('statefulsets', 'default', 'x', () => {})).message).toBe(
      'statefulsets.apps "x" not found',
    );
  });

  it('generates a name from generateName', () => {
    const store = createStore();
    const made = store.create('pods', {
      metadata: { generateName: 'web-', namespace: 'default' },
      spec: { containers: [] },
    });
    expect(made.metadata.name).toMatch(/^web-[a-z0-9]{5}$/);
  });

  it('increments the generation only for the spec, and keeps the version of an unchanged object', () => {
    const store = createStore();
    const first = store.create('deployments', {
      metadata: { name: 'd', namespace: 'default' },
      spec: { selector: {}, template: { spec: { containers: [] } } },
    });
    expect(first.metadata.generation).toBe(1);
    const same = store.update('deployments', 'default', 'd', () => {});
    expect(same.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    const observed = store.update(
      'deployments',
      'default',
      'd',
      (it) => {
        it.status = { observedGeneration: 1 };
        it.spec.replicas = 7;
      },
      { subresource: 'status' },
    );
    expect(observed.metadata.generation).toBe(1);
    expect(observed.spec.replicas).toBe(1);
    const scaled = store.update('deployments', 'default', 'd', (it) => {
      it.spec.replicas = 3;
    });
    expect(scaled.metadata.generation).toBe(2);
    expect(Number(scaled.metadata.resourceVersion)).toBeGreaterThan(
      Number(observed.metadata.resourceVersion),
    );
  });

  it('keeps the identity of everything but status and metadata in a status update, so that nobody processes it again', () => {
    const store = createStore();
    store.create('deployments', {
      metadata: { name: 'a', namespace: 'n' },
      spec: { selector: {}, template: { spec: { containers: [] } } },
    });
    const before = store.get('deployments', 'n', 'a');
    const after = store.update(
      'deployments',
      'n',
      'a',
      (it) => {
        it.status = { replicas: 1 };
      },
      { subresource: 'status' },
    );
    expect(after.spec).toBe(before?.spec);
    expect(after.status).toEqual({ replicas: 1 });
  });

  it('refuses an update that was meant for an earlier object of the same name', () => {
    const store = createStore();
    const first = store.create('configmaps', configMap('a'));
    store.remove('configmaps', 'default', 'a');
    store.create('configmaps', configMap('a'));
    const stale = { uid: first.metadata.uid };
    expect(statusOf(() => store.update('configmaps', 'default', 'a', () => {}, stale)).code).toBe(409);
    expect(store.remove('configmaps', 'default', 'a', stale)).toBeUndefined();
    expect(store.get('configmaps', 'default', 'a')).toBeDefined();
  });

  it('deletes an object when its last finalizer is removed', async () => {
    const store = createStore();
    const events: StoreEvent[] = [];
    store.watch('configmaps', undefined, '0', (event) => events.push(event));
    store.create('configmaps', { metadata: { name: 'a', namespace: 'default', finalizers: ['x/y'] } });
    store.update('configmaps', 'default', 'a', (it) => {
      it.metadata.deletionTimestamp = '2026-11-22T10:00:00Z';
    });
    expect(store.get('configmaps', 'default', 'a')).toBeDefined();
    store.update('configmaps', 'default', 'a', (it) => {
      it.metadata.finalizers = [];
    });
    expect(store.get('configmaps', 'default', 'a')).toBeUndefined();
    await settle();
    expect(events.map((event) => event.type)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  });
});

describe('a watch', () => {
  it('replays the events after a version, then follows, in order and by namespace', async () => {
    const store = createStore();
    const first = store.create('configmaps', configMap('a'));
    store.create('configmaps', configMap('b'));
    store.create('configmaps', { metadata: { name: 'c', namespace: 'other' } });
    const seen: string[] = [];
    const stop = store.watch('configmaps', 'default', first.metadata.resourceVersion, (event) =>
      seen.push(`${event.type} ${event.object.metadata.name}`),
    );
    store.update('configmaps', 'default', 'b', (it) => {
      it.data = { key: 'value' };
    });
    expect(seen).toEqual([]);
    await settle();
    expect(seen).toEqual(['ADDED b', 'MODIFIED b']);
    store.remove('configmaps', 'default', 'a');
    await settle();
    expect(seen.at(-1)).toBe('DELETED a');
    stop();
    store.remove('configmaps', 'default', 'b');
    await settle();
    expect(seen).toHaveLength(3);
  });

  it('keeps the order if a watcher writes while it handles an event', async () => {
    const store = createStore();
    const seen: string[] = [];
    store.watch('configmaps', undefined, undefined, (event) => {
      if (event.type === 'ADDED')
        store.update('configmaps', 'default', event.object.metadata.name, (it) => {
          it.data = { seen: 'yes' };
        });
    });
    store.watch('configmaps', undefined, undefined, (event) => seen.push(event.type));
    store.create('configmaps', configMap('a'));
    await settle();
    expect(seen).toEqual(['ADDED', 'MODIFIED']);
  });

  it('answers 410 for a version that is no longer kept, and loses nothing for a watcher that keeps up', async () => {
    const store = createStore({ history: 10 });
    let count = 0;
    store.watch('configmaps', undefined, undefined, () => {
      count += 1;
    });
    for (let index = 0; index < 100; index++) {
      store.create('configmaps', configMap(`c${index}`));
      if (index % 7 === 0) await settle();
    }
    await settle();
    expect(count).toBe(100);
    expect(statusOf(() => store.watch('configmaps', undefined, '1', () => {}))).toMatchObject({
      code: 410,
      reason: 'Expired',
    });
    expect(statusOf(() => store.watch('configmaps', undefined, 'nonsense', () => {})).code).toBe(410);
  });
});
