import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireReader } from '../../../../source/embedded/kafka/bytes/reader.ts';
import { WireError } from '../../../../source/embedded/kafka/bytes/wire-error.ts';
import { produce } from '../../../../source/embedded/kafka/messages/produce.ts';
import { placeBatch, readBatchHeader } from '../../../../source/embedded/kafka/records/batch-header.ts';
import { crc32c } from '../../../../source/embedded/kafka/records/crc32c.ts';
import { brokerLimits, decodeBatch } from '../../../../source/embedded/kafka/records/decode-batch.ts';
import { encodeBatch } from '../../../../source/embedded/kafka/records/encode-batch.ts';
import { splitBatches } from '../../../../source/embedded/kafka/records/split-batches.ts';
import { kafkaJsRequest } from '../messages/kafkajs-protocol.ts';
import { Random } from '../random.ts';

const timestamp = 1_700_000_000_000;
const one = (): Buffer =>
  encodeBatch([{ key: 'k', value: 'v', timestamp, headers: [{ key: 'h', value: null }] }]);

/** Sets the CRC to what the changed batch needs. */
function resealed(batch: Buffer): Buffer {
  batch.writeUInt32BE(crc32c(batch, 21), 17);
  return batch;
}

describe('golden bytes', () => {
  it('one record, as the specification has it', () => {
    const fields = [
      '0000000000000000', // base offset
      '0000003d', // 49 bytes of header behind it, 12 of the record
      'ffffffff02', // leader epoch, magic
      'CRC',
      '000000000000', // attributes, last offset delta
      '0000018bcfe56800'.repeat(2), // base and max timestamp
      'ffffffffffffffffffffffffffff', // producer id, epoch, sequence
      '00000001', // count
      '16000000026b0276020268' + '01', // the record: 11 bytes follow its length
    ];
    const hex = one().toString('hex');
    expect(hex.slice(0, 34) + hex.slice(42)).toBe(fields.filter((field) => field !== 'CRC').join(''));
    expect(readBatchHeader(one()).crc).toBe(crc32c(one(), 21));
  });
});

describe('kafkajs', () => {
  it('writes a batch that we read', async () => {
    const messages = [
      { key: 'k', value: '0.629672', timestamp, headers: { h: 'x' } },
      { key: null, value: 'größer', timestamp: timestamp + 3 },
    ];
    const topicData = [{ topic: 't', partitions: [{ partition: 0, firstSequence: 0, messages }] }];
    const body = await kafkaJsRequest('produce', 7, { acks: 1, timeout: 1, topicData });
    const records = produce.decodeRequest(new WireReader(body), 7).topicData[0]?.partitionData[0]
      ?.records as Buffer;
    const [batch] = splitBatches(records);
    expect(batch?.header).toMatchObject({ recordCount: 2, lastOffsetDelta: 1, maxTimestamp: timestamp + 3 });
    expect(decodeBatch(records).records).toEqual([
      {
        offset: 0,
        timestamp,
        key: Buffer.from('k'),
        value: Buffer.from('0.629672'),
        headers: [{ key: 'h', value: Buffer.from('x') }],
      },
      { offset: 1, timestamp: timestamp + 3, key: null, value: Buffer.from('größer'), headers: [] },
    ]);
  });

  it('reads our compressed batch', async () => {
    const require = createRequire(import.meta.url);
    const decode = require('kafkajs/src/protocol/recordBatch/v0/decoder.js');
    const Decoder = require('kafkajs/src/protocol/decoder.js');
    const batch = encodeBatch(
      [
        { value: 'a', timestamp },
        { value: 'b', timestamp: timestamp + 9 },
      ],
      {
        baseOffset: 2 ** 40,
        compression: 'gzip',
      },
    );
    const { records } = await decode(new Decoder(batch));
    expect(
      records.map((record: { offset: string; value: Buffer }) => [record.offset, String(record.value)]),
    ).toEqual([
      ['1099511627776', 'a'],
      ['1099511627777', 'b'],
    ]);
  });
});

describe('encode and decode', () => {
  const bytes = fc.option(fc.uint8Array({ maxLength: 20 }).map((data) => Buffer.from(data)));
  const record = fc.record({
    key: bytes,
    value: bytes,
    timestamp: fc.nat(2 ** 41),
    headers: fc.array(fc.record({ key: fc.string({ maxLength: 5 }), value: bytes }), { maxLength: 2 }),
  });

  it("are each other's inverse, compressed or not", () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.constantFrom('none' as const, 'gzip' as const),
        (records, baseOffset, compression) => {
          const batch = encodeBatch(records, {
            baseOffset,
            compression,
            producerId: 7,
            producerEpoch: 1,
            baseSequence: 3,
          });
          expect(splitBatches(batch)).toHaveLength(1);
          const decoded = decodeBatch(batch);
          expect(decoded.records).toEqual(
            records.map((each, index) => ({ ...each, offset: baseOffset + index })),
          );
          expect(decoded.header).toMatchObject({
            baseOffset,
            producerId: 7,
            producerEpoch: 1,
            baseSequence: 3,
          });
          expect(decoded.header.maxTimestamp).toBe(Math.max(...records.map((each) => each.timestamp)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('placeBatch moves a batch and keeps its CRC valid', () => {
    const batch = one();
    placeBatch(batch, 0, 2 ** 45 + 5, 12);
    expect(splitBatches(batch)[0]?.header).toMatchObject({
      baseOffset: 2 ** 45 + 5,
      partitionLeaderEpoch: 12,
    });
  });
});

describe('splitBatches', () => {
  it('splits several batches', () => {
    const data = Buffer.concat([one(), one(), encodeBatch([{ value: 'x', timestamp }], { control: true })]);
    expect(splitBatches(data).map(({ start, end }) => end - start)).toEqual([73, 73, 69]);
  });

  it.each([
    ['a flipped bit', (batch: Buffer) => flip(batch, batch.length - 1), 'crc'],
    ['an older magic', (batch: Buffer) => put(batch, 16, 1), 'magic'],
    ["a count that is not the offsets'", (batch: Buffer) => resealed(put(batch, 60, 2)), 'value'],
    ['an unknown codec', (batch: Buffer) => resealed(put(batch, 22, 7)), 'value'],
    ['a record longer than the batch', (batch: Buffer) => resealed(put(batch, 61, 0x7e)), 'truncated'],
    ['a record shorter than its batch', (batch: Buffer) => resealed(put(batch, 61, 0x0e)), 'value'],
    ['a length beyond the data', (batch: Buffer) => put(batch, 8, 0x7f), 'truncated'],
    ['a negative length', (batch: Buffer) => put(batch, 8, 0xff), 'length'],
    ['a batch cut off', (batch: Buffer) => batch.subarray(0, 72), 'truncated'],
    ['a header cut off', (batch: Buffer) => batch.subarray(0, 30), 'truncated'],
  ])('refuses %s', (_name, spoil, code) => {
    expect(() => splitBatches(spoil(one()))).toThrow(expect.objectContaining({ name: 'WireError', code }));
  });

  it('throws only a WireError, whatever is changed', () => {
    const random = new Random(7);
    for (let round = 0; round < 3000; round++) {
      const batch = encodeBatch([
        { value: 'abc', timestamp, headers: [{ key: 'h', value: Buffer.from('x') }] },
        { value: null, timestamp },
      ]);
      for (let flips = 1 + random.below(3); flips > 0; flips--)
        batch[random.below(batch.length)] = random.below(256);
      const spoiled = random.below(2) ? resealed(batch) : batch;
      for (const read of [splitBatches, decodeBatch]) {
        try {
          read(spoiled.subarray(0, spoiled.length - random.below(3)));
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }
    }
  });
});

function put(batch: Buffer, at: number, byte: number): Buffer {
  batch[at] = byte;
  return batch;
}

function flip(batch: Buffer, at: number): Buffer {
  return put(batch, at, batch[at]! ^ 1);
}

describe('a record with millions of headers', () => {
  const withHeaders = (counts: readonly number[]) =>
    encodeBatch(
      counts.map((count) => ({
        value: 'v',
        timestamp,
        headers: Array.from({ length: count }, () => ({ key: '', value: Buffer.alloc(0) })),
      })),
    );

  it('held up the broker that searched it by time: its headers are counted over the whole batch', () => {
    expect(decodeBatch(withHeaders([30_000, 20_000]), 0, brokerLimits).records).toHaveLength(2);
    for (const counts of [[50_001], [30_000, 20_001]])
      expect(() => decodeBatch(withHeaders(counts), 0, brokerLimits)).toThrow(WireError);
  });

  it('held up the tools: each record has its own bound', () => {
    expect(decodeBatch(withHeaders([30_000, 30_000])).records).toHaveLength(2);
    expect(() => decodeBatch(withHeaders([1, 50_001]))).toThrow('`50001` headers, where 50000 are read');
  });
});
