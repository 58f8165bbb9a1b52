import { expect, test } from 'vitest';
import { nextTurn } from '../../../../source/embedded/bounds/lanes/cluster.ts';
import { countedSlice } from '../../../../source/embedded/bounds/slices.ts';
import { EventLog, logged } from '../../../../source/embedded/kubernetes/store/event-log.ts';
import { createStore } from '../../../../source/embedded/kubernetes/store/memory-store.ts';
import type { KubeObject } from '../../../../source/kubernetes-types/kube-object.ts';

const limits = { pods: 3, objects: 5, objectBytes: 2000, totalBytes: 6000 };
const object = (name: string, text = '') => ({ metadata: { name, namespace: 'default' }, data: { text } });
const pod = (name: string) => ({ metadata: { name, namespace: 'default' }, spec: { containers: [] } });

test('a full store refuses another object, and accepts it once one is deleted', () => {
  const store = createStore({ limits });
  for (const name of ['a', 'b', 'c']) store.create('pods', pod(name));
  expect(() => store.create('pods', pod('d'))).toThrow(
    'pods "d" is forbidden: this cluster holds at most 3 pods: delete some first',
  );
  store.remove('pods', 'default', 'a');
  store.create('pods', pod('d'));
  expect(store.list('pods').items.map(({ metadata }) => metadata.name)).toEqual(['b', 'c', 'd']);
});

test('an object that is too large is refused as by etcd, on creation and on update, and may shrink', () => {
  const store = createStore({ limits });
  expect(() => store.create('configmaps', object('a', 'x'.repeat(3000)))).toThrow(/request is too large/);
  store.create('configmaps', object('a'));
  const grow = () =>
    store.update('configmaps', 'default', 'a', (it) => {
      it.data = { ...it.data, text: 'x'.repeat(3000) };
    });
  expect(grow).toThrow(/request is too large/);
  expect(store.get('configmaps', 'default', 'a')?.data?.text).toBe('');
});

test('the total size of all objects is bounded, and deleting one makes room', () => {
  const store = createStore({ limits });
  const names = ['a', 'b', 'c', 'd'];
  expect(() => {
    for (const name of names) store.create('configmaps', object(name, 'x'.repeat(1700)));
  }).toThrow(/database space exceeded/);
  store.remove('configmaps', 'default', 'a');
  store.create('configmaps', object('e', 'x'.repeat(1700)));
});

test('the oldest of too many events is deleted', () => {
  const store = createStore({ limits });
  for (let index = 0; index < 8; index++) store.create('events', object(`e${index}`));
  expect(store.list('events').items.map(({ metadata }) => metadata.name)).toEqual([
    'e3',
    'e4',
    'e5',
    'e6',
    'e7',
  ]);
});

test('a list is in the order of its keys, however its objects came and went', () => {
  const store = createStore();
  const names = Array.from({ length: 300 }, (_, index) => `n${(index * 7919) % 1000}`);
  for (const name of names) store.create('configmaps', object(name));
  for (const name of names.filter((_, index) => index % 3 === 0)) store.remove('configmaps', 'default', name);
  const kept = names.filter((_, index) => index % 3 !== 0).sort();
  for (const namespace of [undefined, 'default'])
    expect(store.list('configmaps', namespace).items.map(({ metadata }) => metadata.name)).toEqual(kept);
  expect(store.list('configmaps', 'other').items).toEqual([]);
});

test('a thousand watchers are notified in slices, each of every event and in order', async () => {
  const log = new EventLog(100, 0, () => countedSlice(50));
  const heard = Array.from({ length: 200 }, () => [] as number[]);
  for (const numbers of heard)
    log.watch('pods', undefined, undefined, (event) =>
      numbers.push(Number(event.object.metadata.resourceVersion)),
    );
  const event = (version: number) =>
    logged('ADDED', 'pods', { metadata: { resourceVersion: String(version) } } as KubeObject, 2);
  log.append(event(1));
  log.append(event(2));
  await Promise.resolve();
  expect(heard.flat().length).toBeLessThanOrEqual(50);
  log.append(event(3));
  while (heard.flat().length < 600) await nextTurn();
  for (const numbers of heard) expect(numbers).toEqual([1, 2, 3]);
});
