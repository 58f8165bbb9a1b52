/**
 * The `__consumer_offsets` partition of a group; its leader is the group's coordinator. Java's `String.hashCode` without its sign bit,
 * modulo the number of partitions.
 */
export function offsetsPartitionOf(groupId: string, partitions: number): number {
  let hash = 0;
  for (let i = 0; i < groupId.length; i++) hash = (Math.imul(hash, 31) + groupId.charCodeAt(i)) | 0;
  return (hash & 0x7fffffff) % partitions;
}
