import { spawnSync } from 'node:child_process';

const withinMs = 2_000;

/** The settings of the terminal on stdin, as stty writes them for itself; undefined where they cannot be read. */
export function terminalSettings(): string | undefined {
  const { status, stdout } = spawnSync('stty', ['-g'], {
    stdio: ['inherit', 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: withinMs,
  });
  const settings = stdout?.trim();
  return status === 0 && settings ? settings : undefined;
}

/** Sets them again, also from the background; does nothing to a terminal that is gone. */
export function restoreSettings(settings: string): void {
  // The system stops a process in the background that changes the settings, unless it ignores that signal.
  spawnSync('/bin/sh', ['-c', `trap '' TTOU; exec stty "$1"`, 'sh', settings], {
    stdio: ['inherit', 'ignore', 'ignore'],
    timeout: withinMs,
    killSignal: 'SIGKILL',
  });
}
