import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeToolDirectory } from '../../../source/commands/hand-over/tool-directory.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "kafka-lab-tool's "));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe('the directory of tools', () => {
  it.skipIf(process.platform === 'win32')('has scripts that pass their arguments on unchanged', () => {
    const words = [process.execPath, '-p', 'JSON.stringify(process.argv.slice(1))', "it's", '$HOME'];
    const directory = makeToolDirectory(join(parent, 'bin'), [['show', words]]);
    const printed = execFileSync(join(directory, 'show'), ['a b', '*', '"'], { encoding: 'utf8' });
    expect(JSON.parse(printed)).toEqual(["it's", '$HOME', 'a b', '*', '"']);
  });

  it('has .cmd files on Windows, in which a % stays a single one', () => {
    const directory = makeToolDirectory(join(parent, 'bin'), [['show', ['C:\\node.exe', '100%']]], true);
    expect(readFileSync(join(directory, 'show.cmd'), 'utf8')).toBe(
      '@echo off\r\n"C:\\node.exe" "100%%" %*\r\n',
    );
  });

  it('is refused if it, or a script in it, is a link to somewhere else', () => {
    const precious = join(parent, 'precious');
    writeFileSync(precious, 'kept');
    symlinkSync(parent, join(parent, 'link'));
    expect(() => makeToolDirectory(join(parent, 'link'), [])).toThrow(/link/);
    const directory = makeToolDirectory(join(parent, 'bin'), []);
    symlinkSync(precious, join(directory, 'show'));
    expect(() => makeToolDirectory(directory, [['show', ['x']]], false)).toThrow(/link/);
    expect(readFileSync(precious, 'utf8')).toBe('kept');
  });
});
