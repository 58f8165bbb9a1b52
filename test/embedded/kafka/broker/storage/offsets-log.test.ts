import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logBounds } from '../../../../../source/embedded/kafka/broker/storage/log-bounds.ts';
import { openOffsets } from '../../../../../source/embedded/kafka/broker/storage/offsets-log.ts';
import { Partition } from '../../../../../source/embedded/kafka/broker/storage/partition.ts';
import { WireError } from '../../../../../source/embedded/kafka/bytes/wire-error.ts';
import { GroupMemory } from '../../../../../source/embedded/kafka/groups/group-memory.ts';
import {
  decodeOffsetsChange,
  encodeOffsetsChange,
  type OffsetsChange,
} from '../../../../../source/embedded/kafka/groups/offsets-records.ts';
import { systemTimers } from '../../../../../source/embedded/kafka/timers.ts';

const committed = (offset: number) => ({ offset, leaderEpoch: 2, metadata: 'm', commitTimestamp: 7 });

function reread(change: OffsetsChange): OffsetsChange | undefined {
  const { key, value } = encodeOffsetsChange(change, 1);
  const copy = (part: unknown) => (part === null ? null : Buffer.from(part as Uint8Array));
  return decodeOffsetsChange({ key: copy(key), value: copy(value) });
}

describe('a record of __consumer_offsets', () => {
  it('has the same bytes as in Kafka 3.3 for a committed offset', () => {
    const { key, value } = encodeOffsetsChange(
      { kind: 'offset', groupId: 'g', topic: 'test', partition: 3, committed: committed(5) },
      9,
    );
    expect(Buffer.from(key as Uint8Array).toString('hex')).toBe(
      '0001' + '000167' + '000474657374' + '00000003',
    );
    expect(Buffer.from(value as Uint8Array).toString('hex')).toBe(
      '0003' + '0000000000000005' + '00000002' + '00016d' + '0000000000000007',
    );
  });

  it('decodes to what was encoded', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 20 }),
        fc.nat(),
        fc.array(fc.record({ id: fc.string({ maxLength: 9 }), bytes: fc.uint8Array({ maxLength: 30 }) })),
        (name, number, members) => {
          const change: OffsetsChange = {
            kind: 'group',
            groupId: name,
            snapshot: {
              groupId: name,
              generationId: number,
              protocolType: 'consumer',
              protocolName: 'range',
              leaderId: null,
              members: members.map(({ id, bytes }) => ({
                memberId: id,
                groupInstanceId: null,
                clientId: id,
                clientHost: '/10.0.0.1',
                sessionTimeoutMs: 1,
                rebalanceTimeoutMs: 2,
                protocols: [{ name: 'range', metadata: Buffer.from(bytes) }],
                assignment: Buffer.from(bytes),
              })),
            },
          };
          expect(reread(change)).toEqual(change);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('fails with a WireError at most, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }), (key, value) => {
        try {
          decodeOffsetsChange({
            key: Buffer.concat([Buffer.from([0, 2]), key]),
            value: Buffer.concat([Buffer.from([0, 3]), value]),
          });
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the log of an offsets partition', () => {
  let directory: string;
  const open = () =>
    new Partition(
      { topic: '__consumer_offsets', partition: 0, replicas: [0], state: undefined },
      join(directory, 'partition'),
      { limits: () => logBounds('__consumer_offsets', () => '104857600') },
    );

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'kafka-lab-offsets-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('stays small however often offsets are committed, and loses none', () => {
    const partition = open();
    const store = openOffsets(() => partition, systemTimers, new GroupMemory());
    const metadata = 'x'.repeat(1000);
    store.commit('once', [{ topic: 't', partition: 0, committed: committed(42) }]);
    for (let offset = 0; offset < 12_000; offset++)
      store.commit('often', [{ topic: 't', partition: 0, committed: { ...committed(offset), metadata } }]);
    expect(partition.size).toBeLessThan(6 * 1024 * 1024);
    partition.close();
    const again = open();
    const reread = openOffsets(() => again, systemTimers, new GroupMemory());
    expect(reread.committed('often', 't', 0)?.offset).toBe(11_999);
    expect(reread.committed('once', 't', 0)?.offset).toBe(42);
    again.close();
  });
});
