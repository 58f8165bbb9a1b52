import { describe, expect, it } from 'vitest';
import { nextMatch } from '../../../source/ui/files/next-match.ts';
import { parsePattern } from '../../../source/ui/logs/pattern.ts';

const lines = ['replicas: 3', 'image: a', 'name: b', 'image: c'];

describe('the next match in a file', () => {
  it.each([
    ['image', 1, 0, 1],
    ['image', 1, 2, 3],
    // Past the end, and past the beginning.
    ['image', 1, 4, 1],
    ['image', -1, 0, 3],
    ['image', -1, -1, 3],
    ['REPLICAS', 1, 0, undefined],
    ['replicas', 1, 1, 0],
    ['nothing', 1, 0, undefined],
  ] as const)('of %s by %d from line %d is line %j', (source, by, from, line) => {
    expect(nextMatch(lines, parsePattern(source), by, from)).toBe(line);
  });

  it('is none in an empty file, or for an invalid pattern', () => {
    expect(nextMatch([], parsePattern('image'), 1, 0)).toBeUndefined();
    expect(nextMatch(lines, parsePattern('('), 1, 0)).toBeUndefined();
  });
});
