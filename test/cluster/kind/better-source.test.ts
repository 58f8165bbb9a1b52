import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withBetterSource } from '../../../source/cluster/kind/better-source.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-second-'));
  for (const name of ['clients', 'better', '.git']) mkdirSync(join(directory, name));
  put('build.sh', 'docker build .\n');
  put('clients/clients.go', 'the first');
  put('.git/HEAD', 'ref');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const put = (name: string, text: string) => writeFileSync(join(directory, name), text);
const readIn = (root: string, name: string) => readFileSync(join(root, name), 'utf8');

it('puts the better files into a copy, and leaves the learner’s own unchanged', async () => {
  mkdirSync(join(directory, 'better', 'clients'));
  put('better/clients/clients.go', 'the better');
  let copy = '';
  await withBetterSource({ directory, better: join(directory, 'better') }, async (path) => {
    copy = path;
    expect(basename(path)).toBe(basename(directory));
    expect(readIn(path, 'clients/clients.go')).toBe('the better');
    expect(readIn(path, 'build.sh')).toBe('docker build .\n');
    expect([existsSync(join(path, '.git')), existsSync(join(path, 'better'))]).toEqual([false, false]);
  });
  expect(existsSync(copy)).toBe(false);
  expect(readIn(directory, 'clients/clients.go')).toBe('the first');
});

it('replaces the single file of the same name', async () => {
  put('better/clients.go', 'the better');
  const source = { directory, better: join(directory, 'better', 'clients.go') };
  await withBetterSource(source, async (path) => {
    expect(readIn(path, 'clients/clients.go')).toBe('the better');
  });
  put('better/other.go', '');
  await expect(
    withBetterSource({ directory, better: join(directory, 'better', 'other.go') }, async () => {}),
  ).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('no file `other.go`') });
});

it('removes the copy if the build fails', async () => {
  let copy = '';
  const failing = withBetterSource({ directory, better: join(directory, 'better') }, async (path) => {
    copy = path;
    throw new Error('the build failed');
  });
  await expect(failing).rejects.toThrow('the build failed');
  expect(existsSync(copy)).toBe(false);
});
