import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../../source/embedded/kubernetes/open-store.ts';
import type { PersistentStore } from '../../../../source/embedded/kubernetes/store/memory-store.ts';
import { Random } from '../../kafka/random.ts';

let directory: string;
let file: string;
const now = Date.parse('2026-11-22T10:00:00Z');

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'object-log-'));
  file = join(directory, 'objects.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const put = (store: PersistentStore, name: string, data: Record<string, string>) =>
  store.create('configmaps', { metadata: { name, namespace: 'default' }, data });
const names = (store: PersistentStore) => store.list('configmaps').items.map(({ metadata }) => metadata.name);

/** A second store on what the first has written so far; the first is never closed, as after a SIGKILL. */
function reopened(): PersistentStore {
  return openStore(directory, now);
}

describe('a store with a file', () => {
  it('restores every object unchanged, and continues its versions', () => {
    const store = openStore(directory, now);
    const kept = put(store, 'kept', { a: '1' });
    put(store, 'gone', {});
    store.remove('configmaps', 'default', 'gone');
    store.update('configmaps', 'default', 'kept', (object) => {
      object.data = { ...object.data, a: '2' };
    });
    store.create('events', { metadata: { name: 'passing', namespace: 'default' } });
    const { resourceVersion } = store.list('configmaps');
    const again = reopened();
    expect(names(again)).toEqual(['kept']);
    expect(again.get('configmaps', 'default', 'kept')).toEqual(store.get('configmaps', 'default', 'kept'));
    expect(again.get('configmaps', 'default', 'kept')?.metadata.uid).toBe(kept.metadata.uid);
    expect(again.list('events').items).toEqual([]);
    const next = put(again, 'next', {});
    expect(Number(next.metadata.resourceVersion)).toBeGreaterThan(Number(resourceVersion) - 1);
    // Earlier events cannot be replayed.
    expect(() => again.watch('configmaps', 'default', '1', () => {})).toThrow(
      expect.objectContaining({ code: 410 }),
    );
    for (const one of [store, again]) one.close();
  });

  it.each([
    '{"version":9,"resource":"configmaps","obj',
    'null\n',
    '{"version":9,"resource":"nonsense","gone":"x"}\n',
  ])('truncates an incomplete end: %j', (end) => {
    const store = openStore(directory, now);
    put(store, 'kept', {});
    appendFileSync(file, end);
    const again = reopened();
    expect(names(again)).toEqual(['kept']);
    put(again, 'later', {});
    expect(names(reopened())).toEqual(['kept', 'later']);
  });

  it('restores only whole objects from any file with changed bytes', () => {
    const store = openStore(directory, now);
    for (let i = 0; i < 10; i++) put(store, `map-${i}`, { value: 'x'.repeat(i) });
    const whole = readFileSync(file);
    const random = new Random(7);
    for (let round = 0; round < 300; round++) {
      const bytes = Buffer.from(whole);
      for (let changes = 1 + random.below(3); changes > 0; changes--)
        bytes[random.below(bytes.length)] = random.below(256);
      writeFileSync(
        file,
        bytes.subarray(0, random.below(4) === 0 ? random.below(bytes.length) : bytes.length),
      );
      const again = reopened();
      for (const { metadata } of again.list('configmaps').items) expect(typeof metadata.uid).toBe('string');
      again.close();
    }
  });

  it('stays bounded however often an object changes', () => {
    const store = openStore(directory, now);
    put(store, 'busy', {});
    for (let i = 0; i < 300; i++)
      store.update('configmaps', 'default', 'busy', (object) => {
        object.data = { value: `${i}${'x'.repeat(100_000)}` };
      });
    expect(statSync(file).size).toBeLessThan(9 * 1024 * 1024);
    expect(reopened().get('configmaps', 'default', 'busy')?.data?.value).toMatch(/^299x/);
  });
});

describe('pods after a restart of their node', () => {
  const running = {
    name: 'c',
    image: 'i',
    ready: true,
    started: true,
    restartCount: 2,
    containerID: 'kafka-lab://1',
    state: { running: { startedAt: '2026-11-22T09:00:00Z' } },
    lastState: {},
  };
  const status = {
    phase: 'Running',
    podIP: '10.244.1.2',
    podIPs: [{ ip: '10.244.1.2' }],
    containerStatuses: [running],
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: 'True' },
    ],
  };
  const pod = (name: string, rest: object) => ({
    metadata: { name, namespace: 'default' },
    spec: { nodeName: 'n', containers: [{ name: 'c', image: 'i' }] },
    status: { ...status, ...rest },
  });

  it('have no address, are not ready, and their containers have terminated for an unknown reason', () => {
    const store = openStore(directory, now);
    store.create('pods', pod('a', {}));
    store.create('pods', pod('over', { phase: 'Succeeded' }));
    const again = reopened();
    const { status: after } = again.get('pods', 'default', 'a')!;
    expect(after?.podIP).toBeUndefined();
    expect(after?.conditions).toMatchObject([
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: 'False' },
    ]);
    expect(after?.containerStatuses).toMatchObject([
      {
        ready: false,
        restartCount: 2,
        state: { terminated: { exitCode: 255, reason: 'Unknown', finishedAt: '2026-11-22T10:00:00Z' } },
      },
    ]);
    expect(again.get('pods', 'default', 'over')?.status).toMatchObject({ phase: 'Succeeded' });
  });

  it('keep their directories, and those of deleted pods are removed', () => {
    const store = openStore(directory, now);
    const { uid } = store.create('pods', pod('a', {})).metadata;
    const own = join(directory, 'pods', `default_a_${uid}`);
    const other = join(directory, 'pods', 'default_b_00000000-0000-4000-8000-000000000000');
    for (const path of [join(own, 'layers'), join(own, 'logs'), other]) mkdirSync(path, { recursive: true });
    reopened();
    expect([join(own, 'layers'), join(own, 'logs'), other].map(existsSync)).toEqual([true, false, false]);
  });
});
