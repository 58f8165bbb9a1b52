import { lstatSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseJson } from '../../files/parse-json.ts';
import { isCheckpoint } from '../kafka/broker/storage/checkpoint-file.ts';
import { partitionFolder } from '../kafka/broker/storage/partition-folder.ts';
import { topicPath } from '../kafka/controller/znodes.ts';
import { truncatedFile } from '../kafka/log/log-files.ts';
import type { Database } from '../zookeeper/database/database.ts';
import { type CheckContext, putAside } from './check-context.ts';
import type { CheckedLog } from './check-partitions.ts';
import { readStoredFile } from './read-stored-file.ts';

/** Running brokers write theirs every five seconds. */
const togetherMs = 30_000;
const longestCheckpoint = 16 * 1024 * 1024;

interface Topic {
  readonly name: string;
  readonly topicId: string;
  /** ms since the epoch */
  readonly createdAt: number;
}

interface Mark {
  /** Every record below it was acknowledged. */
  readonly highWatermark: number;
  /** ms since the epoch at which it was written. */
  readonly writtenAt: number;
}

/**
 * Compares the brokers' checkpoints with the logs and with ZooKeeper's topics: after a SIGKILL nothing else tells what should exist.
 * `checkpoints` are the paths of the files; `logs` those found.
 */
export function checkCheckpoints(
  context: CheckContext,
  checkpoints: readonly string[],
  logs: readonly CheckedLog[],
  databases: readonly Database[],
): void {
  const { damages } = context;
  const topics = databases.flatMap(topicsIn);
  const byName = new Map(logs.map((log) => [basename(log.path), log]));
  for (const [partition, { highWatermark, writtenAt }] of readMarks(context, checkpoints)) {
    const space = partition.lastIndexOf(' ');
    const topic = partition.slice(0, space);
    const number = Number(partition.slice(space + 1));
    const sameName = topics.filter(({ name }) => name === topic);
    // Several Kafka clusters may have a topic of that name, and the checkpoint does not say whose it is.
    const hasAll = ({ topicId }: Topic) =>
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
    if (databases.length === 0 || highWatermark === 0) continue;
    for (const log of logs)
      if (basename(log.path).startsWith(`${topic}-${number}-`))
        putAside(
          context,
          log.path,
          'belongs to a topic that ZooKeeper no longer has',
          'create the topic again, and send its records again',
        );
  }
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

function topicsIn({ tree }: Database): Topic[] {
  if (!tree.has('/brokers/topics')) return [];
  return tree.children('/brokers/topics').map((name) => {
    const node = parseJson(tree.data(topicPath(name))?.toString('utf8') ?? '');
    const topicId = typeof node === 'object' && node !== null && 'topic_id' in node ? node.topic_id : '';
    const createdAt = Number(tree.stat(topicPath(name)).ctime);
    return { name, topicId: typeof topicId === 'string' ? topicId : '', createdAt };
  });
}
