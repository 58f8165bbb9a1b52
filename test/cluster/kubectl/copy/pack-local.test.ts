import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodeHeader, type TarEntry } from '../../../../source/archives/tar-header.ts';
import { lastPart, packLocal } from '../../../../source/cluster/kubectl/copy/pack-local.ts';
import { unpackLocal } from '../../../../source/cluster/kubectl/copy/unpack-local.ts';

let scratch: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'kafka-lab-cp-'));
});

afterEach(() => rmSync(scratch, { recursive: true, force: true }));

it('restores a directory as it was, except for its links', async () => {
  const from = join(scratch, 'from');
  mkdirSync(join(from, 'sub/empty'), { recursive: true });
  writeFileSync(join(from, 'sub/file'), 'x'.repeat(100_000));
  writeFileSync(join(from, 'none'), '');
  symlinkSync('/etc/passwd', join(from, 'link'));
  const warnings: string[] = [];
  const to = join(scratch, 'to');
  await unpackLocal(packLocal(from, 'data'), {
    prefix: 'data',
    destination: to,
    warn: (text) => warnings.push(text),
  });
  expect(readFileSync(join(to, 'sub/file'), 'utf8')).toBe('x'.repeat(100_000));
  expect(readFileSync(join(to, 'none'), 'utf8')).toBe('');
  expect(existsSync(join(to, 'sub/empty'))).toBe(true);
  expect(existsSync(join(to, 'link'))).toBe(false);
  expect(warnings).toEqual([`warning: skipping symlink: "${join(to, 'link')}" -> "/etc/passwd"`]);
});

it('a hostile archive writes nothing outside the destination', async () => {
  const entry = (name: string): TarEntry => ({
    name,
    kind: 'file',
    mode: 0o644,
    uid: 0,
    gid: 0,
    user: '',
    group: '',
    size: 0,
    modified: 0,
    target: '',
  });
  const archive = (name: string) =>
    (async function* () {
      yield Buffer.concat([encodeHeader(entry(name)), Buffer.alloc(1024)]);
    })();
  const warnings: string[] = [];
  const options = {
    prefix: 'data',
    destination: join(scratch, 'in/here'),
    warn: (text: string) => void warnings.push(text),
  };
  await unpackLocal(archive('data/../../escaped'), options);
  expect(existsSync(join(scratch, 'escaped'))).toBe(false);
  expect(warnings[0]).toContain('is outside target destination, skipping');
  await expect(unpackLocal(archive('other'), options)).rejects.toThrow('tar contents corrupted');
});

it.each([
  ['/var/log/', 'log'],
  ['file', 'file'],
  ['/', '/'],
])('the last part of %s is %s', (path, part) => {
  expect(lastPart(path)).toBe(part);
});
