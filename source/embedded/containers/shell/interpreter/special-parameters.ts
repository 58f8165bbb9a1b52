import { appuser } from '../image-user.ts';
import type { ShellCore } from '../language/shell-core.ts';

/** What special parameters need beside the shell's own interface. */
interface SpecialShell
  extends Pick<
    ShellCore,
    | 'status'
    | 'process'
    | 'jobs'
    | 'positional'
    | 'name'
    | 'options'
    | 'isInteractive'
    | 'container'
    | 'calls'
  > {
  readonly line: number;
  readonly lastWord: string;
  readonly startedAt: number;
}

/** The value of `$?`, `$RANDOM` and the like; undefined for a name that is none. */
export function specialParameter(shell: SpecialShell, name: string): string | undefined {
  switch (name) {
    case '?':
      return String(shell.status);
    case '$':
    case 'BASHPID':
      return String(shell.process.pid);
    case '!':
      return shell.jobs.lastPid === undefined ? undefined : String(shell.jobs.lastPid);
    case '#':
      return String(shell.positional.length);
    case '@':
    case '*':
      return shell.positional.join(' ');
    case '0':
      return shell.name;
    case '-':
      return (
        [...shell.options].filter((option) => option.length === 1).join('') + (shell.isInteractive ? 'i' : '')
      );
    case '_':
      return shell.lastWord;
    case 'PPID':
      return String(shell.process.parent);
    case 'UID':
    case 'EUID':
      return String((shell.container.user ?? appuser).uid);
    case 'RANDOM':
      return String(Math.floor(Math.random() * 32_768));
    case 'SECONDS':
      return String(Math.floor((Date.now() - shell.startedAt) / 1000));
    case 'EPOCHSECONDS':
      return String(Math.floor(Date.now() / 1000));
    case 'LINENO':
      return String(shell.line);
    case 'FUNCNAME':
      return shell.calls[0];
    case 'BASH_VERSION':
      return '4.4.20(1)-release';
    case 'BASH':
      return '/usr/bin/bash';
    case 'OSTYPE':
      return 'linux-gnu';
    case 'MACHTYPE':
      return 'x86_64-redhat-linux-gnu';
    case 'HOSTTYPE':
      return 'x86_64';
    default:
      return undefined;
  }
}
