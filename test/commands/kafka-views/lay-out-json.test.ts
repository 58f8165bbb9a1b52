import { describe, expect, it } from 'vitest';
import { compactJson, indentJson, isJson } from '../../../source/commands/kafka-views/lay-out-json.ts';

describe('JSON that is laid out', () => {
  it('has its values on lines of their own, and stays compact where it is empty', () => {
    const value = { a: [1, 'x: {"}', [], {}], b: { c: null, 'd,': true }, e: [[2]] };
    expect(indentJson(JSON.stringify(value)).join('\n')).toBe(JSON.stringify(value, null, 2));
    expect(compactJson(JSON.stringify(value, null, 4))).toBe(JSON.stringify(value));
    expect(indentJson('7')).toEqual(['7']);
  });

  it('is no larger than a screen can take, however deep it is', () => {
    const deep = `${'['.repeat(4_000)}${']'.repeat(4_000)}`;
    expect(isJson(deep)).toBe(true);
    expect(indentJson(deep).join('').length).toBeLessThan(1_000_000);
  });
});

it('showed rounded numbers, and strings and keys other than those of the record', () => {
  const record = '{"id":12345678901234567890,"f":1.50,"e":1E5,"s":"\\u00e9","id":-0}';
  expect(compactJson(record)).toBe(record);
  expect(indentJson(record)).toEqual([
    '{',
    '  "id": 12345678901234567890,',
    '  "f": 1.50,',
    '  "e": 1E5,',
    '  "s": "\\u00e9",',
    '  "id": -0',
    '}',
  ]);
});
