import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContainerFiles, FileError } from '../../../../source/embedded/containers/shell/container-files.ts';
import { directoryBehind, writableBehind } from '../../../../source/embedded/containers/shell/mounts.ts';
import { isInside } from '../../../../source/embedded/paths/is-inside.ts';
import { PathError } from '../../../../source/embedded/paths/path-error.ts';
import { hostilePath, makeSandbox } from '../../paths/hostile-paths.ts';

describe('the directory behind a path in a container', () => {
  it('belongs to the innermost mount, or to the container layer, for the normalised path', () => {
    const { inside } = makeSandbox();
    const spec = {
      mounts: { '/data/': join(inside, 'outer'), '/data/in/../inner': join(inside, 'inner') },
      layer: join(inside, 'layer'),
    };
    const behind = (path: string) => directoryBehind(spec, path);
    expect(behind('/data/x')).toBe(join(inside, 'outer', 'x'));
    expect(behind('/data/inner')).toBe(join(inside, 'inner'));
    expect(behind('data/./inner//x')).toBe(join(inside, 'inner', 'x'));
    expect(behind('/data/inner/../x')).toBe(join(inside, 'outer', 'x'));
    expect(behind('/data/../etc/passwd')).toBe(join(inside, 'layer', 'etc', 'passwd'));
    expect(behind('/database')).toBe(join(inside, 'layer', 'database'));
    expect(behind('../../../data/x')).toBe(join(inside, 'outer', 'x'));
    expect(directoryBehind({ mounts: {} }, '/data')).toBeUndefined();
    expect(directoryBehind({ mounts: { '/': inside } }, '/../../x')).toBe(join(inside, 'x'));
  });

  it('is never outside the mounts and the layer, whatever the path and the mount path', () => {
    const { inside } = makeSandbox();
    fc.assert(
      fc.property(hostilePath, hostilePath, fc.boolean(), (path, mountPath, isBelow) => {
        const spec = { mounts: { [mountPath]: join(inside, 'mount') }, layer: join(inside, 'layer') };
        try {
          const found = directoryBehind(spec, isBelow ? `${mountPath}/${path}` : path) as string;
          expect([spec.mounts[mountPath]!, spec.layer].some((root) => isInside(root, found))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(PathError);
        }
      }),
    );
  });
});

describe('file access by programs in a container', () => {
  it('fails in a read-only mount, but not in a mount inside it or in the same directory mounted elsewhere', () => {
    const { inside } = makeSandbox();
    for (const name of ['volume', 'other']) mkdirSync(join(inside, name));
    const volume = join(inside, 'volume');
    const mounts = { '/ro': volume, '/ro/rw': join(inside, 'other'), '/all': volume };
    const files = new ContainerFiles(mounts, { readOnly: ['/ro'] });
    expect(() => files.write('/ro/f', 'x')).toThrow('Read-only file system');
    expect(() => files.write('/ro/./rw/../f', 'x', true)).toThrow('Read-only file system');
    files.write('/ro/rw/f', 'x');
    files.write('/all/f', 'y');
    expect(files.read('/ro/f')).toBe('y');
    expect(() => writableBehind({ mounts, readOnly: ['/ro'] }, '/ro/data')).toThrow(PathError);
  });

  it('reads a single mounted file byte for byte, and finds no directory there', () => {
    const sandbox = makeSandbox();
    const file = join(sandbox.inside, 'key');
    const bytes = Buffer.from([0xfe, 0xed, 0, 0xff]);
    writeFileSync(file, bytes);
    const files = new ContainerFiles({ '/etc/kafka/key.jks': file });
    expect(files.readBytes('/etc/kafka/key.jks')).toEqual(bytes);
    expect(files.isFile('/etc/kafka/key.jks')).toBe(true);
    expect(files.isDirectory('/etc/kafka/key.jks')).toBe(false);
    expect(files.isDirectory('/etc/kafka')).toBe(true);
    expect(files.list('/etc/kafka')).toEqual(['key.jks']);
    expect(() => files.read('/etc/kafka/key.jks/x')).toThrow(FileError);
    expect(() => files.write('/etc/kafka/key.jks/../../../x', 'x')).not.toThrow();
    rmSync(file);
    symlinkSync(sandbox.precious, file);
    expect(() => files.read('/etc/kafka/key.jks')).toThrow(FileError);
    sandbox.check();
  });

  it('reaches nothing outside its mounts, by any path or link', () => {
    const sandbox = makeSandbox();
    const volume = join(sandbox.inside, 'volume');
    mkdirSync(join(volume, 'deep'), { recursive: true });
    for (const [name, target] of Object.entries({
      abs: sandbox.outside,
      rel: '../../outside',
      file: sandbox.precious,
      fresh: join(sandbox.outside, 'fresh'),
      root: '/',
      'deep/up': '../..',
    }))
      symlinkSync(target, join(volume, name));
    const files = new ContainerFiles({ '/data': volume });
    const parts = fc.constantFrom(
      'data',
      'abs',
      'rel',
      'file',
      'fresh',
      'root',
      'deep',
      'up',
      '..',
      'thesis.txt',
      'x',
    );
    const path = fc.oneof(
      fc.array(parts, { maxLength: 7 }).map((names) => `/data/${names.join('/')}`),
      hostilePath.map((text) => `/data/${text}`),
    );
    const act = (what: () => unknown): unknown => {
      try {
        return what();
      } catch (error) {
        expect(error).toBeInstanceOf(FileError);
        return undefined;
      }
    };
    fc.assert(
      fc.property(path, (at) => {
        expect(act(() => files.read(at))).not.toBe('thesis');
        expect(act(() => files.list(at)) ?? []).not.toContain('thesis.txt');
        expect(act(() => files.exists(`${at}/thesis.txt`))).toBe(false);
      }),
    );
    fc.assert(
      fc.property(path, (at) => {
        act(() => files.write(at, 'x', true));
        sandbox.check();
      }),
    );
  });

  it('follows a link that stays in its mount', () => {
    const { inside } = makeSandbox();
    writeFileSync(join(inside, 'file'), 'one');
    symlinkSync('file', join(inside, 'link'));
    const files = new ContainerFiles({ '/data': inside });
    files.write('/data/link', 'two', true);
    expect(readFileSync(join(inside, 'file'), 'utf8')).toBe('onetwo');
    expect(files.read('/data/link')).toBe('onetwo');
  });

  it('finds the same file by every spelling of its path', () => {
    const files = new ContainerFiles();
    files.put('/etc', { directory: true });
    files.write('/etc/../etc//hostname', 'web');
    for (const path of ['/etc/hostname', 'etc/hostname', '/tmp/../etc/./hostname'])
      expect(files.read(path), path).toBe('web');
    expect(files.isFile('/etc/hostname/')).toBe(false);
    expect(files.isDirectory('/etc/')).toBe(true);
    expect(files.list('/etc/.')).toEqual(['hostname']);
    expect(() => files.read('')).toThrow('No such file or directory');
    expect(() => files.write('/etc', 'x')).toThrow('Is a directory');
    expect(() => files.write('/new/', 'x')).toThrow('Is a directory');
    expect(() => files.write('/a\0b', 'x')).toThrow(FileError);
  });
});
