import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { describeCluster } from '../../source/commands/clusters/describe-cluster.ts';
import { quoteForShell } from '../../source/text/quote-for-shell.ts';
import { findHostile, hostileTexts } from './hostile-texts.ts';

/** Anything that a path can be: without NUL, and well-formed, as Node returns paths. */
const paths = hostileTexts.map(({ what, text }) => ({
  what,
  path: `/home/${Buffer.from(text.replaceAll('\0', '')).toString()}/größe it's`,
}));

describe.skipIf(process.platform === 'win32')('a word for the shell', () => {
  it('is read back unchanged by a shell, and prints nothing unsafe', () => {
    const words = paths.map(({ path }) => quoteForShell(path));
    for (const word of words) expect(findHostile(word)).toBeUndefined();
    const script = words.map((word) => `printf '%s\\000' ${word}`).join('\n');
    const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
    expect(printed.split('\0').slice(0, -1)).toEqual(paths.map(({ path }) => path));
  });

  it('is set by eval even if a home directory has an escape sequence in its name', () => {
    const kubeconfig = '/home/\u001b]0;PWN\u0007\n/kubeconfig';
    const record = { kubeconfig, bootstrap: '127.0.0.1:1', zookeeper: '127.0.0.1:2', pid: 1 } as Parameters<
      typeof describeCluster
    >[0];
    const lines = describeCluster(record, false);
    expect(findHostile(lines)).toBeUndefined();
    const script = `eval "$1"; printf '%s|%s' "$KUBECONFIG" "$ZOOKEEPER"`;
    expect(execFileSync('sh', ['-c', script, 'sh', lines], { encoding: 'utf8' })).toBe(
      `${kubeconfig}|127.0.0.1:2`,
    );
    const json = describeCluster(record, true);
    expect(findHostile(json)).toBeUndefined();
    expect(JSON.parse(json).kubeconfig).toBe(kubeconfig);
  });

  it.each([
    ['/home/me/kube', '/home/me/kube'],
    ["it's", "'it'\\''s'"],
    ['', "''"],
    ['größe', "'größe'"],
  ])('is quoted no more than necessary: %s', (text, word) => {
    expect(quoteForShell(text)).toBe(word);
  });
});
