import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineSplitter } from '../../../../source/embedded/containers/shell/line-splitter.ts';

function split(chunks: readonly Buffer[]): [text: string, isWhole: boolean][] {
  const found: [string, boolean][] = [];
  const splitter = new LineSplitter((text, isWhole) => found.push([text, isWhole]));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return found;
}

test('lines are complete, and a last one without a line break is partial', () => {
  expect(split([Buffer.from('a\n\nb\rc\nd')])).toEqual([
    ['a', true],
    ['', true],
    ['b\rc', true],
    ['d', false],
  ]);
});

test('the joined parts are the input, wherever it was cut', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', '\u00e4', '\u{1F600}'), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 7 }), (input, size) => {
      const bytes = Buffer.from(input);
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      const output = split(chunks).map(([part, isWhole]) => part + (isWhole ? '\n' : ''));
      expect(output.join('')).toBe(input);
    }),
  );
});

test('a line without an end does not exhaust memory', () => {
  const parts = split(Array.from({ length: 40 }, () => Buffer.from('\u{1F600}'.repeat(2000))));
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.every(([, isWhole]) => !isWhole)).toBe(true);
  expect(parts.map(([text]) => text).join('')).toBe('\u{1F600}'.repeat(80_000));
});
