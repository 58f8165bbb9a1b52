import { Random } from '../embedded/kafka/random.ts';

/** A random number generator for one row, so that a row can be repeated without those before it. */
export function randomFor(seed: number, row: string): Random {
  let mixed = seed | 0;
  for (const character of row) mixed = (Math.imul(mixed, 31) + character.charCodeAt(0)) | 0;
  return new Random(mixed);
}

/** One of the items. */
export function pick<T>(random: Random, from: readonly T[]): T {
  const chosen = from[random.below(from.length)];
  if (chosen === undefined) throw new Error('there is nothing to pick from');
  return chosen;
}
