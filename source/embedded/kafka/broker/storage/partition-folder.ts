import { createHash } from 'node:crypto';

/**
 * The name of a partition's directory. Topic and id were read from ZooKeeper, where anybody may have written them: what is no plain file
 * name, or too long for one, is known by its digest.
 */
export function partitionFolder(topic: string, partition: number, topicId: string): string {
  const name = `${topic}-${partition}-${topicId}`;
  if (/^[\w.-]{1,250}$/.test(name)) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 32);
  return `${name.replace(/[^\w-]/g, '_').slice(0, 200)}-${digest}`;
}
