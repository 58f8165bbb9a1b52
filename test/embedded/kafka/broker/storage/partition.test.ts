import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runInSlices } from '../../../../../source/embedded/bounds/lanes/cluster.ts';
import { countedSlice, finish } from '../../../../../source/embedded/bounds/slices.ts';
import { Partition } from '../../../../../source/embedded/kafka/broker/storage/partition.ts';
import { decodeBatch } from '../../../../../source/embedded/kafka/records/decode-batch.ts';
import { encodeBatch } from '../../../../../source/embedded/kafka/records/encode-batch.ts';
import { splitBatches } from '../../../../../source/embedded/kafka/records/split-batches.ts';

const state = { controllerEpoch: 1, leader: 0, leaderEpoch: 0, isr: [0], zkVersion: 0 };
const image = { topic: 'test', partition: 0, replicas: [0], state };
const most = 2 ** 24;

let directory: string;
let partition: Partition;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'partition-'));
  partition = new Partition(image, join(directory, 'test-0'));
});

afterEach(() => {
  partition.close();
  rmSync(directory, { recursive: true, force: true });
});

const batch = (value: string) => encodeBatch([{ value, timestamp: 1 }]);
const large = (letter: string) => batch(letter.repeat(3 * 1024 * 1024));

/** Appends as a broker does, with each step in a turn of its own. */
const append = (records: Buffer, appendTime?: number) =>
  partition.inTurn(() =>
    runInSlices(partition.append(records, { maxBatchBytes: most, waits: true, appendTime }), () =>
      countedSlice(1),
    ),
  );

function firstLetters(): string[] {
  const data = partition.log.read(0, 1e9);
  return splitBatches(data).flatMap(({ start }) =>
    decodeBatch(data, start).records.map(({ value }) => String(value).slice(0, 1)),
  );
}

it('appends that arrive during a large one wait for it, in order', async () => {
  const results = [append(large('a')), append(batch('b')), append(large('c'), 5_000), append(batch('d'))];
  expect(results.every((result) => result instanceof Promise)).toBe(true);
  expect((await Promise.all(results)).map(({ baseOffset }) => baseOffset)).toEqual([0, 1, 2, 3]);
  expect(firstLetters()).toEqual(['a', 'b', 'c', 'd']);
  expect(append(batch('e'))).toMatchObject({ baseOffset: 4 });
});

it('a failed append does not block those behind it', async () => {
  const broken = large('a');
  broken[broken.length - 1]! ^= 1;
  const first = append(broken);
  const second = append(batch('b'));
  await expect(first).rejects.toMatchObject({ code: 'CORRUPT_MESSAGE' });
  expect(await second).toMatchObject({ baseOffset: 0 });
});

it('a large append is abandoned if the leader changes meanwhile', () => {
  const steps = partition.append(large('a'), { maxBatchBytes: most, waits: true });
  for (let step = 0; step < 5; step++) expect(steps.next().done).toBe(false);
  partition.apply({ ...image, state: { ...state, leader: 1, leaderEpoch: 1 } });
  expect(() => finish(steps)).toThrow(expect.objectContaining({ code: 'NOT_LEADER_OR_FOLLOWER' }));
  expect(partition.endOffset).toBe(0);
  expect(finish(partition.append(batch('b'), { maxBatchBytes: most, waits: true }))).toMatchObject({
    baseOffset: 0,
  });
  expect(firstLetters()).toEqual(['b']);
});

describe('three replicas', () => {
  const three = { topic: 'test', partition: 0, replicas: [0, 1, 2], state: { ...state, isr: [0, 1, 2] } };
  const led = (leader: number, isr: readonly number[], leaderEpoch: number) => ({
    ...three,
    state: { ...state, leader, isr, leaderEpoch },
  });
  /** The followers that have records to fetch. */
  let fetching: number[];
  let now: number;

  beforeEach(() => {
    fetching = [];
    now = 0;
    partition = new Partition(three, join(directory, 'three-0'), {
      now: () => now,
      fetch: (brokerId) => fetching.push(brokerId),
    });
  });

  const produce = (value: string, waits: boolean) => {
    finish(partition.append(batch(value), { maxBatchBytes: most, waits }));
  };
  const ends = () => [0, 1, 2].map((id) => partition.endOffsetOf(id));

  it('get a record at once if the producer waits for it', () => {
    produce('a', true);
    expect({ ends: ends(), highWatermark: partition.highWatermark }).toEqual({
      ends: [1, 1, 1],
      highWatermark: 1,
    });
    expect(fetching).toEqual([]);
  });

  it('fetch any other record later, and consumers do not see it before', () => {
    produce('a', false);
    produce('b', false);
    expect({ ends: ends(), highWatermark: partition.highWatermark }).toEqual({
      ends: [2, 0, 0],
      highWatermark: 0,
    });
    expect(fetching).toEqual([1, 2]);
    partition.fetched(1);
    expect({ ends: ends(), highWatermark: partition.highWatermark }).toEqual({
      ends: [2, 2, 0],
      highWatermark: 0,
    });
    partition.fetched(2);
    expect({ ends: ends(), highWatermark: partition.highWatermark }).toEqual({
      ends: [2, 2, 2],
      highWatermark: 2,
    });
  });

  it('lose what the new leader had not fetched, and reuse its offset for the next record', () => {
    produce('a', true);
    produce('b', false);
    partition.freeze(0);
    partition.fetched(1);
    expect(partition.apply(led(1, [1, 2], 1))).toBe(true);
    expect(firstLetters()).toEqual(['a']);
    expect({ ends: ends(), highWatermark: partition.highWatermark }).toEqual({
      ends: [1, 1, 1],
      highWatermark: 1,
    });
    produce('c', true);
    expect(firstLetters()).toEqual(['a', 'c']);
    expect(partition.endOffsetForEpoch(0)).toEqual({ leaderEpoch: 0, endOffset: 1 });
  });

  it('lose nothing that the new leader had fetched', () => {
    produce('a', false);
    partition.fetched(1);
    partition.freeze(0);
    expect(partition.apply(led(1, [1, 2], 1))).toBe(false);
    expect({ ends: ends(), letters: firstLetters() }).toEqual({ ends: [1, 1, 1], letters: ['a'] });
  });

  it('truncate records of an earlier leader before they follow the new one', () => {
    produce('a', true);
    partition.freeze(2);
    produce('b', false);
    partition.fetched(1);
    partition.freeze(0);
    partition.freeze(1);
    partition.thaw(2);
    partition.apply(led(2, [2], 2));
    expect({ ends: ends(), letters: firstLetters() }).toEqual({ ends: [1, 1, 1], letters: ['a'] });
    produce('c', true);
    expect(ends()).toEqual([1, 1, 2]);
    partition.thaw(0);
    expect(ends()).toEqual([2, 1, 2]);
  });

  it('have no more than their leader had, when it has died and they come back', () => {
    partition.freeze(1);
    produce('a', true);
    partition.freeze(0);
    partition.thaw(1);
    expect(ends()).toEqual([1, 0, 1]);
    partition.thaw(0);
    expect(ends()).toEqual([1, 1, 1]);
  });

  it('keep the high watermark when a replica joins the ISR that has died since', () => {
    partition.apply(led(0, [0], 0));
    partition.freeze(2);
    produce('a', true);
    expect(partition.highWatermark).toBe(1);
    partition.apply(led(0, [0, 2], 0));
    expect(partition.highWatermark).toBe(1);
    partition.freeze(0);
    expect(partition.apply(led(2, [2], 1))).toBe(false);
    expect(firstLetters()).toEqual(['a']);
  });

  it('count as lagging from the last time they had everything', () => {
    now = 5;
    produce('a', false);
    now = 10;
    partition.fetched(1);
    produce('b', false);
    expect(partition.laggingFollowers(4)).toEqual([]);
    expect(partition.laggingFollowers(5)).toEqual([2]);
    expect(partition.laggingFollowers(10)).toEqual([1, 2]);
  });

  it('append the retry of a truncated batch as a new batch', () => {
    const retried = () =>
      encodeBatch([{ value: 'b', timestamp: 1 }], { producerId: 7, producerEpoch: 0, baseSequence: 0 });
    partition.freeze(1);
    finish(partition.append(retried(), { maxBatchBytes: most, waits: true }));
    partition.freeze(0);
    partition.apply(led(1, [1, 2], 1));
    partition.thaw(1);
    expect(finish(partition.append(retried(), { maxBatchBytes: most, waits: true })).baseOffset).toBe(0);
    expect(firstLetters()).toEqual(['b']);
  });

  it('never lack a record of an internal topic', () => {
    partition = new Partition({ ...three, topic: '__consumer_offsets' }, join(directory, 'offsets-0'));
    partition.freeze(1);
    partition.appendOwn(batch('a'));
    partition.freeze(0);
    expect(partition.apply(led(1, [1, 2], 1))).toBe(false);
    expect(firstLetters()).toEqual(['a']);
  });

  it('keep what was acknowledged with acks=all, and what consumers saw, through any clean elections', () => {
    const event = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('produce' as const), waits: fc.boolean() }) },
      fc.record({
        kind: fc.constantFrom(
          'freeze' as const,
          'thaw' as const,
          'fetched' as const,
          'elect' as const,
          'join' as const,
        ),
        broker: fc.nat(2),
      }),
    );
    let runs = 0;
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        partition.close();
        partition = new Partition(three, join(directory, `run-${runs++}`), { fetch: () => {} });
        const model = { running: new Set([0, 1, 2]), leader: 0, isr: [0, 1, 2], epoch: 0 };
        const safe: string[] = [];
        let seen = 0;
        const waiting: { letter: string; end: number }[] = [];
        const write = () => partition.apply(led(model.leader, model.isr, model.epoch));
        for (const [index, one] of events.entries()) {
          if (one.kind === 'produce') {
            if (!model.running.has(model.leader)) continue;
            const letter = String.fromCharCode(0x100 + index);
            finish(partition.append(batch(letter), { maxBatchBytes: most, waits: one.waits }));
            if (one.waits) waiting.push({ letter, end: partition.endOffset });
          } else if (one.kind === 'freeze') {
            model.running.delete(one.broker);
            partition.freeze(one.broker);
          } else if (one.kind === 'thaw') {
            model.running.add(one.broker);
            partition.thaw(one.broker);
          } else if (one.kind === 'fetched') partition.fetched(one.broker);
          else if (one.kind === 'elect') {
            if (model.leader === one.broker || !model.isr.includes(one.broker)) continue;
            // Requests that wait for the old leader get an error.
            waiting.length = 0;
            model.leader = one.broker;
            model.isr = model.isr.filter((id) => id === one.broker || model.running.has(id));
            model.epoch++;
            write();
          } else if (model.running.has(model.leader) && model.running.has(one.broker)) {
            model.isr = [...new Set([...model.isr, one.broker])];
            write();
          }
          for (const { letter } of waiting.filter(({ end }) => partition.highWatermark >= end))
            safe.push(letter);
          waiting.splice(0, waiting.length, ...waiting.filter(({ end }) => partition.highWatermark < end));
          expect(partition.highWatermark).toBeGreaterThanOrEqual(seen);
          seen = partition.highWatermark;
          for (const id of [0, 1, 2])
            expect(partition.endOffsetOf(id)).toBeLessThanOrEqual(partition.endOffset);
        }
        const kept = partition.endOffset === 0 ? [] : firstLetters();
        expect(safe.filter((letter) => !kept.includes(letter))).toEqual([]);
        expect(kept.length).toBe(partition.endOffset);
      }),
      { numRuns: 150 },
    );
  });
});
