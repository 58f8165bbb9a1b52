import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finish } from '../../../../source/embedded/bounds/slices.ts';
import type { SegmentLimits } from '../../../../source/embedded/kafka/log/log-segments.ts';
import {
  type LogOptions,
  mostDropped,
  PartitionLog,
} from '../../../../source/embedded/kafka/log/partition-log.ts';
import { batchSize } from '../../../../source/embedded/kafka/records/batch-header.ts';
import { crc32c } from '../../../../source/embedded/kafka/records/crc32c.ts';
import { decodeBatch } from '../../../../source/embedded/kafka/records/decode-batch.ts';
import { type BatchOptions, encodeBatch } from '../../../../source/embedded/kafka/records/encode-batch.ts';
import type { KafkaRecord } from '../../../../source/embedded/kafka/records/record.ts';
import {
  splitBatches,
  splitBatchesInSteps,
} from '../../../../source/embedded/kafka/records/split-batches.ts';

let directory: string;
let opened: PartitionLog[];

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'partition-log-'));
  opened = [];
});

afterEach(() => {
  for (const log of opened) log.close();
  fs.rmSync(directory, { recursive: true, force: true });
});

function open(options: Partial<LogOptions & SegmentLimits> = {}): PartitionLog {
  const log = PartitionLog.open({
    directory: path.join(directory, 'test-0'),
    limits: () => options,
    ...options,
  });
  opened.push(log);
  return log;
}

/** A batch of these values; the timestamp of each record is `time` plus its position. */
function batch(values: readonly string[], time = 0, options: BatchOptions = {}): Buffer {
  return encodeBatch(
    values.map((value, index) => ({ value, timestamp: time + index })),
    options,
  );
}

function recordsOf(data: Buffer): KafkaRecord[] {
  return splitBatches(data).flatMap(({ start }) => decodeBatch(data, start).records);
}

const values = (data: Buffer): string[] => recordsOf(data).map((record) => String(record.value));
const segmentFiles = (): string[] => fs.readdirSync(path.join(directory, 'test-0')).sort();

/** Everything that a consumer sees from `offset` to the end. */
function drain(log: PartitionLog, offset = log.startOffset): KafkaRecord[] {
  const records: KafkaRecord[] = [];
  for (let next = offset; next < log.endOffset; ) {
    const found = recordsOf(log.read(next, 4096));
    records.push(...found.filter((record) => record.offset >= next));
    next = found.at(-1)!.offset + 1;
  }
  return records;
}

describe('append and read', () => {
  it('assigns consecutive offsets, and writes them into the batch', () => {
    const log = open();
    expect(log.append(batch(['a', 'b'], 100))).toEqual({ baseOffset: 0, lastOffset: 1, maxTimestamp: 101 });
    expect(log.append(Buffer.concat([batch(['c']), batch(['d', 'e'])]), 3)).toMatchObject({
      baseOffset: 2,
      lastOffset: 4,
    });
    expect([log.startOffset, log.endOffset, log.latestEpoch]).toEqual([0, 5, 3]);
    expect(recordsOf(log.read(0, 1e6)).map((record) => record.offset)).toEqual([0, 1, 2, 3, 4]);
    expect(segmentFiles()).toEqual(['00000000000000000000.log']);
  });

  it('returns whole batches, and the first one however large', () => {
    const log = open();
    const first = batch(['a'.repeat(500), 'b']);
    log.append(Buffer.from(first));
    log.append(batch(['c']));
    expect(values(log.read(1, 10))).toEqual(['a'.repeat(500), 'b']);
    expect(log.read(1, 10, { minOneBatch: false })).toHaveLength(0);
    expect(values(log.read(0, first.length + 20))).toEqual(['a'.repeat(500), 'b']);
    expect(values(log.read(2, 0))).toEqual(['c']);
    expect(log.read(3, 100)).toHaveLength(0);
  });

  it('returns nothing beyond the high watermark', () => {
    const log = open();
    log.append(batch(['a', 'b']));
    log.append(batch(['c', 'd']));
    expect(values(log.read(0, 1e6, { upTo: 2 }))).toEqual(['a', 'b']);
    expect(log.read(0, 1e6, { upTo: 1 })).toHaveLength(0);
    expect(log.read(2, 1e6, { upTo: 3 })).toHaveLength(0);
  });

  it('throws OFFSET_OUT_OF_RANGE outside the log', () => {
    const log = open();
    log.append(batch(['a']));
    for (const offset of [-1, 2]) {
      expect(() => log.read(offset, 1)).toThrow(expect.objectContaining({ code: 'OFFSET_OUT_OF_RANGE' }));
    }
  });

  it('a copy that was read does not change with later appends', () => {
    const log = open();
    log.append(batch(['a']));
    const read = log.read(0, 1e6);
    const before = read.toString('hex');
    for (let index = 0; index < 5000; index++) log.append(batch([`${index}`.repeat(20)]));
    expect(read.toString('hex')).toBe(before);
  });

  it('reads what was appended, from any offset, across segments and the tail cache', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ maxLength: 300 }), { minLength: 1, maxLength: 5 }), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.nat(),
        fc.boolean(),
        (batches, from, reopen) => {
          fs.rmSync(path.join(directory, 'test-0'), { recursive: true, force: true });
          let log = open({ segmentBytes: 2000 });
          const all = batches.flat();
          for (const each of batches) log.append(batch(each));
          if (reopen) {
            log.close();
            log = open({ segmentBytes: 2000 });
          }
          expect(log.endOffset).toBe(all.length);
          const offset = from % all.length;
          expect(drain(log, offset).map((record) => String(record.value))).toEqual(all.slice(offset));
          log.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('reads what has left the tail cache', () => {
    const log = open({ segmentBytes: 1024 * 1024 });
    const all = Array.from({ length: 4000 }, (_, index) => `${index}-${'x'.repeat(100)}`);
    for (const value of all) log.append(batch([value]));
    expect(drain(log).map((record) => String(record.value))).toEqual(all);
  });
});

describe('an append that is refused', () => {
  it.each([
    [
      'a batch whose CRC does not match',
      () => spoil(batch(['a']), (data) => data.writeUInt8(9, data.length - 1)),
      'CORRUPT_MESSAGE',
    ],
    ['a batch that is cut off', () => batch(['a']).subarray(0, 65), 'CORRUPT_MESSAGE'],
    ['an older message set', () => spoil(batch(['a']), (data) => data.writeInt8(1, 16)), 'INVALID_RECORD'],
    [
      'a count that does not match',
      () => resealed(spoil(batch(['a']), (data) => data.writeInt32BE(5, 57))),
      'INVALID_RECORD',
    ],
    ['a batch larger than allowed', () => batch(['a'.repeat(2000)]), 'MESSAGE_TOO_LARGE'],
  ])('%s', (_name, make, code) => {
    const log = open({ maxBatchBytes: 1000 });
    log.append(batch(['before']));
    expect(() => log.append(make())).toThrow(expect.objectContaining({ code }));
    expect(log.endOffset).toBe(1);
  });

  it('an append without a batch', () => {
    expect(() => open().append(Buffer.alloc(0))).toThrow(expect.objectContaining({ code: 'INVALID_RECORD' }));
  });

  it('leaves the log as it was if one of several batches is invalid', () => {
    const log = open();
    log.append(batch(['a']));
    const bad = spoil(batch(['c']), (data) => data.writeUInt8(9, data.length - 1));
    expect(() => log.append(Buffer.concat([batch(['b']), bad]))).toThrow();
    expect([log.endOffset, values(log.read(0, 1e6))]).toEqual([1, ['a']]);
  });

  it('fails with KAFKA_STORAGE_ERROR after close', () => {
    const log = open();
    log.close();
    log.close();
    for (const use of [
      () => log.append(batch(['a'])),
      () => log.read(0, 1),
      () => log.deleteRecordsBefore(0),
    ]) {
      expect(use).toThrow(expect.objectContaining({ code: 'KAFKA_STORAGE_ERROR' }));
    }
  });
});

describe('times', () => {
  it('finds the first record at or after a time, inside its batch and across segments', () => {
    const log = open({ segmentBytes: 3000 });
    for (let index = 0; index < 200; index++) log.append(batch([`${index}a`, `${index}b`], index * 10), 1);
    expect(finish(log.offsetForTimestampInSteps(0))).toEqual({ offset: 0, timestamp: 0, leaderEpoch: 1 });
    expect(finish(log.offsetForTimestampInSteps(1))).toMatchObject({ offset: 1, timestamp: 1 });
    expect(finish(log.offsetForTimestampInSteps(1502))).toMatchObject({ offset: 302, timestamp: 1510 });
    expect(finish(log.offsetForTimestampInSteps(1992))).toBeUndefined();
    expect(finish(log.offsetOfMaxTimestampInSteps())).toMatchObject({ offset: 399, timestamp: 1991 });
  });

  it('finds the first by offset even if timestamps go back', () => {
    const log = open();
    for (const time of [50, 10, 70, 20, 60]) log.append(batch(['x'], time));
    expect(finish(log.offsetForTimestampInSteps(55))).toMatchObject({ offset: 2, timestamp: 70 });
    expect(finish(log.offsetForTimestampInSteps(15))).toMatchObject({ offset: 0 });
    expect(finish(log.offsetOfMaxTimestampInSteps())).toMatchObject({ offset: 2 });
  });

  it('does not return a record before the log start offset', () => {
    const log = open();
    log.append(batch(['a', 'b', 'c'], 10));
    log.append(batch(['d'], 5));
    log.append(batch(['e'], 11));
    log.deleteRecordsBefore(2);
    expect(finish(log.offsetForTimestampInSteps(1))).toMatchObject({ offset: 2, timestamp: 12 });
    log.deleteRecordsBefore(3);
    expect(finish(log.offsetForTimestampInSteps(11))).toMatchObject({ offset: 4, timestamp: 11 });
  });

  it('returns the batch if its compression is not supported', () => {
    const log = open();
    log.append(batch(['a'], 5));
    log.append(resealed(spoil(batch(['b', 'c'], 9), (data) => data.writeInt16BE(4, 21))));
    expect(finish(log.offsetForTimestampInSteps(10))).toMatchObject({ offset: 1, timestamp: 10 });
  });
});

describe('retention', () => {
  it('removes whole old segments, and moves the log start offset', () => {
    const log = open({ segmentBytes: 1000, retentionBytes: 5000 });
    for (let index = 0; index < 300; index++) {
      log.append(batch([`value ${index}`]));
      expect(log.size).toBeLessThanOrEqual(5000);
    }
    expect(log.startOffset).toBeGreaterThan(200);
    expect(log.endOffset).toBe(300);
    expect(segmentFiles().length).toBeLessThanOrEqual(5);
    expect(segmentFiles()[0]).toBe(`${String(log.startOffset).padStart(20, '0')}.log`);
    expect(drain(log)).toHaveLength(300 - log.startOffset);
    expect(() => log.read(0, 1)).toThrow(expect.objectContaining({ code: 'OFFSET_OUT_OF_RANGE' }));
  });

  it('drops segments whose newest record is too old, including the active one', () => {
    let log = open({ segmentBytes: 500 });
    for (let index = 0; index < 40; index++) log.append(batch([`${index}`], 1000 + index));
    expect(log.dropOldSegments(1020, Number.POSITIVE_INFINITY, 40)).toBeGreaterThan(1);
    expect(log.startOffset).toBeGreaterThan(10);
    expect(log.startOffset).toBeLessThanOrEqual(20);
    expect(drain(log)).toHaveLength(40 - log.startOffset);
    expect(log.dropOldSegments(2000, Number.POSITIVE_INFINITY, log.startOffset + 1)).toBe(0);
    log.dropOldSegments(2000, Number.POSITIVE_INFINITY, 40);
    expect([log.startOffset, log.endOffset, log.size]).toEqual([40, 40, 0]);
    log.close();
    log = open({ segmentBytes: 500 });
    expect([log.startOffset, log.endOffset]).toEqual([40, 40]);
    expect(log.append(batch(['next'])).baseOffset).toBe(40);
  });

  it('drops what exceeds the current size limit of the topic', () => {
    const log = open({ segmentBytes: 500 });
    for (let index = 0; index < 40; index++) log.append(batch([`${index}`]));
    log.dropOldSegments(Number.NEGATIVE_INFINITY, 1200, 40);
    expect(log.size).toBeGreaterThanOrEqual(1200);
    expect(log.size).toBeLessThan(1200 + 500);
  });

  it('rolls a segment when its first record is older than segment.ms', () => {
    const log = open({ segmentMs: 10 });
    for (const time of [100, 105, 110, 111, 121, 122]) log.append(batch(['x'], time));
    expect(segmentFiles().map((name) => Number(name.slice(0, -4)))).toEqual([0, 3, 5]);
  });

  it('drops records before an offset, also after it is reopened', () => {
    let log = open({ segmentBytes: 500 });
    for (let index = 0; index < 50; index++) log.append(batch([`${index}`]));
    log.deleteRecordsBefore(33);
    expect(log.startOffset).toBe(33);
    log.deleteRecordsBefore(20);
    expect(log.startOffset).toBe(33);
    expect(() => log.deleteRecordsBefore(51)).toThrow(
      expect.objectContaining({ code: 'OFFSET_OUT_OF_RANGE' }),
    );
    log.close();
    log = open({ segmentBytes: 500 });
    expect([log.startOffset, log.endOffset]).toEqual([33, 50]);
    expect(drain(log)[0]?.offset).toBe(33);
    log.deleteRecordsBefore(50);
    log.close();
    log = open({ segmentBytes: 500 });
    expect([log.startOffset, log.endOffset]).toEqual([50, 50]);
    expect(log.append(batch(['next']))).toMatchObject({ baseOffset: 50 });
  });

  it('thousands of segments before an offset were removed in one turn', () => {
    const logFiles = () => segmentFiles().filter((name) => name.endsWith('.log'));
    let log = open({ segmentBytes: 1 });
    for (let index = 0; index < 30; index++) log.append(batch([`${index}`]));
    const steps = log.deleteRecordsBeforeInSteps(20);
    for (let removed = 1; removed <= 10; removed++) {
      expect(steps.next().done).toBe(false);
      expect([log.startOffset, logFiles().length]).toEqual([20, 30 - removed]);
    }
    expect(() => log.read(19, 1)).toThrow(expect.objectContaining({ code: 'OFFSET_OUT_OF_RANGE' }));
    log.close();
    expect(steps.next().done).toBe(true);
    log = open({ segmentBytes: 1 });
    expect([log.startOffset, log.endOffset]).toEqual([20, 30]);
    expect(drain(log)[0]?.offset).toBe(20);
    log.deleteRecordsBefore(21);
    expect(logFiles()).toHaveLength(9);
  });

  it('a limit that shrank removed thousands of segments in one turn', () => {
    const limits = { segmentBytes: 1, retentionBytes: Number.POSITIVE_INFINITY };
    const log = open(limits);
    for (let index = 0; index < 130; index++) log.append(batch([`${index}`]));
    expect(log.dropOldSegments(Number.NEGATIVE_INFINITY, 1, 130)).toBe(mostDropped);
    expect(segmentFiles()).toHaveLength(130 - mostDropped);
    limits.retentionBytes = 1;
    log.append(batch(['last']));
    expect(segmentFiles()).toHaveLength(131 - mostDropped - 8);
  });
});

describe('leader epochs', () => {
  it('returns the end offset of each', () => {
    let log = open();
    log.append(batch(['a']), 0);
    log.append(batch(['b', 'c']), 2);
    log.append(batch(['d']), 5);
    for (let again = 0; again < 2; again++) {
      expect(log.endOffsetForEpoch(0)).toEqual({ epoch: 0, endOffset: 1 });
      expect(log.endOffsetForEpoch(4)).toEqual({ epoch: 2, endOffset: 3 });
      expect(log.endOffsetForEpoch(5)).toEqual({ epoch: 5, endOffset: 4 });
      log.close();
      log = open();
    }
    expect(log.latestEpoch).toBe(5);
    expect(open({ directory: path.join(directory, 'empty') }).endOffsetForEpoch(3)).toBeUndefined();
  });
});

describe('recovery', () => {
  it('truncates a torn last batch, wherever it is cut, and continues there', () => {
    const file = path.join(directory, 'test-0', '00000000000000000000.log');
    const whole = Buffer.concat([batch(['a', 'b']), batch(['c'], 0, { baseOffset: 2 })]);
    fs.mkdirSync(path.dirname(file));
    const firstEnds = batchSize(whole, 0);
    for (let end = firstEnds; end < whole.length; end++) {
      fs.writeFileSync(file, whole.subarray(0, end));
      const log = open();
      expect([log.endOffset, log.size]).toEqual([2, firstEnds]);
      expect(fs.statSync(file).size).toBe(firstEnds);
      expect(log.append(batch(['d']))).toMatchObject({ baseOffset: 2 });
      expect(values(log.read(0, 1e6))).toEqual(['a', 'b', 'd']);
      log.close();
    }
  });

  it('truncates at a batch with any changed byte outside of the leader epoch', () => {
    const file = path.join(directory, 'test-0', '00000000000000000000.log');
    const whole = Buffer.concat([batch(['a', 'b']), batch(['c'], 0, { baseOffset: 2 })]);
    fs.mkdirSync(path.dirname(file));
    const start = batchSize(whole, 0);
    for (let at = start; at < whole.length; at++) {
      if (at >= start + 12 && at < start + 16) continue;
      const spoiled = Buffer.from(whole);
      spoiled[at] = spoiled[at]! ^ 0x41;
      fs.writeFileSync(file, spoiled);
      const log = open();
      expect([at, log.endOffset]).toEqual([at, 2]);
      log.close();
    }
  });

  it('removes the segments after a corrupt one', () => {
    let log = open({ segmentBytes: 500 });
    for (let index = 0; index < 50; index++) log.append(batch([`${index}`]));
    log.close();
    const files = segmentFiles();
    expect(files.length).toBeGreaterThan(4);
    const middle = path.join(directory, 'test-0', files[2]!);
    fs.writeFileSync(middle, fs.readFileSync(middle).fill(0xee, 100));
    log = open({ segmentBytes: 500 });
    expect(segmentFiles()).toEqual(files.slice(0, 3));
    expect(log.endOffset).toBe(Number.parseInt(files[2]!, 10) + 1);
    expect(drain(log)).toHaveLength(log.endOffset);
  });

  it('removes the segments after a gap', () => {
    let log = open({ segmentBytes: 500 });
    for (let index = 0; index < 50; index++) log.append(batch([`${index}`]));
    log.close();
    const files = segmentFiles();
    fs.rmSync(path.join(directory, 'test-0', files[1]!));
    log = open({ segmentBytes: 500 });
    expect(segmentFiles()).toEqual(files.slice(0, 1));
    expect(log.endOffset).toBe(Number.parseInt(files[1]!, 10));
  });

  it('ignores files of other kinds, and an implausible start offset', () => {
    fs.mkdirSync(path.join(directory, 'test-0'));
    fs.writeFileSync(path.join(directory, 'test-0', 'notes.log'), 'x');
    fs.writeFileSync(path.join(directory, 'test-0', 'log-start-offset'), 'many');
    const log = open();
    expect([log.startOffset, log.endOffset]).toEqual([0, 0]);
  });

  it('fails with KAFKA_STORAGE_ERROR if the directory cannot be created', () => {
    fs.writeFileSync(path.join(directory, 'file'), '');
    expect(() => open({ directory: path.join(directory, 'file', 'test-0') })).toThrow(
      expect.objectContaining({ code: 'KAFKA_STORAGE_ERROR' }),
    );
  });
});

function spoil(data: Buffer, change: (data: Buffer) => void): Buffer {
  change(data);
  return data;
}

function resealed(data: Buffer): Buffer {
  data.writeUInt32BE(crc32c(data, 21), 17);
  return data;
}

describe('an append in steps', () => {
  const large = () => batch(['x'.repeat(5 * 1024 * 1024)]);
  const file = () => path.join(directory, 'test-0', segmentFiles().at(-1)!);

  it('checks and writes no more than a MiB in one turn of the event loop', () => {
    const log = open({ maxBatchBytes: 2 ** 24 });
    const steps = log.appendInSteps(large());
    let turns = 0;
    let before = 0;
    let mostWritten = 0;
    for (; !steps.next().done; turns++) {
      const { size } = fs.statSync(file());
      mostWritten = Math.max(mostWritten, size - before);
      before = size;
    }
    expect(mostWritten).toBe(1024 * 1024);
    // Six pieces to check, one turn between, six pieces to write.
    expect(turns).toBe(11);
    expect(drain(log)).toHaveLength(1);
  });

  it('checks a million tiny records in steps', () => {
    const count = 1_000_000;
    const tiny = Buffer.alloc(count * 7, Buffer.from([12, 0, 0, 0, 1, 1, 0]));
    const whole = Buffer.concat([batch(['v']).subarray(0, 61), tiny]);
    whole.writeInt32BE(whole.length - 12, 8);
    whole.writeInt32BE(count - 1, 23);
    whole.writeInt32BE(count, 57);
    whole.writeUInt32BE(crc32c(whole, 21), 17);
    let turns = 0;
    for (const _ of splitBatchesInSteps(whole)) turns++;
    // Seven pieces for the CRC, sixteen for the records.
    expect(turns).toBe(6 + 15);
  });

  it('is invisible to readers until it is complete', () => {
    const log = open({ maxBatchBytes: 2 ** 24 });
    log.append(batch(['a']));
    for (const _ of log.appendInSteps(large())) {
      expect([log.endOffset, values(log.read(0, 1e8))]).toEqual([1, ['a']]);
    }
    expect(log.endOffset).toBe(2);
  });

  it.each(['given up', 'cut off by a log that is closed'])('leaves no half batch if it is %s', (how) => {
    const log = open({ maxBatchBytes: 2 ** 24 });
    log.append(batch(['a']));
    const { size } = log;
    const steps = log.appendInSteps(large());
    while (fs.statSync(file()).size === size) expect(steps.next().done).toBe(false);
    if (how === 'given up') steps.return(undefined as never);
    else {
      log.close();
      expect(() => steps.next()).toThrow(expect.objectContaining({ code: 'KAFKA_STORAGE_ERROR' }));
    }
    expect(fs.statSync(file()).size).toBe(size);
    log.close();
    expect(values(open().read(0, 1e6))).toEqual(['a']);
  });

  it('does not drop the segment that it writes to, however old', () => {
    const log = open({ maxBatchBytes: 2 ** 24 });
    log.append(batch(['a']));
    const { size } = log;
    const steps = log.appendInSteps(large());
    while (fs.statSync(file()).size === size) steps.next();
    expect(log.dropOldSegments(Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY, 1)).toBe(0);
    while (!steps.next().done);
    expect(log.dropOldSegments(Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY, 2)).toBe(1);
  });
});

describe('truncation', () => {
  it('drops the batches from an offset on, and continues there', () => {
    const log = open();
    log.append(batch(['a', 'b'], 100), 1);
    log.append(batch(['c'], 300), 2);
    log.truncateTo(2);
    expect([log.endOffset, log.latestEpoch]).toEqual([2, 1]);
    expect(finish(log.offsetOfMaxTimestampInSteps())).toMatchObject({ offset: 1, timestamp: 101 });
    log.append(batch(['d'], 200), 3);
    expect(drain(log).map(({ value }) => String(value))).toEqual(['a', 'b', 'd']);
    expect(log.endOffsetForEpoch(2)).toEqual({ epoch: 1, endOffset: 2 });
    log.close();
    expect(drain(open()).map(({ value }) => String(value))).toEqual(['a', 'b', 'd']);
  });

  it('does nothing if the log ends before', () => {
    const log = open();
    log.append(batch(['a']));
    log.truncateTo(1);
    log.truncateTo(7);
    expect([log.endOffset, segmentFiles()]).toEqual([1, ['00000000000000000000.log']]);
  });

  it('to before the log start offset leaves an empty log that starts there, also after it is reopened', () => {
    const log = open({ segmentBytes: 100 });
    for (const value of ['a', 'b', 'c', 'd']) log.append(batch([value.repeat(60)]));
    log.deleteRecordsBefore(3);
    log.truncateTo(1);
    expect([log.startOffset, log.endOffset]).toEqual([1, 1]);
    log.append(batch(['e']));
    log.close();
    const again = open();
    expect([again.startOffset, again.endOffset]).toEqual([1, 2]);
    expect(drain(again).map(({ value }) => String(value))).toEqual(['e']);
  });

  it('at any batch of any log keeps everything before it, in memory and on disk', () => {
    let runs = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(4), fc.nat(5000), fc.nat(400)), { minLength: 1, maxLength: 40 }),
        fc.nat(),
        (batches, cut) => {
          const place = path.join(directory, `run-${runs++}`);
          const log = open({ directory: place, segmentBytes: 2000 });
          const starts: number[] = [];
          for (const [records, time, bytes] of batches) {
            starts.push(log.endOffset);
            const filled = Array.from({ length: records + 1 }, () => 'x'.repeat(bytes));
            log.append(batch(filled, time), starts.length);
          }
          const offset = starts[cut % starts.length]!;
          const before = drain(log).filter((record) => record.offset < offset);
          log.truncateTo(offset);
          expect(log.endOffset).toBe(offset);
          expect(drain(log)).toEqual(before);
          const newest = before.reduce((most, { timestamp }) => Math.max(most, timestamp), -1);
          expect(finish(log.offsetOfMaxTimestampInSteps())?.timestamp ?? -1).toBe(newest);
          const size = log.size;
          log.append(batch(['after'], 9999));
          expect(finish(log.offsetForTimestampInSteps(9999))?.offset).toBe(offset);
          log.close();
          const again = open({ directory: place, segmentBytes: 2000 });
          expect(drain(again).map((record) => record.offset)).toEqual([
            ...before.map((record) => record.offset),
            offset,
          ]);
          expect(again.size).toBeGreaterThan(size);
        },
      ),
      { numRuns: 60 },
    );
  });
});
