import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { countedSlice } from '../../../../../source/embedded/bounds/slices.ts';
import { openLogs } from '../../../../../source/embedded/kafka/broker/handlers/open-logs.ts';
import { Partition } from '../../../../../source/embedded/kafka/broker/storage/partition.ts';

const state = { controllerEpoch: 1, leader: 0, leaderEpoch: 0, isr: [0], zkVersion: 0 };

let directory: string;
let partitions: Partition[];
let close: () => void;
const client = {
  broker: { id: 0 },
  onClose: (cancel: () => void) => {
    close = cancel;
    return () => {};
  },
};
const opened = () => readdirSync(directory).length;
const inSteps = (steps: number) => openLogs(partitions, client, () => countedSlice(steps));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'open-logs-'));
  close = () => {};
  partitions = Array.from(
    { length: 10 },
    (_, partition) =>
      new Partition({ topic: 'test', partition, replicas: [0], state }, join(directory, `test-${partition}`)),
  );
});

afterEach(() => {
  for (const partition of partitions) partition.close();
  rmSync(directory, { recursive: true, force: true });
});

it('opened the logs of thousands of unused partitions in one turn', async () => {
  const all = inSteps(3);
  expect(opened()).toBe(3);
  expect(await all).toBe(true);
  expect(opened()).toBe(10);
});

it('took turns although all logs were open', () => {
  expect(inSteps(100)).toBe(true);
  expect(inSteps(1)).toBe(true);
});

it('went on opening logs for a client that had gone', async () => {
  const all = inSteps(1);
  close();
  expect(await all).toBe(false);
  expect(opened()).toBe(1);
});

it('opened the log of a partition that another broker leads', () => {
  partitions.push(
    new Partition(
      { topic: 'test', partition: 10, replicas: [0, 1], state: { ...state, leader: 1 } },
      join(directory, 'test-10'),
    ),
  );
  expect(inSteps(100)).toBe(true);
  expect(partitions.map(({ isOpen }) => isOpen)).toEqual([...Array.from({ length: 10 }, () => true), false]);
});
