import { appuser } from '../image-user.ts';
import type { ShellCore } from '../language/shell-core.ts';

/** The prompt of a shell: PS1 and PS2, or those that the images set. */
export function promptOf(shell: ShellCore, isContinued: boolean): string {
  if (isContinued) return shell.get('PS2') ?? '> ';
  const fallback = shell.name.endsWith('bash') ? '[\\u@\\h \\W]\\$ ' : `${shell.name}-4.4\\$ `;
  const user = shell.container.user ?? appuser;
  const home = shell.get('HOME');
  const directory =
    shell.cwd === home
      ? '~'
      : shell.cwd.startsWith(`${home}/`)
        ? `~${shell.cwd.slice(home!.length)}`
        : shell.cwd;
  const now = new Date();
  const values: Readonly<Record<string, string>> = {
    u: user.name,
    h: shell.container.pod.hostname.split('.')[0]!,
    H: shell.container.pod.hostname,
    w: directory,
    W: directory === '~' || directory === '/' ? directory : (directory.split('/').at(-1) ?? ''),
    $: user.uid === 0 ? '#' : '$',
    s: shell.name,
    v: '4.4',
    t: now.toISOString().slice(11, 19),
    n: '\n',
    e: '\u001b',
    a: '\u0007',
    '\\': '\\',
    '[': '',
    ']': '',
  };
  return (shell.get('PS1') ?? fallback).replace(/\\(.)/g, (whole, letter: string) => values[letter] ?? whole);
}
