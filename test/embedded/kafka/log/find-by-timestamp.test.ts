import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { finish } from '../../../../source/embedded/bounds/slices.ts';
import { PartitionLog } from '../../../../source/embedded/kafka/log/partition-log.ts';
import { crc32c } from '../../../../source/embedded/kafka/records/crc32c.ts';
import { encodeBatch } from '../../../../source/embedded/kafka/records/encode-batch.ts';

let directory: string;
let log: PartitionLog;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'find-by-timestamp-'));
  log = PartitionLog.open({
    directory: path.join(directory, 'test-0'),
    limits: () => ({ segmentBytes: 64 * 1024 }),
  });
});

afterEach(() => {
  log.close();
  fs.rmSync(directory, { recursive: true, force: true });
});

/** A batch whose records are of time 1, and whose header says 9000. */
function lying(count = 1): Buffer {
  const batch = encodeBatch(Array.from({ length: count }, () => ({ value: 'v', timestamp: 1 })));
  batch.writeBigInt64BE(9000n, 35);
  batch.writeUInt32BE(crc32c(batch, 21), 17);
  return batch;
}

it('read batch after batch in one turn, as long as headers named a time that no record had', () => {
  const batches = 50;
  for (let left = batches; left > 0; left--) log.append(lying());
  const steps = log.offsetForTimestampInSteps(5000);
  let turns = 0;
  for (; !steps.next().done; turns++);
  expect(turns).toBeGreaterThanOrEqual(batches);
  log.append(encodeBatch([{ value: 'v', timestamp: 6000 }]));
  expect(finish(log.offsetForTimestampInSteps(5000))).toMatchObject({ offset: batches, timestamp: 6000 });
});

it('read all records of a large batch in one turn', () => {
  log.append(lying(45_000));
  let turns = 0;
  for (const _ of log.offsetForTimestampInSteps(5000)) turns++;
  expect(turns).toBeGreaterThanOrEqual(10);
});

it('goes on when the log changes between two steps', () => {
  for (let left = 2000; left > 0; left--) log.append(lying());
  const steps = log.offsetForTimestampInSteps(5000);
  for (let left = 10; left > 0; left--) steps.next();
  log.append(encodeBatch([{ value: 'v', timestamp: 7000 }]));
  log.deleteRecordsBefore(1500);
  let last = steps.next();
  while (!last.done) last = steps.next();
  expect(last.value).toMatchObject({ offset: 2000, timestamp: 7000 });
});

it('ends when the log is closed between two steps', () => {
  for (let left = 10; left > 0; left--) log.append(lying());
  const steps = log.offsetForTimestampInSteps(5000);
  steps.next();
  log.close();
  expect(() => steps.next()).toThrow('is closed');
});
