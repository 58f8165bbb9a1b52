const base = 65_521;
// The sums stay below 2^31 within this many bytes, so the remainder is taken once per run.
const run = 3800;

/** Adler-32 (RFC 1950), the checksum of ZooKeeper's transaction log. */
export function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let from = 0; from < bytes.length; from += run) {
    const until = Math.min(bytes.length, from + run);
    for (let at = from; at < until; at++) {
      low += bytes[at]!;
      high += low;
    }
    low %= base;
    high %= base;
  }
  return ((high << 16) | low) >>> 0;
}
