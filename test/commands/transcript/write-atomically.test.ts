import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeAtomically } from '../../../source/commands/transcript/write-atomically.ts';
import { LabError } from '../../../source/errors/lab-error.ts';
import { undoUnfinished } from '../../../source/processes/unfinished.ts';
import { safe } from '../../../source/text/safe-text.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-write-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const at = (name: string) => join(directory, name);

it('the next export removes what a killed one left beside the same file, and nothing else', async () => {
  const left = 'md.999999999-01234567-89ab-cdef-0123-456789abcdef.draft';
  writeFileSync(at(`transcript.${left}`), 'half');
  writeFileSync(at(`notes.${left}`), 'half');
  await writeAtomically(at('transcript.md'), safe`whole`);
  expect(readdirSync(directory).toSorted()).toEqual([`notes.${left}`, 'transcript.md']);
  expect(readFileSync(at('transcript.md'), 'utf8')).toBe('whole');
});

it('a fault of what makes the text leaves the old file and no draft', async () => {
  writeFileSync(at('transcript.md'), 'old');
  async function* chunks() {
    yield safe`half`;
    throw new LabError('journal', 'the journal ends here');
  }
  await expect(writeAtomically(at('transcript.md'), chunks())).rejects.toThrow('the journal ends here');
  expect(readdirSync(directory)).toEqual(['transcript.md']);
  expect(readFileSync(at('transcript.md'), 'utf8')).toBe('old');
});

it('a signal during an export left its draft', async () => {
  writeFileSync(at('transcript.md'), 'old');
  const steps = new EventEmitter();
  const reached = once(steps, 'half written');
  async function* chunks() {
    yield safe`half`;
    steps.emit('half written');
    await once(steps, 'over');
    throw new LabError('journal', 'the test is over');
  }
  const writing = writeAtomically(at('transcript.md'), chunks());
  await reached;
  expect(readdirSync(directory)).toHaveLength(2);
  undoUnfinished();
  expect(readdirSync(directory)).toEqual(['transcript.md']);
  steps.emit('over');
  await expect(writing).rejects.toThrow('the test is over');
});

it('a link stays, and its target is written', async () => {
  writeFileSync(at('target'), 'old');
  symlinkSync('target', at('link'));
  await writeAtomically(at('link'), safe`new`);
  expect(readFileSync(at('target'), 'utf8')).toBe('new');
  expect(readdirSync(directory).toSorted()).toEqual(['link', 'target']);
});
