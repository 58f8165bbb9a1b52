import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settleDirectory } from '../../../source/commands/grade/settle-directory.ts';
import { draftPath } from '../../../source/processes/drafts.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'settle-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const files = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(directory.length + 1), readFileSync(path, 'utf8')];
      }),
  );

function put(path: string, text: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
}

/** A process that has ended. */
const gone = spawnSync(process.execPath, ['-e', '']).pid;
const beside = (kind: 'draft' | 'old', pid: number | undefined = gone): string =>
  `out.${pid}-${randomUUID()}.${kind}`;

describe('what a run left that was killed', () => {
  it('before the old directory was moved, is removed', async () => {
    put('out/class.html', 'old');
    put(`${beside('draft')}/class.html`, 'new');
    expect(await settleDirectory(join(directory, 'out'))).toBe(true);
    expect(files()).toEqual({ 'out/class.html': 'old' });
  });

  it('when there was neither the old directory nor the new one, goes back, with the marks in it', async () => {
    put(`${beside('old')}/answers.csv`, 'marks');
    put(`${beside('draft')}/answers.csv`, 'none');
    await settleDirectory(join(directory, 'out'));
    expect(files()).toEqual({ 'out/answers.csv': 'marks' });
  });

  it('before files of somebody else had followed, follows', async () => {
    put('out/class.html', 'new');
    put('out/feedback/ada.html', 'new');
    const old = beside('old');
    for (const name of ['class.html', 'notes/a.txt', 'feedback/ada.html', 'feedback/b.txt'])
      put(`${old}/${name}`, 'old');
    await settleDirectory(join(directory, 'out'));
    expect(files()).toEqual({
      ...{ 'out/class.html': 'new', 'out/feedback/ada.html': 'new' },
      ...{ 'out/notes/a.txt': 'old', 'out/feedback/b.txt': 'old' },
    });
  });

  it('without its process in its name, is settled as well', async () => {
    put(`out.${randomUUID()}.old/class.html`, 'old');
    await settleDirectory(join(directory, 'out'));
    expect(files()).toEqual({ 'out/class.html': 'old' });
  });
});

describe('what stays', () => {
  it('is of a run that is not over', async () => {
    const draft = draftPath(join(directory, 'out'), 'draft');
    mkdirSync(draft);
    writeFileSync(join(draft, 'class.html'), 'new');
    expect(await settleDirectory(join(directory, 'out'))).toBe(false);
    expect(Object.values(files())).toEqual(['new']);
  });

  it('has another name, or is a link', async () => {
    put('out.old/a', 'a');
    put('outer.1-2.old/a', 'a');
    put(`another/a`, 'a');
    symlinkSync('another', join(directory, beside('old')));
    expect(await settleDirectory(join(directory, 'out'))).toBe(false);
    expect(Object.keys(files())).toHaveLength(3);
  });
});
