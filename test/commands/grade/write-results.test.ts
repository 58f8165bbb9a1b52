import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeResults } from '../../../source/commands/grade/write-results.ts';
import { framePage } from '../../../source/grading/pages/frame.ts';
import { html } from '../../../source/report/html-text.ts';
import { type SafeText, safe } from '../../../source/text/safe-text.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'results-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const out = (...names: string[]): string => join(directory, 'out', ...names);
const results = (text: string): Map<string, () => SafeText> =>
  new Map(['class.html', 'feedback/ada.html'].map((name) => [name, () => safe`${text}`]));
const filesIn = (): string[] => readdirSync(directory, { recursive: true, encoding: 'utf8' }).toSorted();
const whole = ['out', 'out/class.html', 'out/feedback', 'out/feedback/ada.html'];

it('makes the directory, and replaces its files the next time', async () => {
  await writeResults(out(), results('first'));
  await writeResults(out(), results('second'));
  expect(filesIn()).toEqual(whole);
  expect(readFileSync(out('feedback', 'ada.html'), 'utf8')).toBe('second');
});

it('leaves everything as it was where one of the results cannot be made', async () => {
  await writeResults(out(), results('first'));
  const fails = new Map(results('second'));
  fails.set('people.csv', () => {
    throw new RangeError('no people');
  });
  await expect(writeResults(out(), fails)).rejects.toThrow('no people');
  expect(filesIn()).toEqual(whole);
  expect(readFileSync(out('class.html'), 'utf8')).toBe('first');
});

it('keeps files of somebody else, and who may read the directory', async () => {
  await writeResults(out(), results('first'));
  mkdirSync(out('notes'));
  for (const name of ['mine.csv', 'notes/a.txt', 'feedback/note.txt']) writeFileSync(out(name), name);
  const before = statSync(out()).mode;
  await writeResults(out(), results('second'));
  expect(filesIn()).toEqual(
    [...whole, 'out/feedback/note.txt', 'out/mine.csv', 'out/notes', 'out/notes/a.txt'].toSorted(),
  );
  expect(readFileSync(out('notes', 'a.txt'), 'utf8')).toBe('notes/a.txt');
  expect(statSync(out()).mode).toBe(before);
});

it.each([
  ['a directory where a file belongs', 'class.html', 'journal'],
  ['a link where the directory belongs', 'link', 'machine-lacks'],
])('changes nothing because of %s', async (_, what, code) => {
  mkdirSync(join(directory, 'elsewhere'));
  if (what === 'link') symlinkSync('elsewhere', out());
  else mkdirSync(out(what), { recursive: true });
  const before = filesIn();
  await expect(writeResults(out(), results('new'))).rejects.toMatchObject({ code });
  expect(filesIn()).toEqual(before);
});

it('removes a feedback page of somebody who is no longer there, and no other file', async () => {
  const page = (text: string) => (): SafeText => framePage(text, html`${text}`);
  await writeResults(
    out(),
    new Map([
      ['feedback/ada.html', page('a')],
      ['feedback/bob.html', page('b')],
    ]),
  );
  writeFileSync(out('feedback', 'mine.html'), '<p>mine');
  writeFileSync(out('bob.html'), page('b')());
  await writeResults(out(), new Map([['feedback/ada.html', page('a')]]));
  expect(filesIn()).toEqual([
    ...['out', 'out/bob.html', 'out/feedback', 'out/feedback/ada.html', 'out/feedback/mine.html'],
  ]);
});
