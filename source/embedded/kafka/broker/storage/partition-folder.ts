import { createHash } from 'node:crypto';

/**
 * The name of a partition's directory. Topic and id come from ZooKeeper, where any client may have written them: a name that is too long
 * or not a plain file name is replaced by its digest.
 */
export function partitionFolder(topic: string, partition: number, topicId: string): string {
  const name = `${topic}-${partition}-${topicId}`;
  if (/^[\w.-]{1,250}$/.test(name)) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 32);
  return `${name.replace(/[^\w-]/g, '_').slice(0, 200)}-${digest}`;
}
