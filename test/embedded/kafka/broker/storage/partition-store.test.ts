import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { PartitionStore } from '../../../../../source/embedded/kafka/broker/storage/partition-store.ts';
import { PartitionLog } from '../../../../../source/embedded/kafka/log/partition-log.ts';
import { KafkaError } from '../../../../../source/embedded/kafka/messages/errors.ts';

it('the log could not be used by whoever was told that it cannot be opened', () => {
  const directory = mkdtempSync(join(tmpdir(), 'partition-store-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const place = join(directory, 'test-0');
  writeFileSync(place, 'no directory');
  let told = 0;
  const store: PartitionStore = new PartitionStore({
    place,
    limits: undefined,
    onFailure: () => {
      told++;
      if (told === 1) expect(() => store.endOffset).toThrow(KafkaError);
    },
  });
  expect(() => store.log).toThrow(KafkaError);
  expect(told).toBe(2);
});

it('thousands of segments of a deleted topic were removed in one turn', () => {
  const directory = mkdtempSync(join(tmpdir(), 'partition-store-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const place = join(directory, 'test-0');
  PartitionLog.open({ directory: place }).close();
  for (let index = 0; index < 20; index++) writeFileSync(join(place, `${index}.log`), '');
  const store = new PartitionStore({ place, limits: undefined, onFailure: undefined });
  const left = () => (existsSync(place) ? readdirSync(place).length : 0);
  const before = left();
  const steps = store.destroyInSteps();
  for (let removed = 1; removed <= before; removed++) {
    expect(steps.next().done).toBe(false);
    expect(left()).toBe(before - removed);
  }
  expect(steps.next().done).toBe(true);
  expect(existsSync(place)).toBe(false);
});
