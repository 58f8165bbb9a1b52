import type { Random } from '../../kafka/random.ts';

/** Up to three changes: bytes replaced, inserted, removed or repeated. */
export function mutated(bytes: Buffer, random: Random): Buffer {
  let result = Buffer.from(bytes);
  for (let changes = random.below(4); changes > 0 && result.length > 0; changes--) {
    const at = random.below(result.length);
    const [before, after] = [result.subarray(0, at), result.subarray(at)];
    switch (random.below(4)) {
      case 0:
        result[at] = random.below(256);
        break;
      case 1:
        result = Buffer.concat([before, random.bytes(1 + random.below(4)), after]);
        break;
      case 2:
        result = Buffer.concat([before, after.subarray(1 + random.below(8))]);
        break;
      default:
        result = Buffer.concat([before, after.subarray(0, random.below(16)), after]);
    }
  }
  return result;
}
