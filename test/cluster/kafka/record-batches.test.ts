import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { endOfBatches, recordsOf } from '../../../source/cluster/kafka/record-batches.ts';
import type { Compression } from '../../../source/embedded/kafka/records/batch-header.ts';
import { encodeBatch } from '../../../source/embedded/kafka/records/encode-batch.ts';

const batch = (baseOffset: number, values: readonly string[], compression: Compression = 'none') =>
  encodeBatch(
    values.map((value, index) => ({ key: `k${index}`, value, timestamp: 1_000 + index })),
    { baseOffset, compression },
  );
const seen = (bytes: Buffer, from = 0) =>
  [...recordsOf(bytes, from)].map((item) =>
    'why' in item ? [item.offset, item.last, item.why] : [item.offset, item.time, item.value?.toString()],
  );

it('reads the records of several batches from an offset on', () => {
  const bytes = Buffer.concat([batch(10, ['a', 'b']), batch(12, ['c', 'd'], 'gzip')]);
  expect(seen(bytes, 11)).toEqual([
    [11, 1_001, 'b'],
    [12, 1_000, 'c'],
    [13, 1_001, 'd'],
  ]);
  expect(endOfBatches(bytes)).toBe(14);
});

it('leaves out a batch that is cut off at the end', () => {
  const whole = batch(0, ['a']);
  for (let size = 0; size < whole.length; size += 1) {
    const bytes = Buffer.concat([whole, whole.subarray(0, size)]);
    expect(seen(bytes)).toEqual([[0, 1_000, 'a']]);
    expect(endOfBatches(bytes)).toBe(1);
  }
});

it('tells why a batch cannot be read, and goes on with the next', () => {
  const broken = Buffer.from(batch(0, ['a', 'b']));
  broken.fill(0xff, 61);
  const bomb = withRecords(batch(4, ['e']), gzipSync(Buffer.alloc(9 * 1024 * 1024)), 1);
  expect(seen(Buffer.concat([broken, batch(2, ['c'], 'lz4'), bomb, batch(5, ['f'])]))).toEqual([
    [0, 1, expect.stringMatching(/too long|too early|out of range/)],
    [2, 1_000, 'c'],
    [4, 4, 'more than 8 MiB when decompressed'],
    [5, 1_000, 'f'],
  ]);
});

it.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)(
  'reads %s, which was marked as not shown',
  (compression) => {
    expect(seen(batch(3, ['a', 'b'.repeat(1_000)], compression), 4)).toEqual([[4, 1_001, 'b'.repeat(1_000)]]);
  },
);

it.each([
  ['snappy', 2, Buffer.from([0x80, 0x80, 0x80, 0x10, 0])],
  ['zstd', 4, Buffer.from('28b52ffd0058', 'hex')],
  ['lz4', 3, Buffer.from('05224d18604082', 'hex')],
] as const)('says that %s cannot be read, and goes on', (name, codec, records) => {
  const bad = withRecords(batch(0, ['a']), records, codec);
  expect(seen(Buffer.concat([bad, batch(1, ['b'])]))).toEqual([
    [0, 0, expect.stringMatching(new RegExp(`not what ${name} can read|more than 8 MiB`))],
    [1, 1_000, 'b'],
  ]);
});

it('does not believe a batch that claims two thousand million records or headers', () => {
  const lying = Buffer.from(batch(0, ['a']));
  lying.writeInt32BE(2 ** 31 - 1, 57);
  expect(seen(lying)).toEqual([
    [0, 1_000, 'a'],
    [0, 0, expect.any(String)],
  ]);
});

/** The batch with other records, by another codec. */
function withRecords(head: Buffer, records: Buffer, codec: number): Buffer {
  const bytes = Buffer.concat([head.subarray(0, 61), records]);
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes.writeInt16BE(codec, 21);
  return bytes;
}
