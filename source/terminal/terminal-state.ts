import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * Whose terminal it is now. `ours`: this process may read it, draw on it and set its modes. `shells`: another job has it, usually the
 * shell's after ctrl-z; to set a mode now, or to read, stops the process (SIGTTOU, SIGTTIN). `gone`: its window was closed.
 */
export type TerminalState = 'ours' | 'shells' | 'gone';

/** Which of 0, 1 and 2 were a terminal when the process started. */
export const terminalDescriptors: readonly number[] = [0, 1, 2].filter((descriptor) => isatty(descriptor));

/** The state of the terminal that the process started on; `ours` if it started without one. */
export function terminalState(): TerminalState {
  if (terminalDescriptors.length === 0) return 'ours';
  // A terminal that was hung up answers nothing (EIO), not even whether it is one.
  if (terminalDescriptors.some((descriptor) => !isatty(descriptor))) return 'gone';
  return isForeground() ? 'ours' : 'shells';
}

function isForeground(): boolean {
  const groups = readGroups();
  if (groups === undefined) return true;
  const { group, foreground } = groups;
  // -1, on macOS 0: there is no controlling terminal, so nothing would stop us.
  return foreground <= 0 || group === foreground;
}

interface Groups {
  /** The process group of this process. */
  readonly group: number;
  /** The process group that has the controlling terminal. */
  readonly foreground: number;
}

/** undefined if the system does not say, as Windows, which has no jobs. */
function readGroups(): Groups | undefined {
  if (process.platform === 'win32') return undefined;
  try {
    return process.platform === 'linux' ? groupsFromProc() : groupsFromPs();
  } catch (error) {
    // No /proc, no ps, no process left to start (errno); or ps failed (status): nothing is known.
    const { errno, status } = error as NodeJS.ErrnoException & { readonly status?: unknown };
    if (errno === undefined && status === undefined) throw error;
    return undefined;
  }
}

function groupsFromProc(): Groups | undefined {
  // proc(5): pid (comm) state ppid pgrp session tty_nr tpgid …; comm may hold anything, also parentheses.
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return toGroups(fields[2], fields[5]);
}

function groupsFromPs(): Groups | undefined {
  const text = execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 2_000,
  });
  const [group, foreground] = text.trim().split(/\s+/);
  return toGroups(group, foreground);
}

function toGroups(group: string | undefined, foreground: string | undefined): Groups | undefined {
  const groups = { group: Number(group), foreground: Number(foreground) };
  return Number.isInteger(groups.group) && Number.isInteger(groups.foreground) ? groups : undefined;
}
