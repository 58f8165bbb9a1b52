import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unifiedDiff } from '../../../../source/cluster/kubectl/output/unified-diff.ts';

const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

it('prints hunks with three lines around each change, as diff -u does', () => {
  const before = text(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l']);
  const after = text(['a', 'B', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'l', 'm']);
  expect(unifiedDiff(before, after)).toBe(
    '@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -8,5 +8,5 @@\n h\n i\n j\n-k\n l\n+m\n',
  );
});

it('says nothing of what is equal, and counts from zero where a side is empty', () => {
  expect(unifiedDiff('a\n', 'a\n')).toBe('');
  expect(unifiedDiff('', 'a\nb\n')).toBe('@@ -0,0 +1,2 @@\n+a\n+b\n');
  expect(unifiedDiff('a\n', '')).toBe('@@ -1 +0,0 @@\n-a\n');
});

it('holds both sides: what is kept or removed is the old text, what is kept or added the new one', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      // Lines of their own at both ends, and so few between them that one hunk shows all.
      const [old, now] = [
        ['x', ...before.slice(0, 6), 'y'],
        ['z', ...after.slice(0, 6), 'w'],
      ];
      const hunk = unifiedDiff(text(old), text(now)).split('\n').slice(1, -1);
      const side = (mark: string) =>
        hunk.filter((line) => line[0] === ' ' || line[0] === mark).map((line) => line.slice(1));
      expect(side('-')).toEqual(old);
      expect(side('+')).toEqual(now);
    }),
  );
});
