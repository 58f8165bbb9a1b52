import type { KafkaConnection } from '../../../../../source/embedded/kafka/client/kafka-connection.ts';
import { errorName } from '../../../../../source/embedded/kafka/messages/errors.ts';
import { type FetchResponse, fetch } from '../../../../../source/embedded/kafka/messages/fetch.ts';

export interface Asked {
  readonly topic?: string;
  readonly topicId?: string;
  readonly partition?: number;
  readonly at?: number;
  readonly maxBytes?: number;
}

export interface FetchOptions {
  readonly session?: readonly [id: number, epoch: number];
  readonly of?: readonly Asked[];
  readonly forget?: readonly Asked[];
  readonly version?: number;
  readonly maxWaitMs?: number;
  readonly minBytes?: number;
  readonly maxBytes?: number;
}

/** One fetch in version 12, which names topics; without a session unless one is given. */
export function fetchFrom(connection: KafkaConnection, options: FetchOptions): Promise<FetchResponse> {
  const { session = [0, -1], of = [], forget = [], version = 12 } = options;
  return connection.call(
    fetch,
    {
      maxWaitMs: options.maxWaitMs ?? 0,
      minBytes: options.minBytes ?? 1,
      maxBytes: options.maxBytes ?? 10_000_000,
      sessionId: session[0],
      sessionEpoch: session[1],
      topics: of.map(({ partition = 0, at = 0, maxBytes = 1_000_000, ...topic }) => ({
        ...topic,
        partitions: [{ partition, fetchOffset: at, partitionMaxBytes: maxBytes }],
      })),
      forgottenTopicsData: forget.map(({ partition = 0, topic = '', topicId }) => ({
        topic,
        ...(topicId === undefined ? {} : { topicId }),
        partitions: [partition],
      })),
    },
    { version },
  );
}

/** What an answer says: its error, and its partitions with their errors, high watermarks, log starts and bytes. */
export function told(answer: FetchResponse): readonly string[] {
  return [
    errorName(answer.errorCode),
    ...answer.responses.flatMap(({ topic, partitions }) =>
      partitions.map(
        (one) =>
          `${topic}-${one.partitionIndex} ${errorName(one.errorCode)} ${one.logStartOffset}..${one.highWatermark} ` +
          `${(one.records?.length ?? 0) > 0 ? 'records' : 'none'}`,
      ),
    ),
  ];
}
