import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonFault } from '../../source/text/json-fault.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

it.each([
  ['{\n  "theme": dark\n}', 13],
  ['{ "a": 1, }', 10],
  ['{ "a" 1 }', 6],
  ['[1 2]', 3],
  ['{} x', 3],
  ['["a\nb"]', 1],
  ['  ', 2],
  ['{ "a": [', 8],
  ['[}', 1],
])('finds where %j is no longer JSON', (text, at) => {
  expect(jsonFault(text)).toBe(at);
});

it('finds an error if there is one, and none in JSON', () => {
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', ':', 'x', '0', '\\'))
    .map(([text, at, put]) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + 1));
  fc.assert(
    fc.property(fc.oneof(fc.json(), broken, fc.string({ unit: 'binary' })), (text) => {
      expect(jsonFault(text) === undefined, text).toBe(isJson(text));
    }),
    { numRuns: 2_000 },
  );
});
