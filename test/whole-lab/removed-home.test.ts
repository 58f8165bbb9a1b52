import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';

let place: string;
let home: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'kafka-lab-removed-'));
  home = join(place, 'home');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function lab(...words: string[]) {
  return spawnSync(process.execPath, [cli, ...words, '--home', home], { encoding: 'utf8' });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it.each(['removed', 'another one'])(
  'a detached cluster whose home was %s kept running, and `down` reported that there was none',
  async (how) => {
    const up = lab('up', '--detach', '--json');
    expect(up.status, up.stderr).toBe(0);
    const { pid } = JSON.parse(up.stdout) as { pid: number };
    expect(isRunning(pid)).toBe(true);
    if (how === 'removed') rmSync(home, { recursive: true });
    else {
      renameSync(home, join(place, 'moved'));
      mkdirSync(join(home, 'clusters', 'kafka-lab'), { recursive: true });
    }
    await expect.poll(() => isRunning(pid), { timeout: 15_000 }).toBe(false);
    if (how === 'removed') expect(existsSync(home)).toBe(false);
    else expect(readdirSync(home, { recursive: true })).toHaveLength(2);
  },
  40_000,
);

it('`up`, `build` and `reset` filled and emptied the directory behind a link that had replaced a cluster', () => {
  const target = join(place, 'target');
  for (const directory of [join(home, 'clusters'), join(target, 'data'), join(target, 'images')])
    mkdirSync(directory, { recursive: true });
  writeFileSync(join(target, 'data', 'thesis.txt'), 'thesis');
  symlinkSync(target, join(home, 'clusters', 'kafka-lab'));
  const before = readdirSync(target, { recursive: true });
  for (const words of [['up', '--detach'], ['up', '--keep', '--detach'], ['build'], ['reset']]) {
    const { status, stderr } = lab(...words);
    expect([words, status]).toEqual([words, 3]);
    expect(stderr).toContain('is a symbolic link to `');
  }
  expect(lab('down').status).toBe(3);
  expect(readdirSync(target, { recursive: true })).toEqual(before);
});
