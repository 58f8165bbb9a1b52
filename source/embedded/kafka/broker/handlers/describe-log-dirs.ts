// DescribeLogDirs: key 35, v0-4
//
// Versions:
// * v0: the API (KIP-113)
// * v2: flexible (KIP-482)
// * v4: size of the volume (KIP-827)
//
// Deviations from Kafka 3.3:
// * There is one log directory, its lag is 0 and the size of its volume unknown.
// * A partition that this process has not opened yet has the size 0.

import {
  type DescribeLogDirsRequest,
  type DescribeLogDirsResponse,
  unknownVolumeBytes,
} from '../../messages/describe-log-dirs.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleDescribeLogDirs: Handler<DescribeLogDirsRequest, DescribeLogDirsResponse> = (
  request,
  { broker },
) => {
  const wanted =
    request.topics && new Map(request.topics.map(({ topic, partitions }) => [topic, new Set(partitions)]));
  const topics = new Map<
    string,
    { partitionIndex: number; partitionSize: number; offsetLag: number; isFutureKey: boolean }[]
  >();
  for (const replica of broker.cluster.replicasOn(broker.id)) {
    if (wanted && !wanted.get(replica.topic)?.has(replica.partition)) continue;
    const partitions = topics.get(replica.topic) ?? [];
    topics.set(replica.topic, partitions);
    partitions.push({
      partitionIndex: replica.partition,
      partitionSize: replica.size,
      offsetLag: 0,
      isFutureKey: false,
    });
  }
  return {
    errorCode: 0,
    results: [
      {
        errorCode: 0,
        logDir: broker.properties['log.dirs'] ?? broker.properties['log.dir'] ?? '/var/lib/kafka/data',
        topics: [...topics].map(([name, partitions]) => ({ name, partitions })),
        totalBytes: unknownVolumeBytes,
        usableBytes: unknownVolumeBytes,
      },
    ],
  };
};
