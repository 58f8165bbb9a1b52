import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeHeader, type TarEntry } from '../../../../../../source/archives/tar-header.ts';
import { ContainerFiles } from '../../../../../../source/embedded/containers/shell/container-files.ts';
import { appuser } from '../../../../../../source/embedded/containers/shell/image-user.ts';
import { sh } from '../../run-shell.ts';

function files(): ContainerFiles {
  const made = new ContainerFiles({}, { user: appuser });
  made.put('/etc/secret', { text: 'secret\n' });
  made.put('/home/appuser', { directory: true, owner: appuser });
  return made;
}

function archive(
  ...entries: (Partial<TarEntry> & { readonly name: string; readonly text?: string })[]
): Buffer {
  const parts = entries.map(({ text = '', ...about }) => {
    const bytes = Buffer.from(text);
    const entry: TarEntry = {
      kind: 'file',
      mode: 0o644,
      uid: 0,
      gid: 0,
      user: 'root',
      group: 'root',
      modified: 0,
      target: '',
      size: bytes.length,
      ...about,
    };
    return Buffer.concat([encodeHeader(entry), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

describe('tar', () => {
  it('packs and unpacks directories, links and modes', async () => {
    const { stdout, stderr, code } = await sh(
      `cd /tmp && mkdir -p a/b && echo one > a/x && echo two > a/b/y && ln -s x a/link && chmod 700 a/b/y
tar cf - a | (mkdir out && cd out && tar xpf - && find . | sort && cat a/b/y && readlink a/link && stat -c %a a/b/y)`,
      { containerFiles: files() },
    );
    expect({ stdout, stderr, code }).toEqual({
      code: 0,
      stderr: '',
      stdout: '.\n./a\n./a/b\n./a/b/y\n./a/link\n./a/x\ntwo\nx\n700\n',
    });
  });

  it('compresses, lists, strips and excludes', async () => {
    const { stdout, code } = await sh(
      `cd /tmp && mkdir -p a/b && echo one > a/x && echo two > a/b/y.log
tar czf a.tgz --exclude='*.log' a && tar tzf a.tgz && mkdir out && tar -xzf a.tgz -C out --strip-components=1 && ls out && tar xOf a.tgz a/x`,
      { containerFiles: files() },
    );
    expect({ stdout, code }).toEqual({ code: 0, stdout: 'a/\na/b/\na/x\nb\nx\none\n' });
  });

  it('a member cannot leave the directory, by its name or by a link', async () => {
    const own = files();
    own.put('/tmp/hostile.tar', {
      text: archive(
        { name: '../../home/appuser/up', text: 'up' },
        { name: '/home/appuser/absolute', text: 'absolute' },
        { name: 'to', kind: 'link', target: '/etc' },
        { name: 'to', text: 'replaced' },
      ).toString('latin1'),
    });
    const { stdout, stderr } = await sh('cd /tmp; tar xf hostile.tar; find . -type f | sort; cat to', {
      containerFiles: own,
    });
    expect(stdout).toBe('./home/appuser/absolute\n./home/appuser/up\n./hostile.tar\n./to\nreplaced');
    expect(stderr).toContain("tar: Removing leading `../../' from member names");
    expect(own.exists('/home/appuser/up')).toBe(false);
  });

  it('says what is wrong with an archive', async () => {
    const own = files();
    own.put('/tmp/text', { text: 'x'.repeat(2000) });
    own.put('/tmp/cut.tar', {
      text: archive({ name: 'x', text: 'y'.repeat(600) })
        .subarray(0, 700)
        .toString('latin1'),
    });
    own.put('/tmp/cut.gz', { text: gzipSync('hello').subarray(0, 12).toString('latin1') });
    const run = (script: string) => sh(`cd /tmp; ${script}`, { containerFiles: own });
    expect(await run('tar xf text')).toMatchObject({
      code: 2,
      stderr: 'tar: This does not look like a tar archive\ntar: Error is not recoverable: exiting now\n',
    });
    expect((await run('tar xf cut.tar')).stderr).toContain('tar: Unexpected EOF in archive');
    expect((await run('tar xf none.tar')).stderr).toContain(
      'tar: none.tar: Cannot open: No such file or directory\n',
    );
    expect((await run('tar')).stderr).toContain('You must specify one of');
    expect((await run('gunzip < text')).stderr).toContain('gunzip: stdin: not in gzip format');
  });
});
