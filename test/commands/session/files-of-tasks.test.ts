import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesOfTasks } from '../../../source/commands/session/files-of-tasks.ts';
import { LabError } from '../../../source/errors/lab-error.ts';
import type { TaskFiles } from '../../../source/session/task-files.ts';
import { until } from '../../ui/until.ts';

let directory: string;
let files: TaskFiles;
let stop = (): void => {};
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-task-'));
  files = filesOfTasks({ directory, everyMs: 5 });
});
afterEach(() => {
  stop();
  rmSync(directory, { recursive: true, force: true });
});

const at = (name: string): string => join(directory, name);

/** Counts the saves of a file. */
function watch(name: string): () => number {
  let saves = 0;
  stop = files.watch(name, () => {
    saves += 1;
  });
  return () => saves;
}

const saved = (saves: () => number, count: number): Promise<void> =>
  until(
    () => saves() === count,
    () => `${saves()} saves instead of ${count}`,
    20_000,
  );

describe('the file of a task', () => {
  it('is created once, and keeps the learner’s changes', () => {
    files.prepare('orders.yml', 'start\n');
    writeFileSync(at('orders.yml'), 'theirs\n');
    files.prepare('orders.yml', 'start\n');
    expect(files.read('orders.yml')).toBe('theirs\n');
  });

  it('is replaced, with its old content kept beside it', () => {
    files.prepare('orders.yml', 'theirs\n');
    files.replace('orders.yml', 'start\n');
    expect(files.read('orders.yml')).toBe('start\n');
    expect(readFileSync(at('orders.yml~'), 'utf8')).toBe('theirs\n');
  });

  it('may not be a link, or a path that leads elsewhere', () => {
    writeFileSync(at('precious'), 'kept');
    symlinkSync(at('precious'), at('orders.yml'));
    expect(() => files.read('orders.yml')).toThrow(LabError);
    files.replace('orders.yml', 'start\n');
    expect(readFileSync(at('precious'), 'utf8')).toBe('kept');
    for (const name of ['../orders.yml', '/etc/passwd', '', '.', '..', 'a/b', '.hidden'])
      expect(() => files.path(name)).toThrow(`\`${name}\` cannot be the file of a task`);
  });

  it('has a maximum size', () => {
    writeFileSync(at('orders.yml'), 'x'.repeat(1024 * 1024 + 1));
    expect(() => files.read('orders.yml')).toThrow(/orders\.yml` cannot be read: .*at most 1048576/);
  });
});

describe('a save', () => {
  beforeEach(() => writeFileSync(at('orders.yml'), 'one\n'));

  it('is detected however the editor writes', async () => {
    const saves = watch('orders.yml');
    writeFileSync(at('orders.yml'), 'two\n');
    await saved(saves, 1);
    // vim, and every editor that writes a new file and renames it.
    writeFileSync(at('draft'), 'three\n');
    renameSync(at('draft'), at('orders.yml'));
    await saved(saves, 2);
    rmSync(at('orders.yml'));
    writeFileSync(at('orders.yml'), 'four\n');
    await saved(saves, 3);
    // The same size.
    writeFileSync(at('orders.yml'), 'five\n');
    await saved(saves, 4);
  });

  it('is not detected if the content is unchanged, or while there is no file', async () => {
    const saves = watch('orders.yml');
    writeFileSync(at('orders.yml'), 'one\n');
    rmSync(at('orders.yml'));
    writeFileSync(at('orders.yml'), 'two\n');
    await saved(saves, 1);
    stop();
    writeFileSync(at('orders.yml'), 'three\n');
    const later = watch('orders.yml');
    writeFileSync(at('orders.yml'), 'four\n');
    await saved(later, 1);
    expect(saves()).toBe(1);
  });
});
