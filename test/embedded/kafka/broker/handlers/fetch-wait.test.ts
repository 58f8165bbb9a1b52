import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FetchWait } from '../../../../../source/embedded/kafka/broker/handlers/fetch-wait.ts';
import { Partition } from '../../../../../source/embedded/kafka/broker/storage/partition.ts';

const state = { controllerEpoch: 1, leader: 0, leaderEpoch: 0, isr: [0], zkVersion: 0 };
const freshTurn = { isOver: () => false };

let directory: string;
let partitions: Partition[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fetch-wait-'));
  partitions = Array.from(
    { length: 5 },
    (_, partition) =>
      new Partition({ topic: 'test', partition, replicas: [0], state }, join(directory, `test-${partition}`)),
  );
});

afterEach(() => {
  for (const partition of partitions) partition.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Passes the microtasks of this turn. */
const settled = async () => {
  for (let i = 0; i < 10; i++) await undefined;
};

describe('how a fetch waits', () => {
  it('let one record wake hundreds of fetches in one turn', async () => {
    let readInTurn = 0;
    let most = 0;
    // A turn has time for two of them.
    const turn = { isOver: () => readInTurn >= 2 };
    const fetches = Array.from({ length: 8 }, () =>
      new FetchWait(partitions, 1, turn).next(() => {
        readInTurn++;
        most = Math.max(most, readInTurn);
      }),
    );
    partitions[3]!.delayed.checkAll(100);
    await settled();
    expect(readInTurn).toBe(2);
    readInTurn = 0;
    let isRunning = true;
    const nextTurn = () => {
      readInTurn = 0;
      if (isRunning) setImmediate(nextTurn);
    };
    setImmediate(nextTurn);
    await Promise.all(fetches);
    isRunning = false;
    expect(most).toBe(2);
  });

  it('let a record wait for a turn although this one had time left', async () => {
    let isAnswered = false;
    void new FetchWait(partitions, 1, freshTurn).next(() => (isAnswered = true));
    partitions[3]!.delayed.checkAll(100);
    await settled();
    expect(isAnswered).toBe(true);
  });

  it('read its partitions again after the change of each of them', async () => {
    const waiting = new FetchWait(partitions, 1, freshTurn);
    let readings = 0;
    const reading = (async () => {
      while (!waiting.isOver) {
        await waiting.next(() => {
          readings++;
          if (!waiting.isOver) waiting.goOn(1);
        });
      }
    })();
    await settled();
    for (const { delayed } of partitions) delayed.checkAll(0);
    await settled();
    expect(readings).toBe(1);
    waiting.end();
    await reading;
    expect(readings).toBe(2);
  });

  it('read its partitions again for records that were too few', async () => {
    const waiting = new FetchWait(partitions, 1000, freshTurn);
    let isAnswered = false;
    void waiting.next(() => (isAnswered = true));
    for (let i = 0; i < 9; i++) partitions[i % 5]!.delayed.checkAll(100);
    await settled();
    expect(isAnswered).toBe(false);
    partitions[0]!.delayed.checkAll(100);
    await settled();
    expect(isAnswered).toBe(true);
    expect(waiting.isOver).toBe(true);
  });

  it('lost what came before it began to wait, or between its readings', async () => {
    const waiting = new FetchWait(partitions, 100, freshTurn);
    partitions[1]!.delayed.checkAll(0);
    await waiting.next(() => waiting.goOn(50));
    partitions[2]!.delayed.checkAll(50);
    expect(await waiting.next(() => waiting.isOver)).toBe(true);
  });

  it('stayed in the lists of its partitions', () => {
    const waiting = new FetchWait(partitions, 1, freshTurn);
    expect(partitions.map(({ delayed }) => delayed.size)).toEqual([1, 1, 1, 1, 1]);
    waiting.forget();
    expect(partitions.map(({ delayed }) => delayed.size)).toEqual([0, 0, 0, 0, 0]);
  });
});
