import type { RequestForm } from '../../kubernetes/broker-connection.ts';
import { ResponseReader } from '../../kubernetes/response-reader.ts';
import { requestHead } from './request-writer.ts';

/** ListOffsets, key 2, version 1: the first offset of a partition whose message is not older than a time. */

/** Stands for a time: the offset after the last message, and that of the first. */
export const latest = -1;
export const earliest = -2;

export interface OffsetSeen {
  readonly topic: string;
  readonly partition: number;
  /** Kafka's error code; 0 if there is none. */
  readonly error: number;
  /** -1: no message is as new as the time. */
  readonly offset: number;
}

/** Asks the leader of these partitions; `time` in ms since the epoch. */
export function listOffsets(
  topics: ReadonlyMap<string, readonly number[]>,
  time: number,
): RequestForm<{ readonly correlationId: number; readonly offsets: readonly OffsetSeen[] }> {
  return {
    encode(correlationId) {
      const writer = requestHead(2, 1, correlationId).int32(-1);
      writer.list([...topics], ([topic, partitions]) =>
        writer.string(topic).list(partitions, (partition) => writer.int32(partition).int64(time)),
      );
      return writer.finish();
    },
    decode(bytes) {
      const reader = new ResponseReader(bytes);
      const correlationId = reader.int32();
      const byTopic = reader.list(() => {
        const topic = reader.string();
        return reader.list((): OffsetSeen => {
          const partition = reader.int32();
          const error = reader.int16();
          reader.skip(8); // time: a producer may have written any
          return { topic, partition, error, offset: reader.int64() };
        });
      });
      return { correlationId, offsets: byTopic.flat() };
    },
  };
}
