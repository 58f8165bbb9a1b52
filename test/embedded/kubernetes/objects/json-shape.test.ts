import { expect, test } from 'vitest';
import {
  checkJsonShape,
  checkShape,
  maximumDepth,
  maximumValues,
} from '../../../../source/embedded/kubernetes/objects/json-shape.ts';

const check = (text: string) => () => checkJsonShape(Buffer.from(text));
const list = (length: number) => `[${Array.from({ length }, () => '0').join(',')}]`;

test('counts values before they are parsed, but not inside strings', () => {
  expect(check(list(maximumValues - 1))).not.toThrow();
  expect(check(list(maximumValues))).toThrow(/at most 5000 values/);
  expect(
    check(JSON.stringify({ text: ',[{'.repeat(maximumValues), quoted: '\\"['.repeat(500) })),
  ).not.toThrow();
  expect(() => checkShape(JSON.parse(list(maximumValues)))).toThrow(/at most 5000 values/);
});

test('counts levels before they are parsed', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  expect(check(nested(maximumDepth))).not.toThrow();
  expect(check(nested(maximumDepth + 1))).toThrow(/max depth/);
  expect(check('{"a":'.repeat(100_000))).toThrow(/max depth/);
  expect(() => checkShape(JSON.parse(nested(maximumDepth + 2)))).toThrow(/max depth/);
});
