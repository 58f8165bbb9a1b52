import { expect, it } from 'vitest';
import { ContainerFiles } from '../../../../../../source/embedded/containers/shell/container-files.ts';
import { appuser } from '../../../../../../source/embedded/containers/shell/image-user.ts';
import { sh } from '../../run-shell.ts';

it('replaces a file with its compressed form, and back', async () => {
  const { stdout, stderr, code } = await sh(
    'cd /tmp; seq 1000 > n; gzip n; ls n*; zcat n.gz | tail -1; gunzip n.gz; ls n*; wc -l < n; gzip -c n | gzip -dc | head -1',
    { containerFiles: new ContainerFiles({}, { user: appuser }) },
  );
  expect({ stdout, stderr, code }).toEqual({ code: 0, stderr: '', stdout: 'n.gz\n1000\nn\n1000\n1\n' });
});

it('reports options that it does not support', async () => {
  const { stderr } = await sh(
    'cd /tmp; echo x > a; gunzip a; gzip -k a; gzip -k a; mkdir d; gzip d; gzip none',
    {
      containerFiles: new ContainerFiles({}, { user: appuser }),
    },
  );
  expect(stderr.split('\n')).toEqual([
    'gunzip: a: unknown suffix -- ignored',
    'gzip: a.gz already exists;\tnot overwritten',
    'gzip: d is a directory -- ignored',
    'gzip: none: No such file or directory',
    '',
  ]);
});

it('stops a decompression bomb at the quota of the container', async () => {
  const { stderr, code } = await sh(
    'cd /tmp; head -c 12000000 /dev/zero | gzip > z.gz; gunzip -c z.gz > a; gunzip -k z.gz; ls z',
    { containerFiles: new ContainerFiles({}, { user: appuser }) },
  );
  expect(stderr).toContain('No space left on device');
  expect(code).not.toBe(0);
});
