import type { RequestForm } from '../../kubernetes/broker-connection.ts';
import { ResponseReader } from '../../kubernetes/response-reader.ts';
import { requestHead } from './request-writer.ts';

/** DescribeLogDirs, key 35, version 1: how large the replicas on a broker are. */

export interface ReplicaSize {
  readonly topic: string;
  readonly partition: number;
  readonly bytes: number;
}

const largest = 4 * 1024 * 1024;

/** All replicas on the broker that is asked. */
export function describeLogDirs(): RequestForm<{
  readonly correlationId: number;
  readonly replicas: readonly ReplicaSize[];
}> {
  return {
    largest,
    // No list of topics: all of them.
    encode: (correlationId) => requestHead(35, 1, correlationId).int32(-1).finish(),
    decode(bytes) {
      const reader = new ResponseReader(bytes);
      const correlationId = reader.int32();
      reader.int32(); // throttle time
      const directories = reader.list(() => {
        reader.int16(); // error: a directory that failed has no replicas
        reader.string(); // path
        return reader
          .list(() => {
            const topic = reader.string();
            return reader.list(() => {
              const size = { topic, partition: reader.int32(), bytes: reader.int64() };
              reader.int64(); // lag
              return { ...size, isFuture: reader.int8() !== 0 };
            });
          })
          .flat();
      });
      return {
        correlationId,
        replicas: directories.flat().filter(({ isFuture }) => !isFuture),
      };
    },
  };
}
