import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deadDrafts, draftPath, removeDeadDrafts } from '../../source/processes/drafts.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-drafts-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const gonePid = 999_999_999;
const uuid = '01234567-89ab-cdef-0123-456789abcdef';
const put = (name: string) => writeFileSync(join(directory, name), '');
const names = () => readdirSync(directory).toSorted();

it('an export during which the program was killed left its draft for ever', async () => {
  put('transcript.md');
  put(`transcript.md.${gonePid}-${uuid}.draft`);
  put(`transcript.md.${uuid}.draft`);
  await removeDeadDrafts(directory);
  expect(names()).toEqual(['transcript.md']);
});

it('a draft stays while its process runs, and so does what only looks like one', async () => {
  const target = 'some-other-process/pid';
  writeFileSync(draftPath(join(directory, 'a'), 'draft'), '');
  put(`a.${process.ppid}-${uuid}.draft`);
  put(`a.${gonePid}-${uuid}.draft.md`);
  put(`.${gonePid}-${uuid}.draft`);
  put(`a.${gonePid}-1234.draft`);
  mkdirSync(join(directory, `a.${gonePid}-${uuid}.draft`));
  symlinkSync(target, join(directory, `b.${gonePid}-${uuid}.draft`));
  const before = names();
  await removeDeadDrafts(directory);
  expect(names()).toEqual(before);
});

it('only those beside the given name are found', async () => {
  put(`a.md.${gonePid}-${uuid}.draft`);
  put(`b.md.${gonePid}-${uuid}.draft`);
  mkdirSync(join(directory, `a.md.${gonePid}-${uuid}.old`));
  const found = await deadDrafts(directory, 'a.md');
  expect(found.map(({ kind }) => kind).toSorted()).toEqual(['draft', 'old']);
  await removeDeadDrafts(directory, 'a.md');
  expect(names()).toEqual([`a.md.${gonePid}-${uuid}.old`, `b.md.${gonePid}-${uuid}.draft`]);
});

it('nothing is in a directory that does not exist', async () => {
  expect(await deadDrafts(join(directory, 'none'))).toEqual([]);
});
