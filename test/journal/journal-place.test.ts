import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../source/journal/events.ts';
import { type Journal, openJournal } from '../../source/journal/journal.ts';
import { readJournal } from '../../source/journal/read-journal.ts';

let place: string;
let directory: string;
let path: string;
let journal: Journal;
let news: string[];
beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'journal-place-'));
  directory = join(place, 'session');
  path = join(directory, 'journal.jsonl');
  journal = await openJournal(directory, { lookEveryMs: 5 });
  news = [];
  journal.onNews(({ text }) => news.push(text));
  for (const number of [1, 2, 3]) journal.append(said(number));
});
afterEach(async () => {
  await journal.close();
  rmSync(place, { recursive: true, force: true });
});

function said(number: number): JournalEvent {
  return {
    v: 1,
    at: '2026-11-22T14:29:34.123Z',
    ms: number,
    type: 'notice',
    level: 'info',
    text: `${number}`,
  };
}

async function numbersIn(file: string): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { ms } of readJournal(file)) numbers.push(ms);
  return numbers;
}

const problem = () => expect.poll(() => journal.banner ?? '');

describe('a journal whose file is removed during the session', () => {
  it('went on in the removed file without a word: it is written again, complete', async () => {
    rmSync(path);
    await expect.poll(() => news).toEqual([expect.stringContaining('was removed; it was written again')]);
    journal.append(said(4));
    await journal.close();
    expect(await numbersIn(path)).toEqual([1, 2, 3, 4]);
    expect(journal.banner).toBeUndefined();
  });

  it('at its very end was not there afterwards', async () => {
    rmSync(path);
    await journal.close();
    expect(await numbersIn(path)).toEqual([1, 2, 3]);
    expect(journal.banner).toBeUndefined();
  });

  it('with its directory says so until the directory is back, and does not make it', async () => {
    rmSync(directory, { recursive: true });
    await problem().toContain(`the session is not recorded any more: \`${path}\` was removed`);
    journal.append(said(4));
    expect(existsSync(directory)).toBe(false);
    mkdirSync(directory);
    await problem().toBe('');
    expect(await numbersIn(path)).toEqual([1, 2, 3, 4]);
  });

  it('with its directory says at the end that all is lost', async () => {
    rmSync(directory, { recursive: true });
    await journal.close();
    expect(journal.banner).toContain('what this session recorded is lost');
    mkdirSync(directory);
  });

  it('with its directory writes nothing through a link in the place of that', async () => {
    const target = join(place, 'target');
    mkdirSync(target);
    renameSync(directory, join(place, 'moved'));
    symlinkSync(target, directory);
    await problem().toContain('is a symbolic link to');
    await journal.close();
    expect(readdirSync(target)).toEqual([]);
  });
});

describe('a journal whose place something else takes during the session', () => {
  const other = join(tmpdir(), 'somewhere-else');
  it.each([
    ['a directory', () => mkdirSync(path)],
    ['another file', () => writeFileSync(path, 'mine\n')],
    ['a symbolic link', () => symlinkSync(other, path)],
  ])(
    'went on without a word (%s): it goes on beside it, and goes back once there is room',
    async (kind, put) => {
      rmSync(path);
      put();
      await problem().toContain(`${kind} has taken the place of this session's record \`${path}\`: `);
      journal.append(said(4));
      expect(journal.path).toBe(join(directory, 'journal.rescued.jsonl'));
      expect(await numbersIn(journal.path)).toEqual([1, 2, 3, 4]);
      expect(existsSync(other)).toBe(false);
      if (kind === 'another file') expect(readFileSync(path, 'utf8')).toBe('mine\n');

      renameSync(path, join(place, 'theirs'));
      await problem().toBe('');
      journal.append(said(5));
      await journal.close();
      expect(await numbersIn(path)).toEqual([1, 2, 3, 4, 5]);
      expect(readdirSync(directory)).toEqual(['journal.jsonl']);
    },
  );

  it('says at the end where the record is, and overwrites no earlier one', async () => {
    const earlier = join(directory, 'journal.rescued.jsonl');
    writeFileSync(earlier, 'earlier');
    rmSync(path);
    mkdirSync(path);
    await journal.close();
    const rescued = join(directory, 'journal.rescued-2.jsonl');
    expect(journal.banner).toContain(`the record is in \`${rescued}\`; move the other away`);
    expect(readFileSync(earlier, 'utf8')).toBe('earlier');
    expect(await numbersIn(rescued)).toEqual([1, 2, 3]);
  });
});

describe('a journal whose file something else changes during the session', () => {
  it.each([
    ['to nothing', 0, [4]],
    ['inside a record', -20, [1, 2, 4]],
  ])('and cuts %s went on after the cut without a word', async (_, to, kept) => {
    const { length } = readFileSync(path);
    truncateSync(path, to < 0 ? length + to : to);
    await problem().toContain(`\`${path}\` is not complete: something else cut off `);
    expect(news).toEqual([expect.stringContaining('has cut')]);
    journal.append(said(4));
    await journal.close();
    expect(journal.banner).toContain('is not complete');
    expect(await numbersIn(path)).toEqual(kept);
  });

  it('was cut just before a write, which then followed half a record', async () => {
    truncateSync(path, readFileSync(path).length - 20);
    journal.append(said(4));
    expect(await numbersIn(path)).toEqual([1, 2, 4]);
    expect(journal.banner).toContain('is not complete');
  });

  it('and writes at its end could not be read any more', async () => {
    appendFileSync(path, 'no event');
    journal.append(said(4));
    await journal.close();
    expect(await numbersIn(path)).toEqual([1, 2, 3, 4]);
    expect(news).toEqual([expect.stringContaining('what something else wrote at the end')]);
  });
});
