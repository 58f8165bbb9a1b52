import { expect, test } from 'vitest';
import { EventRecorder } from '../../../../source/embedded/kubernetes/machinery/event-recorder.ts';
import { createStore } from '../../../../source/embedded/kubernetes/store/memory-store.ts';
import type { Draft } from '../../../../source/kubernetes-types/kinds.ts';
import { FakeClock } from '../fake-clock.ts';
import { pod } from '../manifests.ts';

const source = { component: 'kubelet', host: 'kind-worker' };

function setUp(limit?: number) {
  const clock = new FakeClock();
  const store = createStore({ now: clock.wall });
  const recorder = new EventRecorder({ store, clock, ...(limit ? { limit } : {}) });
  const draft = pod('kafka-0') as Draft<'pods'>;
  const object = store.create('pods', { ...draft, metadata: { ...draft.metadata, namespace: 'default' } });
  const say = (message: string) =>
    recorder.record(object, { type: 'Warning', reason: 'BackOff', message, source });
  return { clock, store, say, events: () => store.list('events').items };
}

test('a repeated event is counted, a different one is new', async () => {
  const { clock, say, events } = setUp();
  say('one');
  await clock.advance(5000);
  say('one');
  say('two');
  expect(events().map(({ message, count }) => [message, count])).toEqual([
    ['one', 2],
    ['two', 1],
  ]);
  const [first] = events();
  expect(Date.parse(first?.lastTimestamp ?? '') - Date.parse(first?.firstTimestamp ?? '')).toBe(5000);
  expect(first?.involvedObject).toMatchObject({ kind: 'Pod', name: 'kafka-0', namespace: 'default' });
});

test('events expire an hour after they were last seen', async () => {
  const { clock, say, events } = setUp();
  say('old');
  say('again');
  await clock.advance(1_800_000);
  say('again');
  await clock.advance(1_900_000);
  expect(events().map(({ message }) => message)).toEqual(['again']);
  await clock.advance(3_600_000);
  expect(events()).toEqual([]);
  expect(clock.pending).toBe(0);
});

test('only the newest are kept, up to the limit', () => {
  const { say, events } = setUp(3);
  for (const message of ['a', 'b', 'c', 'd', 'e']) say(message);
  expect(events().map(({ message }) => message)).toEqual(['c', 'd', 'e']);
});
