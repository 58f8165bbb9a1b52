import type { Colour } from '../lines/line.ts';

const partitionColours: readonly Colour[] = ['green', 'cyan', 'magenta', 'blue', 'yellow', 'red'];

/** A partition's colour. Its label `p0`, `p1`, … always stands beside it. */
export function partitionColour(partition: number): Colour {
  return partitionColours[Math.abs(partition) % partitionColours.length]!;
}

/** Whether to colour at all: https://no-color.org, a terminal that knows no colours, and FORCE_COLOR=0. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR) return false;
  return env.TERM !== 'dumb' && env.FORCE_COLOR !== '0';
}
