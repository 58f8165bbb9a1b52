import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { finish } from '../../../../source/embedded/bounds/slices.ts';
import type { CleaningOptions } from '../../../../source/embedded/kafka/log/clean-segments.ts';
import type { SegmentLimits } from '../../../../source/embedded/kafka/log/log-segments.ts';
import { PartitionLog } from '../../../../source/embedded/kafka/log/partition-log.ts';
import { batchSize, readBatchHeader } from '../../../../source/embedded/kafka/records/batch-header.ts';
import { decodeBatch } from '../../../../source/embedded/kafka/records/decode-batch.ts';
import { encodeBatch } from '../../../../source/embedded/kafka/records/encode-batch.ts';
import type { NewRecord } from '../../../../source/embedded/kafka/records/record.ts';
import { checkBatch } from '../../../../source/embedded/kafka/records/split-batches.ts';

let directory: string;
const opened: PartitionLog[] = [];

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'compaction-'));
});
afterEach(() => {
  for (const log of opened.splice(0)) log.close();
  fs.rmSync(directory, { recursive: true, force: true });
});

function open(limits: Partial<SegmentLimits> = {}): PartitionLog {
  const log = PartitionLog.open({
    directory: path.join(directory, 't-0'),
    limits: () => ({ segmentBytes: 300, ...limits }),
  });
  opened.push(log);
  return log;
}

const all: CleaningOptions = {
  upTo: Number.MAX_SAFE_INTEGER,
  before: Number.POSITIVE_INFINITY,
  tombstonesBefore: Number.NEGATIVE_INFINITY,
  dirtyRatio: 0,
};

const record = (key: string, value: string | null): NewRecord => ({ key, value, timestamp: 1000 });

/** What a consumer sees that always asks for the offset after the last one it saw, until nothing is left. */
function drain(log: PartitionLog, from = log.startOffset) {
  const seen: { offset: number; key: string; value: string | null }[] = [];
  for (let next = from; next < log.endOffset; ) {
    const data = log.read(next, 100_000);
    if (data.length === 0) throw new Error(`nothing at offset ${next} of ${log.endOffset}`);
    for (let at = 0; at < data.length; at += batchSize(data, at)) {
      const { header } = checkBatch(data, at);
      for (const { offset, key, value } of decodeBatch(data, at).records)
        if (offset >= next)
          seen.push({ offset, key: String(key), value: value === null ? null : String(value) });
      next = header.lastOffset + 1;
    }
  }
  return seen;
}

it('keeps the latest record of each key at its offset, and frees disk space', () => {
  const log = open();
  for (let i = 0; i < 60; i++)
    log.append(encodeBatch([record(`k${i % 3}`, `v${i}`), record('same', `s${i}`)]));
  const before = log.size;
  expect(log.compact(all)).toBeGreaterThan(before / 2);
  const seen = drain(log);
  // The active segment is not cleaned.
  const active = fs
    .readdirSync(path.join(directory, 't-0'))
    .filter((name) => name.endsWith('.log'))
    .sort()
    .at(-1)!;
  const sealed = seen.filter(({ offset }) => offset < Number(active.slice(0, -4)));
  expect(new Set(sealed.map(({ key }) => key)).size).toBe(sealed.length);
  expect(seen.at(-1)).toEqual({ offset: 119, key: 'same', value: 's59' });
  expect([log.startOffset, log.endOffset]).toEqual([0, 120]);
  expect(log.compact(all)).toBe(0);
  log.close();
  const again = open();
  expect(drain(again)).toEqual(seen);
  expect(again.append(encodeBatch([record('x', 'y')])).baseOffset).toBe(120);
});

it('a consumer skips segments and offsets of which nothing is left', () => {
  const log = open();
  for (let i = 0; i < 30; i++) log.append(encodeBatch([record('only', `v${i}`.padEnd(60))]));
  log.compact(all);
  for (let from = 0; from < 30; from++) expect(drain(log, from).at(-1)?.offset).toBe(29);
  expect(finish(log.offsetForTimestampInSteps(1000))?.offset).toBeGreaterThan(20);
});

it('tombstones stay until they are old; then the key is gone', () => {
  const log = open();
  for (let i = 0; i < 10; i++) log.append(encodeBatch([record('gone', `v${i}`.padEnd(50))]));
  log.append(encodeBatch([record('gone', null)]));
  for (let i = 0; i < 10; i++) log.append(encodeBatch([record(`other${i}`, 'x'.repeat(60))]));
  log.compact(all);
  expect(drain(log).filter(({ key }) => key === 'gone')).toEqual([{ offset: 10, key: 'gone', value: null }]);
  for (let i = 0; i < 10; i++) log.append(encodeBatch([record(`more${i}`, 'x'.repeat(60))]));
  log.compact({ ...all, tombstonesBefore: 2000 });
  expect(drain(log).filter(({ key }) => key === 'gone')).toEqual([]);
});

it('waits for the high watermark, for the minimum age, and until enough is dirty', () => {
  const log = open();
  for (let i = 0; i < 30; i++) log.append(encodeBatch([record('k', `v${i}`.padEnd(60))]));
  expect(log.compact({ ...all, upTo: 1 })).toBe(0);
  expect(log.compact({ ...all, before: 1000 })).toBe(0);
  expect(log.compact(all)).toBeGreaterThan(0);
  for (let i = 0; i < 6; i++) log.append(encodeBatch([record(`n${i}`, 'x'.repeat(60))]));
  expect(log.compact({ ...all, dirtyRatio: 1 })).toBe(0);
});

it('also removes records from compressed batches', () => {
  const log = open({ segmentBytes: 400 });
  for (let i = 0; i < 20; i++)
    log.append(encodeBatch([record('a', `v${i}`), record(`b${i}`, 'x'.repeat(50))], { compression: 'gzip' }));
  log.compact(all);
  const seen = drain(log);
  expect(seen.filter(({ key }) => key.startsWith('b'))).toHaveLength(20);
  expect(seen.filter(({ key }) => key === 'a').length).toBeLessThan(8);
});

it('keeps the last writes of each key, for any history', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const value = fc.option(fc.string({ maxLength: 30 }));
  const batch = fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(fc.tuple(batch, fc.boolean()), { minLength: 1, maxLength: 30 }), (steps) => {
      fs.rmSync(path.join(directory, 't-0'), { recursive: true, force: true });
      let log = open({ segmentBytes: 250 });
      const latest = new Map<string, string | null>();
      for (const [records, compact] of steps) {
        log.append(encodeBatch(records.map(([key, value]) => record(key, value))));
        for (const [key, value] of records) latest.set(key, value);
        if (compact) log.compact(all);
      }
      const end = log.endOffset;
      log.close();
      log = open({ segmentBytes: 250 });
      log.compact(all);
      const seen = drain(log);
      expect(new Map(seen.map(({ key, value }) => [key, value]))).toEqual(latest);
      expect(log.endOffset).toBe(end);
      expect(seen.map(({ offset }) => offset)).toEqual(
        [...new Set(seen.map(({ offset }) => offset))].sort((x, y) => x - y),
      );
      log.close();
    }),
    { numRuns: 60 },
  );
});

it('keeps the offset range and the first timestamp of a batch that lost records', () => {
  const log = open({ segmentBytes: 200 });
  log.append(encodeBatch([record('a', '1'), record('b', '1'), record('c', '1')]));
  for (let i = 0; i < 4; i++) log.append(encodeBatch([record('b', 'x'.repeat(100))]));
  log.compact(all);
  const data = log.read(0, 10_000);
  expect(readBatchHeader(data)).toMatchObject({
    baseOffset: 0,
    lastOffset: 2,
    recordCount: 2,
    baseTimestamp: 1000,
  });
});

it('compacted all records of a batch in one turn of the event loop', () => {
  const log = open({ segmentBytes: 100_000 });
  const records = Array.from({ length: 45_000 }, (_, at) => ({ key: `k${at}`, value: 'v', timestamp: at }));
  for (let left = 3; left > 0; left--) log.append(encodeBatch(records));
  let turns = 0;
  const steps = log.compactInSteps({ upTo: log.endOffset, before: 1e12, tombstonesBefore: 0, dirtyRatio: 0 });
  for (; !steps.next().done; turns++);
  // Two batches are read for their keys and once more to be rewritten.
  expect(turns).toBeGreaterThanOrEqual(4 * 11);
});
