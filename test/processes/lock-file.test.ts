import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../source/processes/lock-file.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-lock-'));
  path = join(directory, 'lock');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const never = () => false;
const onWindows = process.platform === 'win32';

it('is created, and removed by its owner', async () => {
  const lock = await takeLock(path, 'mine', never);
  expect(readFileSync(path, 'utf8')).toBe('mine');
  expect(lock?.isOurs()).toBe(true);
  lock?.release();
  expect(readdirSync(directory)).toEqual([]);
});

it('is left to its owner', async () => {
  writeFileSync(path, 'theirs');
  expect(await takeLock(path, 'mine', ({ text }) => text === 'theirs')).toBeUndefined();
  expect(readFileSync(path, 'utf8')).toBe('theirs');
  expect(readdirSync(directory)).toEqual(['lock']);
});

it('is taken by only one of many that find it stale at the same time', async () => {
  writeFileSync(path, 'stale');
  const held = ({ text }: { text: string }) => Promise.resolve(text !== 'stale');
  const locks = await Promise.all(Array.from({ length: 20 }, (_, i) => takeLock(path, `owner ${i}`, held)));
  const taken = locks.filter((lock) => lock !== undefined);
  expect(taken).toHaveLength(1);
  expect(taken[0]?.isOurs()).toBe(true);
  expect(readdirSync(directory)).toEqual(['lock']);
});

it('is given back if another process took it while it was judged stale', async () => {
  writeFileSync(path, 'stale');
  const lock = await takeLock(path, 'mine', ({ text }) => {
    if (text === 'stale') writeFileSync(path, 'theirs');
    return text === 'theirs';
  });
  expect(lock).toBeUndefined();
  expect(readFileSync(path, 'utf8')).toBe('theirs');
});

it('of another process is not released', async () => {
  const lock = await takeLock(path, 'mine', never);
  writeFileSync(path, 'theirs');
  expect(lock?.isOurs()).toBe(false);
  lock?.release();
  expect(readFileSync(path, 'utf8')).toBe('theirs');
});

it('is waited for while it is empty: another process may be writing it', async () => {
  writeFileSync(path, '');
  const taking = takeLock(path, 'mine', ({ text }) => text === 'theirs');
  writeFileSync(path, 'theirs');
  expect(await taking).toBeUndefined();
});

describe('something that is not a lock', () => {
  it.skipIf(onWindows)('a pipe does not block', async () => {
    execFileSync('mkfifo', [path]);
    expect(await takeLock(path, 'mine', never)).toBeDefined();
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it.skipIf(onWindows)('a link is not followed', async () => {
    const theirs = join(directory, 'precious');
    writeFileSync(theirs, 'precious');
    symlinkSync(theirs, path);
    expect(await takeLock(path, 'mine', never)).toBeDefined();
    expect(readFileSync(theirs, 'utf8')).toBe('precious');
  });

  it('an empty directory is removed, one with contents stays and is named', async () => {
    mkdirSync(path);
    (await takeLock(path, 'mine', never))?.release();
    mkdirSync(path);
    writeFileSync(join(path, 'precious'), '');
    await expect(takeLock(path, 'mine', never)).rejects.toMatchObject({
      code: 'machine-lacks',
      message: expect.stringContaining(path),
    });
    expect(existsSync(join(path, 'precious'))).toBe(true);
  });

  it('a huge file is not read', async () => {
    writeFileSync(path, 'x'.repeat(100_000));
    expect(await takeLock(path, 'mine', () => true)).toBeDefined();
  });
});
