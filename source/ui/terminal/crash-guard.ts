import { spawn } from 'node:child_process';
import type { WriteStream } from 'node:tty';
import { isExpectedFailure } from '../../errors/expected-failure.ts';

/** Restores the terminal where this process cannot: after SIGKILL, a crash, or an abort of Node for lack of memory. */
export interface CrashGuard {
  /** Whether the screen has the terminal now. */
  say(state: 'on' | 'off'): void;
}

/** Reads `on` and `off` until this process is gone. The last word counts; the first is an argument, as this process may be gone at once. */
const script = `trap '' HUP INT QUIT TERM TSTP
state=$2
while read -r word; do state=$word; done
if [ "$state" = on ]; then printf %s "$1"; fi`;

/** After the first frame, which must not wait for it. */
const startAfterMs = 100;

/**
 * A shell of about a megabyte that waits for the end of this process and then, if the screen had the terminal, writes `leaveSequence` to it.
 * The modes of the terminal are the shell's to restore, as after any program that was killed. It runs in a session of its own, so
 * that no signal of the terminal reaches it. Without /bin/sh, or on Windows, nothing is guarded.
 */
export function startCrashGuard(stdout: WriteStream, leaveSequence: string): CrashGuard {
  let state: 'on' | 'off' = 'off';
  let tell: ((state: 'on' | 'off') => void) | undefined;
  const start = (): void => {
    const shell = spawn('/bin/sh', ['-c', script, 'kafka-lab-guard', leaveSequence, state], {
      stdio: ['pipe', stdout, 'ignore'],
      env: {},
      detached: true,
    });
    const ignoreExpected = (error: Error): void => {
      if (!isExpectedFailure(error)) throw error;
      tell = undefined;
    };
    shell.on('error', ignoreExpected);
    shell.stdin.on('error', ignoreExpected);
    shell.unref();
    tell = (word) => shell.stdin.write(`${word}\n`);
  };
  if (process.platform !== 'win32' && stdout.isTTY) setTimeout(start, startAfterMs).unref();
  return {
    say(word) {
      state = word;
      tell?.(word);
    },
  };
}
