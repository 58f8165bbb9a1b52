import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../embedded/kafka/random.ts';

/** Offsets in a record batch (magic 2), in bytes. */
const headerBytes = 61;
const lastOffsetDeltaAt = 23;

/**
 * Simulates interrupted writes: appends the first bytes of a next entry to the newest segments of some logs and to the log of Kubernetes
 * objects. Resolves with how many files it changed.
 */
export function tearTails(data: string, random: Random): number {
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' });
  const newest = new Map<string, string>();
  for (const path of files.sort())
    if (/kafka.*\d{20}\.log$/.test(path)) newest.set(path.slice(0, path.lastIndexOf('.') - 20), path);
  let torn = 0;
  for (const path of newest.values()) {
    if (random.below(2) === 0) continue;
    const file = join(data, path);
    const batch = nextBatch(readFileSync(file));
    if (batch === undefined) continue;
    appendFileSync(file, batch.subarray(0, 1 + random.below(batch.length - 1)));
    torn++;
  }
  const objects = join(data, 'objects.jsonl');
  const last = readFileSync(objects, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  if (random.below(2) === 0 && last.length > 2) {
    appendFileSync(objects, last.slice(0, 1 + random.below(last.length - 2)));
    torn++;
  }
  return torn;
}

/**
 * A batch as it would follow those of a segment: the first one again, at the offset after the last. Undefined: there is none, or the tail
 * is torn already, and no broker has opened the log since.
 */
function nextBatch(segment: Buffer): Buffer | undefined {
  let nextOffset = 0n;
  let at = 0;
  while (segment.length - at >= headerBytes) {
    nextOffset = segment.readBigInt64BE(at) + BigInt(segment.readInt32BE(at + lastOffsetDeltaAt)) + 1n;
    at += bytesOf(segment, at);
  }
  if (at === 0 || at !== segment.length) return undefined;
  const batch = Buffer.from(segment.subarray(0, bytesOf(segment, 0)));
  batch.writeBigInt64BE(nextOffset);
  return batch;
}

/** A record batch says its length in the four bytes after its offset, without these twelve. */
const bytesOf = (segment: Buffer, at: number): number => 12 + segment.readInt32BE(at + 8);
