import { describe, expect, it } from 'vitest';
import { EmptyFolders } from '../../../source/commands/grade/empty-folders.ts';

/** Folders with the names in them, and what was found to grade. */
function emptyOf(folders: Readonly<Record<string, readonly string[]>>, ...found: string[]): string[] {
  const empty = new EmptyFolders();
  for (const [path, names] of Object.entries(folders)) empty.add(path.split('/'), names);
  for (const path of found) empty.found(path.split('/'));
  return empty.list().map((path) => path.join('/'));
}

describe('an empty folder', () => {
  it('is named without those in it', () => {
    const folders = { 'a/Ada': ['journal.jsonl'], 'a/Bob': ['x'], 'a/Bob/x': [] };
    expect(emptyOf(folders, 'a/Ada/journal.jsonl')).toEqual(['a/Bob']);
  });

  it('is not named in the home of a person, at any depth', () => {
    const folders = { 'a/Ada': ['sessions'], 'a/Ada/sessions': ['1', '2'], 'a/Ada/sessions/2': [] };
    expect(emptyOf(folders, 'a/Ada/sessions/1/journal.jsonl')).toEqual([]);
  });

  it('is not named where tools or grade itself have made it', () => {
    const folders = {
      a: ['.git', 'grades'],
      'a/.git': ['hooks'],
      'a/.git/hooks': [],
      'a/grades': ['class.json'],
    };
    expect(emptyOf(folders, 'a/Ada.jsonl', 'a/.git/x.jsonl')).toEqual([]);
  });
});
