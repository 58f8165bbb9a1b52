import { createHash } from 'node:crypto';
import { Random } from '../../embedded/kafka/random.ts';

/** Random numbers for one try, independent of earlier tries. */
export function randomFor(seed: number, ...names: readonly (string | number)[]): Random {
  const digest = createHash('sha256')
    .update([seed, ...names].join('\0'))
    .digest();
  return new Random(digest.readUInt32LE(0));
}

export const pick = <Value>(random: Random, values: readonly Value[]): Value =>
  values[random.below(values.length)]!;
