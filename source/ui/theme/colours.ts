import type { Colour } from '../lines/line.ts';

const partitionColours: readonly Colour[] = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'];

/** A partition's colour. Its label `p0`, `p1`, … always stands beside it. */
export function partitionColour(partition: number): Colour {
  return partitionColours[Math.abs(partition) % partitionColours.length]!;
}
