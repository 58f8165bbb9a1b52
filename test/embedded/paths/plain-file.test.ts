import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PathError } from '../../../source/embedded/paths/path-error.ts';
import { readPlain, writePlain } from '../../../source/embedded/paths/plain-file.ts';
import { replaceFile } from '../../../source/files/replace-file.ts';
import { makeSandbox } from './hostile-paths.ts';

it('a plain file is written, extended, and read only up to the requested size', () => {
  const { inside } = makeSandbox();
  const path = join(inside, 'file');
  writePlain(path, 'one');
  writePlain(path, 'two', 'append');
  expect(readPlain(path, 100).toString()).toBe('onetwo');
  expect(readPlain(path, 4).toString()).toBe('onet');
  writePlain(path, '3');
  expect(readFileSync(path, 'utf8')).toBe('3');
});

it('a link is neither read nor written, even if its target does not exist', () => {
  const sandbox = makeSandbox();
  const path = join(sandbox.inside, 'link');
  symlinkSync(sandbox.precious, path);
  symlinkSync(join(sandbox.outside, 'fresh'), join(sandbox.inside, 'dangling'));
  expect(() => readPlain(path, 100)).toThrow(PathError);
  for (const how of ['write', 'append'] as const) expect(() => writePlain(path, 'x', how)).toThrow(PathError);
  expect(() => writePlain(join(sandbox.inside, 'dangling'), 'x')).toThrow(PathError);
  sandbox.check();
});

it('a directory is not a plain file, and a missing file is reported as missing', () => {
  const { inside } = makeSandbox();
  expect(() => readPlain(inside, 100)).toThrow(PathError);
  expect(() => readPlain(join(inside, 'none'), 100)).toThrow(/ENOENT/);
});

it.skipIf(process.platform === 'win32')('a FIFO does not block', () => {
  const { inside } = makeSandbox();
  const path = join(inside, 'fifo');
  execFileSync('mkfifo', [path]);
  expect(() => readPlain(path, 100)).toThrow(PathError);
  expect(() => writePlain(path, 'x')).toThrow(PathError);
});

it('an atomic replacement replaces a link itself, and never its target', () => {
  const sandbox = makeSandbox();
  const [path, fresh] = [join(sandbox.inside, 'file'), join(sandbox.inside, 'file.new')];
  symlinkSync(sandbox.precious, path);
  symlinkSync(sandbox.precious, fresh);
  replaceFile(path, 'new', 0o600, fresh);
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(existsSync(fresh)).toBe(false);
  writeFileSync(path, 'old');
  replaceFile(path, 'newer', 0o600, fresh);
  expect(readFileSync(path, 'utf8')).toBe('newer');
  sandbox.check();
});
