import { lstatSync, realpathSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { requireRealDirectory } from '../../../paths/guarded-directory.ts';
import { replacePlain } from '../../../paths/plain-directory.ts';
import { readPlain } from '../../../paths/plain-file.ts';
import type { Timers } from '../../timers.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import type { StorageFailure } from '../storage/log-dir-failure.ts';

export const checkpointFile = 'replication-offset-checkpoint';

// replica.high.watermark.checkpoint.interval.ms
const everyMs = 5_000;
const longestCheckpoint = 16 * 1024 * 1024;

/**
 * Writes the high watermarks of a broker's replicas, at once and every five seconds, as Kafka does, so that a broker notices a full disk
 * even when idle. Returns the stop function.
 */
export function watchCheckpoint(options: {
  readonly brokerId: number;
  readonly cluster: SharedCluster;
  readonly dataDirectory: string;
  readonly timers: Timers;
  readonly onFailure: (failure: StorageFailure) => void;
}): () => void {
  const { brokerId, cluster, dataDirectory, timers, onFailure } = options;
  let stop = () => {};
  // Another user of the volume may replace the directory with a link; it is not followed.
  requireRealDirectory(dataDirectory);
  const place = realpathSync(dataDirectory);
  const write = () => {
    stop = timers.after(everyMs, write);
    try {
      requireRealDirectory(dataDirectory);
      if (realpathSync(dataDirectory) !== place)
        throw new Error(`\`${dataDirectory}\` is no longer the directory that the broker began with`);
      const path = join(place, checkpointFile);
      const text = checkpointText(brokerId, cluster);
      const before = text === undefined ? earlier(path) : undefined;
      replacePlain(path, text ?? before?.text ?? '0\n0\n', 0o644);
      // The file has the values of that time.
      if (before !== undefined) utimesSync(path, before.writtenAt, before.writtenAt);
    } catch (cause) {
      onFailure({ doing: `writing to checkpoint file ${checkpointFile} for`, cause: cause as Error });
    }
  };
  write();
  return () => stop();
}

/** The last checkpoint; undefined if the file is not a valid checkpoint. */
function earlier(path: string): { readonly text: string; readonly writtenAt: Date } | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size > longestCheckpoint) return undefined;
  const text = readPlain(path, longestCheckpoint).toString('utf8');
  return isCheckpoint(text) ? { text, writtenAt: stats.mtime } : undefined;
}

/** Version, count, then a line `TOPIC PARTITION OFFSET` for each partition; undefined while the broker does not know its replicas. */
function checkpointText(brokerId: number, cluster: SharedCluster): string | undefined {
  const lines: string[] = [];
  for (const { topic, partition, highWatermark } of cluster.replicasOn(brokerId))
    lines.push(`${topic} ${partition} ${highWatermark}`);
  if (lines.length === 0) return undefined;
  return `0\n${lines.length}\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** Whether a text is a valid checkpoint. */
export function isCheckpoint(text: string): boolean {
  return /^0\n\d+\n(?:\S+ \d+ \d+\n)*$/.test(text);
}
