/**
 * Strings in the order in which a java.util.HashMap yields them: by bucket, within one as they came. Kafka's tools print several
 * of their lists as such a map hands them over.
 */
export function javaHashOrder(keys: readonly string[], capacity = 16): string[] {
  const distinct = [...new Set(keys)];
  let buckets = capacity;
  while (distinct.length > buckets * 0.75) buckets *= 2;
  const bucketOf = (key: string) => spread(hashCode(key)) & (buckets - 1);
  return distinct
    .map((key, index) => ({ key, index, bucket: bucketOf(key) }))
    .sort((a, b) => a.bucket - b.bucket || a.index - b.index)
    .map(({ key }) => key);
}

/** java.lang.String.hashCode */
function hashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}
