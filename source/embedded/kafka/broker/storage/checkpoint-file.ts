import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { readPlain } from '../../../paths/plain-file.ts';

export const checkpointFile = 'replication-offset-checkpoint';

const longestCheckpoint = 16 * 1024 * 1024;

/** A line of a checkpoint. */
export interface CheckpointEntry {
  /** `topic-0` */
  readonly name: string;
  readonly offset: number;
}

/** Version, count, then a line `TOPIC PARTITION OFFSET` for each replica. */
export function checkpointText(
  replicas: Iterable<{ readonly topic: string; readonly partition: number; readonly highWatermark: number }>,
): string {
  const lines: string[] = [];
  for (const { topic, partition, highWatermark } of replicas)
    lines.push(`${topic} ${partition} ${highWatermark}\n`);
  return `0\n${lines.length}\n${lines.join('')}`;
}

/** Whether a text is a valid checkpoint. */
export function isCheckpoint(text: string): boolean {
  return /^0\n\d+\n(?:\S+ \d+ \d+\n)*$/.test(text);
}

/** The last checkpoint in a directory; undefined if there is none, or it is not valid. Throws system errors and `PathError`. */
export function earlierCheckpoint(
  directory: string,
): { readonly text: string; readonly writtenAt: Date } | undefined {
  const path = join(directory, checkpointFile);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size > longestCheckpoint) return undefined;
  const text = readPlain(path, longestCheckpoint).toString('utf8');
  return isCheckpoint(text) ? { text, writtenAt: stats.mtime } : undefined;
}

/** What the last checkpoint in a directory lists. Throws system errors and `PathError`. */
export function readCheckpoint(directory: string): CheckpointEntry[] | undefined {
  return earlierCheckpoint(directory)
    ?.text.split('\n')
    .slice(2, -1)
    .map((line) => {
      const [topic = '', partition = '', offset = ''] = line.split(' ');
      return { name: `${topic}-${partition}`, offset: Number(offset) };
    });
}
