import { cpSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directoryStatus, holdDirectory, lookAt } from '../../../source/embedded/paths/directory-identity.ts';
import { guardDirectory, requireRealDirectory } from '../../../source/embedded/paths/guarded-directory.ts';
import { PathError } from '../../../source/embedded/paths/path-error.ts';
import { namedInside, pathInside } from '../../../source/embedded/paths/path-inside.ts';
import {
  makePlainDirectory,
  namesInPlain,
  removePlain,
  renamePlain,
  replacePlain,
} from '../../../source/embedded/paths/plain-directory.ts';
import { openPlain, readPlain, writePlain } from '../../../source/embedded/paths/plain-file.ts';
import { removeInside } from '../../../source/embedded/paths/remove-inside.ts';
import { makeSandbox } from './hostile-paths.ts';

/** Every operation below `a/b` of a guarded directory, by a path that was resolved before someone put a link there. */
const uses: Record<string, (place: string) => unknown> = {
  'opening a file': (place) => openPlain(join(place, 'thesis.txt'), 'update'),
  'reading a file': (place) => readPlain(join(place, 'thesis.txt'), 100),
  'writing a file': (place) => writePlain(join(place, 'meta.properties'), 'x'),
  'replacing a file': (place) => replacePlain(join(place, 'thesis.txt'), 'x'),
  'renaming a file': (place) => renamePlain(join(place, 'thesis.txt'), join(place, 'other')),
  'removing a file': (place) => removePlain(join(place, 'thesis.txt')),
  'making a directory': (place) => makePlainDirectory(join(place, 'new')),
  'listing a directory': (place) => namesInPlain(place),
  'looking for a path': (place) => pathInside(place, 'thesis.txt'),
  'looking for a name': (place) => namedInside(place, 'thesis.txt'),
  'removing a name': (place) => removeInside(place, 'thesis.txt'),
};

function guardedSandbox() {
  const sandbox = makeSandbox();
  mkdirSync(join(sandbox.inside, 'a', 'b'), { recursive: true });
  onTestFinished(guardDirectory(sandbox.inside));
  return sandbox;
}

describe('a directory that was replaced by a link after its path was resolved', () => {
  it.each(Object.entries(uses))('is refused for %s, at every level', (_what, use) => {
    const sandbox = guardedSandbox();
    const place = join(sandbox.inside, 'a', 'b');
    rmSync(place, { recursive: true });
    symlinkSync(sandbox.outside, place);
    expect(() => use(place)).toThrow('the directory `inside/a/b` was replaced by a link');
    rmSync(join(sandbox.inside, 'a'), { recursive: true });
    symlinkSync(sandbox.outside, join(sandbox.inside, 'a'));
    expect(() => use(place)).toThrow('the directory `inside/a` was replaced by a link');
    sandbox.check();
  });

  it('is refused even if the link stays inside: two pods would share a directory', () => {
    const { inside } = guardedSandbox();
    mkdirSync(join(inside, 'volumes', 'b'), { recursive: true });
    rmSync(join(inside, 'a'), { recursive: true });
    symlinkSync('volumes', join(inside, 'a'));
    for (const use of Object.values(uses)) expect(() => use(join(inside, 'a', 'b'))).toThrow(PathError);
    expect(() => removeInside(inside, 'a', 'b')).toThrow(PathError);
    expect(existsSync(join(inside, 'volumes', 'b'))).toBe(true);
  });

  it('may be used again when it is restored', () => {
    const { inside } = guardedSandbox();
    renameSync(join(inside, 'a'), join(inside, 'a.old'));
    symlinkSync('a.old', join(inside, 'a'));
    expect(() => writePlain(join(inside, 'a', 'b', 'f'), 'x')).toThrow(PathError);
    rmSync(join(inside, 'a'));
    renameSync(join(inside, 'a.old'), join(inside, 'a'));
    writePlain(join(inside, 'a', 'b', 'f'), 'x');
    expect(readPlain(join(inside, 'a', 'b', 'f'), 9).toString()).toBe('x');
  });
});

describe('a guarded directory that was removed', () => {
  it('is not recreated by a pending write below it', () => {
    const { inside } = guardedSandbox();
    rmSync(inside, { recursive: true });
    expect(() => makePlainDirectory(join(inside, 'a', 'b'))).toThrow('was removed');
    expect(existsSync(inside)).toBe(false);
  });

  it('receives no write into the directory that replaced it, not even into a copy of itself', () => {
    const { inside } = guardedSandbox();
    const moved = `${inside}.moved`;
    renameSync(inside, moved);
    cpSync(moved, inside, { recursive: true });
    expect(() => writePlain(join(inside, 'a', 'b', 'f'), 'x')).toThrow(PathError);
    rmSync(inside, { recursive: true });
    symlinkSync(moved, inside);
    expect(() => requireRealDirectory(join(inside, 'a'))).toThrow(PathError);
    expect(existsSync(join(moved, 'a', 'b', 'f'))).toBe(false);
  });

  it('is distinguished from its successor, which may get the same inode', async () => {
    const { inside } = makeSandbox();
    const held = holdDirectory(inside);
    onTestFinished(() => held.close());
    expect([directoryStatus(held), await lookAt(held)]).toEqual(['same', 'same']);
    for (let round = 0; round < 20; round++) {
      rmSync(inside, { recursive: true });
      expect(directoryStatus(held)).toBe('gone');
      mkdirSync(inside);
      // Windows offers no way to hold a directory, and no unique inode.
      expect([directoryStatus(held), await lookAt(held)]).toEqual(['gone', 'gone']);
    }
    rmSync(inside, { recursive: true });
    writeFileSync(inside, '');
    expect(directoryStatus({ ...held, path: join(inside, 'below-a-file') })).toBe('gone');
  });

  it('is not considered gone if the system does not report it as gone', async () => {
    const { inside } = makeSandbox();
    const held = holdDirectory(inside);
    onTestFinished(() => held.close());
    // ELOOP, ENAMETOOLONG: as with EACCES or EIO, nothing is known.
    symlinkSync('loop', join(inside, 'loop'));
    for (const path of [join(inside, 'loop'), join(inside, 'x'.repeat(5000))])
      expect([directoryStatus({ ...held, path }), await lookAt({ ...held, path })]).toEqual([
        'unknown',
        'unknown',
      ]);
  });
});
