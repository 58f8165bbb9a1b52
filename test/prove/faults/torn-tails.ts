import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../embedded/kafka/random.ts';

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
    const batch = firstBatch(readFileSync(file));
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

/** A record batch says its length in the four bytes after its offset, without these twelve. */
function firstBatch(segment: Buffer): Buffer | undefined {
  if (segment.length < 61) return undefined;
  return segment.subarray(0, 12 + segment.readInt32BE(8));
}
