/** The partition of a key: murmur2 over its bytes, like Java's default partitioner. */
export function partitionForKey(key: Buffer, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

/** The 32-bit murmur2 hash with the seed that Kafka uses. */
export function murmur2(data: Buffer): number {
  const multiplier = 0x5bd1e995;
  let hash = 0x9747b28c ^ data.length;
  const whole = data.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(data.readInt32LE(at), multiplier);
    word ^= word >>> 24;
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier);
  }
  const left = data.length - whole;
  if (left > 0) {
    for (let at = left - 1; at >= 0; at--) hash ^= data[whole + at]! << (8 * at);
    hash = Math.imul(hash, multiplier);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, multiplier);
  return hash ^ (hash >>> 15);
}
