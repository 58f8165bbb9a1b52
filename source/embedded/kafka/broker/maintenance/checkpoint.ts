import { realpathSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { requireRealDirectory } from '../../../paths/guarded-directory.ts';
import { replacePlain } from '../../../paths/plain-directory.ts';
import type { Timers } from '../../timers.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import { checkpointFile, checkpointText, earlierCheckpoint } from '../storage/checkpoint-file.ts';
import type { StorageFailure } from '../storage/log-dir-failure.ts';
import type { LogDirectories, LogDirectory } from '../storage/log-directories.ts';
import type { Partition } from '../storage/partition.ts';

// replica.high.watermark.checkpoint.interval.ms
const everyMs = 5_000;

/**
 * Writes the high watermarks of a broker's replicas into the directories that they are in, at once and every five seconds, as Kafka does,
 * so that a broker notices a full disk even when idle. With several directories also soon after a replica was placed: the file says where
 * it is.
 */
export function watchCheckpoint(options: {
  readonly brokerId: number;
  readonly cluster: SharedCluster;
  readonly directories: LogDirectories;
  readonly timers: Timers;
  readonly onFailure: (failure: StorageFailure) => void;
}): () => void {
  const { brokerId, cluster, directories, timers, onFailure } = options;
  // Another user of the volume may replace a directory with a link; it is not followed.
  const files = directories.all.flatMap((one) =>
    one.directory === undefined ? [] : [{ one, write: checkpointOf(one, one.directory) }],
  );
  const writeAll = () => {
    const present = [...cluster.replicasOn(brokerId)];
    for (const { one, write } of files) {
      if (!one.isOnline) continue;
      try {
        write(present);
      } catch (cause) {
        const doing = `writing to checkpoint file ${checkpointFile} for`;
        onFailure({ doing, cause: cause as Error, at: { path: one.path } });
      }
    }
  };
  let stopRegular = () => {};
  const regularly = () => {
    stopRegular = timers.after(everyMs, regularly);
    writeAll();
  };
  let stopSoon: (() => void) | undefined;
  const soon = () => {
    stopSoon ??= timers.after(0, () => {
      stopSoon = undefined;
      writeAll();
    });
  };
  const unfollow = directories.follow(brokerId, cluster.image, directories.all.length > 1 ? soon : () => {});
  regularly();
  return () => {
    unfollow();
    stopRegular();
    stopSoon?.();
  };
}

/** Returns the function that writes one directory's checkpoint, given all replicas of the broker. */
function checkpointOf(
  { replicas }: LogDirectory,
  directory: string,
): (present: readonly Partition[]) => void {
  requireRealDirectory(directory);
  const place = realpathSync(directory);
  return (present) => {
    requireRealDirectory(directory);
    if (realpathSync(directory) !== place)
      throw new Error(`\`${directory}\` is no longer the directory that the broker began with`);
    const path = join(place, checkpointFile);
    // While the broker does not know its replicas, the file keeps the values of that time.
    const before = present.length === 0 ? earlierCheckpoint(place) : undefined;
    const here = present.filter(({ topic, partition }) => replicas.has(`${topic}-${partition}`));
    replacePlain(path, before?.text ?? checkpointText(here), 0o644);
    if (before !== undefined) utimesSync(path, before.writtenAt, before.writtenAt);
  };
}
