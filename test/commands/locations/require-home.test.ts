import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HomeUse, requireHome } from '../../../source/commands/locations/require-home.ts';
import { LabError } from '../../../source/errors/lab-error.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-home-'));
});
afterEach(() => {
  chmodSync(home, 0o700);
  rmSync(home, { recursive: true, force: true });
});

function refusal(path: string, use: HomeUse): LabError | undefined {
  try {
    requireHome(path, use);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return error as LabError;
  }
}

const isRoot = process.getuid?.() === 0;

/** Makes a home unusable, and returns its path. */
const unusable: readonly (readonly [string, boolean, () => string])[] = [
  ['is a file', true, () => place('file')],
  ['is below a file', true, () => join(place('file'), 'below')],
  ['is a loop of links', process.platform !== 'win32', () => loop()],
  ['is a link to nowhere', process.platform !== 'win32', () => link()],
  ['has a path that is too long', process.platform !== 'win32', () => join(home, 'x'.repeat(300))],
  ['has a file as clusters', true, () => within('clusters')],
  ['has a file as sessions', true, () => within('sessions')],
  ['cannot be made', process.platform === 'linux', () => '/proc/no/such/place'],
  ['cannot be written to', !isRoot, () => allowed(0o500)],
  ['cannot be searched', !isRoot, () => allowed(0o600)],
];

function place(name: string): string {
  writeFileSync(join(home, name), '');
  return join(home, name);
}
function within(room: string): string {
  place(room);
  return home;
}
function allowed(mode: number): string {
  chmodSync(home, mode);
  return home;
}
function loop(): string {
  symlinkSync(join(home, 'loop'), join(home, 'loop'));
  return join(home, 'loop');
}
function link(): string {
  symlinkSync(join(home, 'absent'), join(home, 'link'));
  return join(home, 'link');
}

describe('an unusable home was reported with an error code of Node, or with exit code 1', () => {
  for (const [what, runs, make] of unusable)
    for (const use of ['written', 'read'] as const)
      it.skipIf(!runs)(`${what} (${use})`, () => {
        const path = make();
        const error = refusal(path, use);
        expect(error?.exitCode).toBe(3);
        expect(error?.message).toContain(`\`${path}`);
        expect(error?.hint).toContain('--home');
      });
});

it('a home is created, tested, and left empty', () => {
  const path = join(home, 'a', 'b');
  expect(refusal(path, 'written')).toBeUndefined();
  expect(readdirSync(path)).toEqual([]);
});

it.skipIf(isRoot)('a read-only home is enough for a verb that only reads', () => {
  mkdirSync(join(home, 'sessions'));
  chmodSync(home, 0o500);
  expect(refusal(home, 'read')).toBeUndefined();
  expect(refusal(home, 'written')?.exitCode).toBe(3);
});

it.skipIf(process.platform === 'win32')(
  'a link to nowhere was said to be something else of that name',
  () => {
    expect(refusal(link(), 'written')?.message).toContain('is a symbolic link that leads to nothing');
  },
);
