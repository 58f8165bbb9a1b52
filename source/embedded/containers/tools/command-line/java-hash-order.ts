/** Strings in the iteration order of a java.util.HashMap: by bucket, then by insertion. Kafka's tools print several lists in this order. */
export function javaHashOrder(keys: readonly string[], capacity = 16): string[] {
  return javaHashOrderBy([...new Set(keys)], hashCode, capacity);
}

/** The same for distinct keys of any class, given its `hashCode`. */
export function javaHashOrderBy<Key>(keys: readonly Key[], hash: (key: Key) => number, capacity = 16): Key[] {
  let buckets = capacity;
  while (keys.length > buckets * 0.75) buckets *= 2;
  const bucketOf = (key: Key) => spread(hash(key)) & (buckets - 1);
  return keys
    .map((key, index) => ({ key, index, bucket: bucketOf(key) }))
    .sort((a, b) => a.bucket - b.bucket || a.index - b.index)
    .map(({ key }) => key);
}

/** org.apache.kafka.common.TopicPartition.hashCode */
export function topicPartitionHash({ topic, partition }: { topic: string; partition: number }): number {
  return (Math.imul(31, 31 + partition) + hashCode(topic)) | 0;
}

/** java.lang.String.hashCode */
export function hashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}
