import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readNodeCommand } from '../../../../source/embedded/containers/node-image/node-command.ts';
import { nodeTags } from '../../../../source/embedded/containers/node-image/node-image.ts';
import { makeSandbox } from '../../paths/hostile-paths.ts';

const mounts = { '/app': '/host/volume' };
const read = (...words: string[]) => readNodeCommand(words, [], mounts);

describe('the command of a node image', () => {
  it('is the program in a volume, by its path on this machine', () => {
    expect(read('node', '/app/clients.cjs', '--port', '1')).toEqual({
      kind: 'program',
      words: ['/host/volume/clients.cjs', '--port', '1'],
    });
    expect(
      readNodeCommand(['/usr/local/bin/node'], ['--max-old-space-size=64', '/app/a.js', '/app/b'], mounts),
    ).toEqual({
      kind: 'program',
      words: ['--max-old-space-size=64', '/host/volume/a.js', '/host/volume/b'],
    });
    expect(read('node', '-e', 'console.log(1)', 'x')).toEqual({
      kind: 'program',
      words: ['-e', 'console.log(1)', 'x'],
    });
  });

  it('is resolved against the working directory, which is the root unless the manifest sets one', () => {
    const relative = (workingDir?: string) => readNodeCommand(['node', 'a.js'], [], mounts, workingDir);
    expect(relative('/app')).toEqual({ kind: 'program', words: ['/host/volume/a.js'] });
    expect(relative('/app/x/..')).toEqual({ kind: 'program', words: ['/host/volume/a.js'] });
    expect(relative()).toEqual({ kind: 'absent', program: 'a.js' });
    expect(relative('/')).toEqual({ kind: 'absent', program: 'a.js' });
  });

  it('is never a file of this machine outside a volume', () => {
    for (const path of ['/etc/profile', 'server.js', '/app/../etc/profile', '/application/x.js'])
      expect(read('node', path), path).toEqual(
        path === '/app/../etc/profile'
          ? expect.objectContaining({ kind: 'absent' })
          : { kind: 'absent', program: path },
      );
    expect(read('node', '--require', '/etc/x.js', '/app/a.js')).toEqual({
      kind: 'absent',
      program: '/etc/x.js',
    });
    expect(read('node', '--import=/etc/x.js', '/app/a.js')).toMatchObject({ kind: 'absent' });
  });

  it('is never a file outside the volume, by a link or a path with ..', () => {
    const sandbox = makeSandbox();
    symlinkSync(sandbox.precious, join(sandbox.inside, 'link.js'));
    const inYard = (...words: string[]) => readNodeCommand(words, [], { '/app': sandbox.inside });
    expect(inYard('node', '/app/link.js')).toEqual({ kind: 'absent', program: '/app/link.js' });
    expect(inYard('node', '-r', '/app/link.js', '/app/a.js')).toMatchObject({ kind: 'absent' });
    const climbing = '/app/x/../../app/../../etc/passwd';
    expect(inYard('node', '/app/a.js', climbing, '/app/link.js')).toEqual({
      kind: 'program',
      words: [join(sandbox.inside, 'a.js'), climbing, '/app/link.js'],
    });
  });

  it.each([
    '--allow-fs-read=*',
    '--allow-child-process',
    '--inspect=0.0.0.0:9229',
    '--env-file=/etc/passwd',
    '--loader=/etc/x.mjs',
    '--experimental-loader',
    '--openssl-config=/etc/x',
    '--redirect-warnings=/x',
    '--cpu-prof-dir=/x',
    '-r/etc/x.js',
  ])('has no option that accesses this machine: %s', (option) => {
    expect(read('node', option, '/app/a.js')).toEqual({ kind: 'bad-option', option });
  });

  it('is nothing but node', () => {
    expect(read('python3', '/app/a.py')).toEqual({ kind: 'foreign', program: 'python3' });
  });
});

it('has the tags of the official repository', () => {
  for (const tag of [
    '22',
    '22-alpine',
    '22.11.0-alpine3.20',
    'lts-slim',
    'current',
    'latest',
    '20-bookworm-slim',
  ])
    expect(nodeTags.test(tag), tag).toBe(true);
  for (const tag of ['', 'v1', '22-alpine/../x', '22_x', 'My-Tag'])
    expect(nodeTags.test(tag), tag).toBe(false);
});
