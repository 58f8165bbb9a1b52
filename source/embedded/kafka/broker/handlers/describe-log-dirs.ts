// DescribeLogDirs: key 35, v0-4
//
// Versions:
// * v0: the API (KIP-113)
// * v2: flexible (KIP-482)
// * v4: size of the volume (KIP-827)
//
// Deviations from Kafka 3.3:
// * The lag of a replica is 0, and the size of a volume unknown.
// * A partition that this process has not opened yet has the size 0.

import {
  type DescribeLogDirsRequest,
  type DescribeLogDirsResponse,
  type DescribeLogDirsPartition as Replica,
  unknownVolumeBytes,
} from '../../messages/describe-log-dirs.ts';
import { errorCodes } from '../../messages/errors.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleDescribeLogDirs: Handler<DescribeLogDirsRequest, DescribeLogDirsResponse> = (
  request,
  { broker },
) => {
  const wanted =
    request.topics && new Map(request.topics.map(({ topic, partitions }) => [topic, new Set(partitions)]));
  const directories = broker.cluster.directoriesOf(broker.id);
  const all = directories?.all ?? [];
  const found = new Map(all.map(({ path }) => [path, new Map<string, Replica[]>()]));
  for (const replica of broker.cluster.replicasOn(broker.id)) {
    if (wanted && !wanted.get(replica.topic)?.has(replica.partition)) continue;
    const topics = found.get(directories?.placeOf(replica.topic, replica.partition)?.path ?? '');
    if (topics === undefined) continue;
    const partitions = topics.get(replica.topic) ?? [];
    topics.set(replica.topic, partitions);
    partitions.push({
      partitionIndex: replica.partition,
      partitionSize: replica.size,
      offsetLag: 0,
      isFutureKey: false,
    });
  }
  const results = all.map(({ path, isOnline }) => ({
    errorCode: isOnline ? 0 : errorCodes.KAFKA_STORAGE_ERROR,
    logDir: path,
    topics: isOnline ? [...(found.get(path) ?? [])].map(([name, partitions]) => ({ name, partitions })) : [],
    totalBytes: unknownVolumeBytes,
    usableBytes: unknownVolumeBytes,
  }));
  return { errorCode: 0, results };
};
