import type { RequestForm } from '../../kubernetes/broker-connection.ts';
import { ResponseReader } from '../../kubernetes/response-reader.ts';
import { requestHead } from './request-writer.ts';

/** Fetch, key 1, version 5: record batches of partitions, as a consumer reads them that belongs to no group. */

/** A broker returns the first batch whole, however large: a batch beyond that cannot be shown. */
const largest = 8 * 1024 * 1024;

export interface FetchQuestion {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly mostBytes: number;
  /** How long the broker may wait for a first message, ms. */
  readonly waitMs: number;
}

export interface Fetched {
  readonly correlationId: number;
  readonly error: number;
  /** The offset after the last message that consumers get, and that of the first. */
  readonly end: number;
  readonly start: number;
  /** Record batches; the first may begin before the offset, and the last may be cut. */
  readonly records: Buffer;
}

export function fetchPartition(question: FetchQuestion): RequestForm<Fetched> {
  const { topic, partition, offset, mostBytes, waitMs } = question;
  const form = fetchPartitions({
    topic,
    from: [{ partition, offset }],
    mostBytes,
    mostInAll: mostBytes,
    waitMs,
  });
  return {
    ...form,
    decode(bytes) {
      const { correlationId, partitions } = form.decode(bytes);
      const [found] = partitions;
      if (found === undefined) throw new RangeError('the response names no partition');
      return { ...found, correlationId };
    },
  };
}

export interface FetchManyQuestion {
  readonly topic: string;
  /** Partitions of one leader, which has as many bytes for all: those that come last may get none. */
  readonly from: readonly { readonly partition: number; readonly offset: number }[];
  readonly mostBytes: number;
  readonly mostInAll: number;
  readonly waitMs: number;
}

export interface FetchedMany {
  readonly correlationId: number;
  readonly partitions: readonly (Omit<Fetched, 'correlationId'> & { readonly partition: number })[];
}

export function fetchPartitions(question: FetchManyQuestion): RequestForm<FetchedMany> {
  const { topic, from, mostBytes, mostInAll, waitMs } = question;
  return {
    largest,
    encode(correlationId) {
      const writer = requestHead(1, 5, correlationId);
      // No replica; at least a byte; read uncommitted.
      writer.int32(-1).int32(waitMs).int32(1).int32(mostInAll).int8(0);
      writer.list([topic], () =>
        writer
          .string(topic)
          .list(from, ({ partition, offset }) =>
            writer.int32(partition).int64(offset).int64(-1).int32(mostBytes),
          ),
      );
      return writer.finish();
    },
    decode(bytes) {
      const reader = new ResponseReader(bytes);
      const correlationId = reader.int32();
      reader.int32(); // throttle time
      const byTopic = reader.list(() => {
        reader.string();
        return reader.list(() => {
          const partition = reader.int32();
          const error = reader.int16();
          const end = reader.int64();
          reader.int64(); // last stable offset
          const start = reader.int64();
          reader.list(() => [reader.int64(), reader.int64()]); // aborted transactions
          return { partition, error, end, start, records: reader.bytes() };
        });
      });
      return { correlationId, partitions: byTopic.flat() };
    },
  };
}
