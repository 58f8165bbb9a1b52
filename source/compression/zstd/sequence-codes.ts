/** What the codes of a sequence mean: the least value, and how many bits are added to it (RFC 8878, 3.1.1.3.2.1.1). */
type Code = readonly [least: number, bits: number];

const exact = (count: number, from: number): Code[] =>
  Array.from({ length: count }, (_, code) => [from + code, 0] as const);

/** Codes with these many bits each, one after the other. */
function following(from: number, bits: readonly number[]): Code[] {
  let least = from;
  return bits.map((one): Code => {
    const code: Code = [least, one];
    least += 2 ** one;
    return code;
  });
}

export const literalLengths: readonly Code[] = [
  ...exact(16, 0),
  ...following(16, [1, 1, 1, 1, 2, 2, 3, 3, 4]),
  ...following(64, [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]),
];

export const matchLengths: readonly Code[] = [
  ...exact(32, 3),
  ...following(35, [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]),
];

export type SequenceKind = 'literalLength' | 'distance' | 'matchLength';

const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

/** In the order of their tables: where their mode is, the probabilities of the format itself, and the limits of a table of a block's own. */
export const sequenceKinds = [
  {
    kind: 'literalLength',
    shift: 6,
    usual: [4, 3, ...times(11, 2), 1, 1, 1, ...times(9, 2), 3, 2, ...times(5, 1), ...times(4, -1)],
    usualAccuracy: 6,
    mostAccuracy: 9,
    mostSymbols: 36,
  },
  {
    kind: 'distance',
    shift: 4,
    usual: [...times(6, 1), 2, 2, 2, ...times(15, 1), ...times(5, -1)],
    usualAccuracy: 5,
    mostAccuracy: 8,
    mostSymbols: 32,
  },
  {
    kind: 'matchLength',
    shift: 2,
    usual: [1, 4, 3, ...times(6, 2), ...times(37, 1), ...times(7, -1)],
    usualAccuracy: 6,
    mostAccuracy: 9,
    mostSymbols: 53,
  },
] as const;
