import { posix } from 'node:path';
import { segmentFile, segmentsIn } from '../../log/segment.ts';
import type { LogDirectories } from '../storage/log-directories.ts';
import type { Partition } from '../storage/partition.ts';

/**
 * The segment on this machine behind `DIRECTORY/topic-0/00000000000000000000.log`, of one of these partitions. Undefined if there is none:
 * the logs of all brokers are kept in one place, under other names.
 */
export function logFileBehind(
  directories: LogDirectories,
  path: string,
  partitions: Iterable<Partition>,
): string | undefined {
  const wanted = posix.normalize(path);
  const match = /^(?<directory>.*)\/(?<folder>[\w.-]+)\/(?<base>\d{20})\.log$/.exec(wanted);
  if (match?.groups === undefined) return undefined;
  const { directory = '', folder = '', base } = match.groups;
  const place = directories.all.find((one) => posix.normalize(one.path) === directory);
  if (place?.replicas.has(folder) !== true) return undefined;
  for (const partition of partitions) {
    if (`${partition.topic}-${partition.partition}` !== folder) continue;
    const { directory: place } = partition.log;
    return segmentsIn(place).includes(Number(base)) ? segmentFile(place, Number(base)) : undefined;
  }
  return undefined;
}
