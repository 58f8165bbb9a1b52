import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../../../source/cluster/kubectl/output/unified-diff.ts';

const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

it('prints hunks with three lines around each change, like diff -u', () => {
  const before = text(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l']);
  const after = text(['a', 'B', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'l', 'm']);
  expect(unifiedDiff(before, after)).toBe(
    '@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -8,5 +8,5 @@\n h\n i\n j\n-k\n l\n+m\n',
  );
});

it('prints nothing for equal texts, and counts from zero if one side is empty', () => {
  expect(unifiedDiff('a\n', 'a\n')).toBe('');
  expect(unifiedDiff('', 'a\nb\n')).toBe('@@ -0,0 +1,2 @@\n+a\n+b\n');
  expect(unifiedDiff('a\n', '')).toBe('@@ -1 +0,0 @@\n-a\n');
});

it('reproduces both sides: kept and removed lines are the old text, kept and added lines the new one', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      // Unique lines at both ends, and so few between them that one hunk shows everything.
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

const hasGnuDiff = (): boolean =>
  spawnSync('diff', ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU') ?? false;

describe.skipIf(!hasGnuDiff())('compared with GNU diff', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'unified-diff-'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function gnuDiff(before: string, after: string): string {
    const [old, now] = [join(directory, 'old'), join(directory, 'now')];
    writeFileSync(old, before);
    writeFileSync(now, after);
    // diff exits with 1 if there is a difference. We print our own names for the two sides.
    const { stdout } = spawnSync('diff', ['-u', old, now], { encoding: 'utf8' });
    return stdout.split('\n').slice(2).join('\n');
  }

  type Edit = (lines: readonly string[], at: number) => string[];
  const edits: readonly (readonly [string, Edit])[] = [
    ['a changed value', (lines, at) => lines.with(at, `${lines[at]}x`)],
    ['a removed field', (lines, at) => lines.toSpliced(at, 3)],
    ['an item doubled', (lines, at) => lines.toSpliced(at, 0, ...lines.slice(at, at + 3))],
    [
      'two changes that share a hunk',
      (lines, at) => lines.with(at, `${lines[at]}x`).toSpliced(at + 4, 0, ...lines.slice(at, at + 3)),
    ],
  ];

  it.each(edits)('prints the same bytes for %s of a manifest', (_what, edit) => {
    for (const name of ['kafka.yml', 'clients.yml']) {
      const lines = readFileSync(join('manifests', name), 'utf8').trimEnd().split('\n');
      for (let at = 0; at < lines.length; at += 7) {
        const [before, after] = [text(lines), text(edit(lines, at))];
        expect(unifiedDiff(before, after), `${name}, line ${at + 1}`).toBe(gnuDiff(before, after));
      }
    }
  });
});
