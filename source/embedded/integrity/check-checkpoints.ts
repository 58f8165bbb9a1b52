import { lstatSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isCheckpoint } from '../kafka/broker/storage/checkpoint-file.ts';
import { partitionFolder } from '../kafka/broker/storage/partition-folder.ts';
import { truncatedFile } from '../kafka/log/log-files.ts';
import { type CheckContext, putAside } from './check-context.ts';
import type { CheckedLog } from './check-partitions.ts';
import type { KnownCluster, KnownTopic } from './kafka-clusters.ts';
import { readStoredFile } from './read-stored-file.ts';

/** Running brokers write theirs every five seconds. */
const togetherMs = 30_000;
const longestCheckpoint = 16 * 1024 * 1024;

interface Mark {
  /** Every record below it was acknowledged. */
  readonly highWatermark: number;
  /** ms since the epoch at which it was written. */
  readonly writtenAt: number;
}

/**
 * Compares the brokers' checkpoints with the logs and with ZooKeeper's topics: after a SIGKILL nothing else tells what should exist.
 * `checkpoints` are the paths of the files; `logs` those found; `clusters` what ZooKeeper has, undefined if none is here.
 */
export function checkCheckpoints(
  context: CheckContext,
  checkpoints: readonly string[],
  logs: readonly CheckedLog[],
  clusters: readonly KnownCluster[] | undefined,
): void {
  const { damages, quarantine } = context;
  const topics = (clusters ?? []).flatMap((cluster) => cluster.topics);
  const isKnown = foldersOf(topics);
  const byName = new Map(logs.map((log) => [basename(log.path), log]));
  for (const [partition, { highWatermark, writtenAt }] of readMarks(context, checkpoints)) {
    const space = partition.lastIndexOf(' ');
    const topic = partition.slice(0, space);
    const number = Number(partition.slice(space + 1));
    const sameName = topics.filter(({ name }) => name === topic);
    // Several Kafka clusters may have a topic of that name, and the checkpoint does not say whose it is.
    const hasAll = ({ topicId }: KnownTopic) =>
      (byName.get(partitionFolder(topic, number, topicId))?.endOffset ?? -1) >= highWatermark;
    const known = sameName.find(hasAll) ?? sameName[0];
    if (known !== undefined) {
      // The checkpoint belongs to a deleted topic of that name.
      if (known.createdAt > writtenAt) continue;
      const folder = partitionFolder(topic, number, known.topicId);
      if (damages.some(({ path }) => path.includes(`/${folder}`))) continue;
      const log = byName.get(folder);
      if (log !== undefined && (log.endOffset >= highWatermark || wasTruncated(context, log, writtenAt)))
        continue;
      // Never written: nothing can be missing, and the log may not exist yet.
      if (highWatermark === 0) continue;
      damages.push({
        path: log?.path ?? `data/kafka/*/${folder}`,
        wrong:
          log === undefined
            ? `is missing, and held the records up to offset ${highWatermark}`
            : `ends at offset ${log.endOffset}, and held the records up to offset ${highWatermark}`,
        todo: 'send the missing records again',
      });
      continue;
    }
    if (clusters === undefined || highWatermark === 0) continue;
    for (const { path } of logs)
      if (
        basename(path).startsWith(`${topic}-${number}-`) &&
        !isKnown.has(basename(path)) &&
        !quarantine.has(path)
      )
        putAside(
          context,
          path,
          'belongs to a topic that ZooKeeper no longer has',
          'create the topic again, and send its records again',
        );
  }
}

/** The directories of all partitions. */
function foldersOf(topics: readonly KnownTopic[]): ReadonlySet<string> {
  return new Set(
    topics.flatMap(({ name, topicId, replicas }) =>
      [...replicas.keys()].map((partition) => partitionFolder(name, partition, topicId)),
    ),
  );
}

/** Whether an election truncated the log after the checkpoint was written: the checkpoint then lists records that are lost for good. */
function wasTruncated({ directory }: CheckContext, log: CheckedLog, writtenAt: number): boolean {
  const stats = lstatSync(join(directory, log.path, truncatedFile), { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.mtimeMs >= writtenAt;
}

/**
 * `TOPIC PARTITION` → the greatest high watermark of its replicas on the brokers that ran last: others may know of records that were
 * truncated since.
 */
function readMarks({ directory }: CheckContext, paths: readonly string[]): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  const files = paths
    .map((path) => join(directory, path))
    .flatMap((file) => {
      const stats = lstatSync(file, { throwIfNoEntry: false });
      return stats?.isFile() === true ? [{ file, writtenAt: stats.mtimeMs }] : [];
    });
  const newest = Math.max(...files.map(({ writtenAt }) => writtenAt));
  for (const { file, writtenAt } of files) {
    if (writtenAt < newest - togetherMs) continue;
    const text = readStoredFile(file, longestCheckpoint).toString('utf8');
    if (!isCheckpoint(text)) continue;
    for (const line of text.split('\n').slice(2, -1)) {
      const [topic = '', partition = '', offset = ''] = line.split(' ');
      const key = `${topic} ${partition}`;
      const mark = { highWatermark: Number(offset), writtenAt };
      if (mark.highWatermark > (marks.get(key)?.highWatermark ?? -1)) marks.set(key, mark);
    }
  }
  return marks;
}
