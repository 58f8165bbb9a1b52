import type { DescribeLogDirsRequest, DescribeLogDirsResponse } from '../../messages/describe-log-dirs.ts';
import type { Handler } from '../request-context.ts';

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
        totalBytes: -1,
        usableBytes: -1,
      },
    ],
  };
};
