import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linePieces, longestPiece } from '../../../../source/embedded/kubernetes/kubelet/line-pieces.ts';

test('pieces are short enough, nearly full, and add up to the line', () => {
  const character = fc.constantFrom('a', '\u00e4', '\u2714', '\u{1F600}');
  fc.assert(
    fc.property(fc.array(character, { minLength: 1, maxLength: 5 }), fc.nat(30_000), (characters, count) => {
      const line = characters.join('').repeat(Math.ceil(count / characters.length));
      const pieces = linePieces(line);
      expect(pieces.join('')).toBe(line);
      const sizes = pieces.map((piece) => Buffer.byteLength(piece));
      expect(Math.max(...sizes)).toBeLessThanOrEqual(longestPiece);
      for (const size of sizes.slice(0, -1)) expect(size).toBeGreaterThan(longestPiece - 4);
    }),
    { numRuns: 40 },
  );
});

test('an empty line is a piece', () => {
  expect(linePieces('')).toEqual(['']);
  expect(linePieces('x'.repeat(longestPiece))).toHaveLength(1);
  expect(linePieces('x'.repeat(longestPiece + 1))).toHaveLength(2);
});
