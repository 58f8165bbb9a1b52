/** What a theme gives a colour to: six that are called by name, and six for partitions. */
export type Colour =
  | 'red'
  | 'green'
  | 'yellow'
  | 'blue'
  | 'magenta'
  | 'cyan'
  | 'p0'
  | 'p1'
  | 'p2'
  | 'p3'
  | 'p4'
  | 'p5';

export interface Style {
  readonly colour?: Colour | undefined;
  readonly bold?: boolean | undefined;
  readonly inverse?: boolean | undefined;
  readonly underline?: boolean | undefined;
}

const partitionColours: readonly Colour[] = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'];

/** A partition's colour. Its label `p0`, `p1`, … is always shown beside it. */
export function partitionColour(partition: number): Colour {
  return partitionColours[Math.abs(partition) % partitionColours.length]!;
}
