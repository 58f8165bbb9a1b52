// DescribeLogDirs: key 35, v0-4
//
// Versions:
// * v0: the API (KIP-113)
// * v2: flexible (KIP-482)
// * v4: size of the volume (KIP-827)
//
// Deviations from Kafka 3.3:
// * The lag of a replica is 0.
// * A partition that this process has not opened yet has the size 0.

import { statfs } from 'node:fs/promises';
import {
  type DescribeLogDirsRequest,
  type DescribeLogDirsResponse,
  type DescribeLogDirsPartition as Replica,
  unknownVolumeBytes,
} from '../../messages/describe-log-dirs.ts';
import { errorCodes } from '../../messages/errors.ts';
import type { Handler } from '../requests/request-context.ts';
import type { LogDirectory } from '../storage/log-directories.ts';

export const handleDescribeLogDirs: Handler<DescribeLogDirsRequest, DescribeLogDirsResponse> = async (
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
  const volumes = await Promise.all(all.map(volumeOf));
  const results = all.map(({ path, isOnline }, index) => ({
    errorCode: isOnline ? 0 : errorCodes.KAFKA_STORAGE_ERROR,
    logDir: path,
    topics: isOnline ? [...(found.get(path) ?? [])].map(([name, partitions]) => ({ name, partitions })) : [],
    ...(volumes[index] ?? unknownVolume),
  }));
  return { errorCode: 0, results };
};

interface Volume {
  readonly totalBytes: number;
  readonly usableBytes: number;
}

const unknownVolume: Volume = { totalBytes: unknownVolumeBytes, usableBytes: unknownVolumeBytes };

/** The volume of this machine that a directory is on. Of a directory that fails, nothing is known, as in Kafka. */
async function volumeOf({ directory, isOnline }: LogDirectory): Promise<Volume> {
  if (directory === undefined || !isOnline) return unknownVolume;
  try {
    const { blocks, bavail, bsize } = await statfs(directory);
    return { totalBytes: blocks * bsize, usableBytes: bavail * bsize };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== 'statfs') throw error;
    return unknownVolume;
  }
}
