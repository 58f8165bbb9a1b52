import { existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containerPath } from '../../../source/embedded/paths/container-path.ts';
import { isInside } from '../../../source/embedded/paths/is-inside.ts';
import { PathError } from '../../../source/embedded/paths/path-error.ts';
import { namedInside, pathInside } from '../../../source/embedded/paths/path-inside.ts';
import { removeInside } from '../../../source/embedded/paths/remove-inside.ts';
import { hostilePath, makeSandbox } from './hostile-paths.ts';

/** The result, or undefined for a refusal; any other error fails the test. */
function unlessRefused<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch (error) {
    expect(error).toBeInstanceOf(PathError);
    expect((error as PathError).code).toBe('path');
    return undefined;
  }
}

describe('a path in a directory', () => {
  it('never leads out, whatever it contains', () => {
    const { inside } = makeSandbox();
    fc.assert(
      fc.property(hostilePath, (path) => {
        const found = unlessRefused(() => pathInside(inside, path));
        if (found !== undefined) expect(isInside(inside, found)).toBe(true);
      }),
    );
  });

  it('never leads out through links, whether their targets exist or not', () => {
    const { inside, outside } = makeSandbox();
    mkdirSync(join(inside, 'a', 'b'), { recursive: true });
    const links: Record<string, string> = {
      absolute: outside,
      file: join(outside, 'thesis.txt'),
      relative: '../outside',
      dangling: join(outside, 'fresh'),
      root: '/',
      up: '..',
      loop: 'loop',
      chain: 'absolute',
      home: 'a/b',
      'a/back': '..',
    };
    for (const [name, target] of Object.entries(links)) symlinkSync(target, join(inside, name));
    const named = fc.constantFrom(
      ...Object.keys(links),
      'a',
      'b',
      '..',
      'thesis.txt',
      'etc',
      'passwd',
      'new',
    );
    fc.assert(
      fc.property(fc.array(named, { maxLength: 6 }), (parts) => {
        const found = unlessRefused(() => pathInside(inside, parts.join('/')));
        if (found === undefined) return;
        expect(isInside(inside, found)).toBe(true);
        if (existsSync(found)) expect(isInside(realpathSync(inside), realpathSync(found))).toBe(true);
      }),
    );
    for (const name of ['absolute', 'file', 'relative', 'dangling', 'root/etc', 'loop', 'chain', 'up'])
      expect(() => pathInside(inside, name), name).toThrow(PathError);
    expect(pathInside(inside, 'home/x')).toBe(join(realpathSync(inside), 'a', 'b', 'x'));
  });

  it('is normalised before it is mapped', () => {
    const { inside } = makeSandbox();
    expect(pathInside(inside, '/a/../../../b/./c')).toBe(join(inside, 'b', 'c'));
    expect(pathInside(inside, '')).toBe(inside);
    expect(containerPath('a/b/../..//c/')).toBe('/c');
    expect(containerPath('../..')).toBe('/');
  });

  it('is refused if it is not a path: a NUL, a name or a path that is too long, another type', () => {
    const { inside } = makeSandbox();
    const wrong = ['a\0b', 'x'.repeat(256), 'é'.repeat(128), '/a'.repeat(2048)];
    for (const path of wrong) expect(() => pathInside(inside, path)).toThrow(PathError);
    for (const path of [1, null, undefined, {}, ['..']] as unknown as string[])
      expect(() => pathInside(inside, path)).toThrow(PathError);
    expect(() => pathInside(inside, 'a\nb\0\x1b[2J')).toThrow(/^the path `a\?b\?\?\[2J` has a NUL$/);
  });

  it('is refused in a directory that was replaced by a link', () => {
    const { inside, outside } = makeSandbox();
    symlinkSync(outside, join(inside, 'volume'));
    expect(() => pathInside(join(inside, 'volume'), 'thesis.txt')).toThrow('was replaced by a link');
  });
});

describe('the name of an object', () => {
  it('is a single file name, or is refused', () => {
    const { inside } = makeSandbox();
    expect(namedInside(inside, 'pods', 'a.b')).toBe(join(inside, 'pods', 'a.b'));
    for (const name of ['', '.', '..', 'a/b', '../x', 'a\0', 'x'.repeat(256)])
      expect(() => namedInside(inside, 'pods', name), name).toThrow(PathError);
    fc.assert(
      fc.property(hostilePath, (name) => {
        const found = unlessRefused(() => namedInside(inside, 'pods', name));
        if (found !== undefined) expect(found).toBe(join(inside, 'pods', name));
      }),
    );
  });
});

describe('removing', () => {
  it('removes a link, but not its target', () => {
    const sandbox = makeSandbox();
    symlinkSync(sandbox.outside, join(sandbox.inside, 'link'));
    removeInside(sandbox.inside, 'link');
    expect(existsSync(join(sandbox.inside, 'link'))).toBe(false);
    sandbox.check();
  });

  it('is refused behind a link that leads out, and for names that lead out', () => {
    const sandbox = makeSandbox();
    symlinkSync(sandbox.outside, join(sandbox.inside, 'link'));
    expect(() => removeInside(sandbox.inside, 'link', 'thesis.txt')).toThrow(PathError);
    for (const name of ['..', '../outside', sandbox.outside, '.', ''])
      expect(() => removeInside(sandbox.inside, name), name).toThrow(PathError);
    sandbox.check();
  });

  it('removes a directory with links in it, and nothing else', () => {
    const sandbox = makeSandbox();
    mkdirSync(join(sandbox.inside, 'volume', 'deep'), { recursive: true });
    symlinkSync(sandbox.outside, join(sandbox.inside, 'volume', 'deep', 'link'));
    writeFileSync(join(sandbox.inside, 'volume', 'file'), 'x');
    removeInside(sandbox.inside, 'volume');
    expect(existsSync(join(sandbox.inside, 'volume'))).toBe(false);
    removeInside(sandbox.inside, 'volume');
    sandbox.check();
  });
});
