/**
 * Runs a foreign program for its parent: `node foreign-shim.cjs PROGRAM ARGUMENT…`, with an IPC channel over which the first message,
 * `start`, brings the program's environment, so that it is not this process's own and in nobody's list of processes. It holds the lifeline
 * that the program cannot hold: when the parent goes away, however it does, the program and all that it started go too.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { endMarked, markVariable } from '../../../processes/environment-mark.ts';
import type { ToShim } from '../../../processes/shim-messages.ts';

const isWindows = process.platform === 'win32';
const [program = '', ...args] = process.argv.slice(2);
const mark = process.env[markVariable] ?? '';

let child: ChildProcess | undefined;
/** True once the program and all that it started are being ended: the program may be gone long before the rest. */
let isEnding = false;

/** Ends the program, all that carries its mark, and this process, which leads its group. */
async function endAll(): Promise<void> {
  isEnding = true;
  // What it leaves in other sessions is told by the mark; this process must live to look for it.
  if (mark !== '') await endMarked({ mark });
  if (isWindows) {
    // The whole tree; the program alone, where taskkill is missing.
    if (child?.pid !== undefined)
      spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true, stdio: 'ignore' });
    child?.kill('SIGKILL');
    process.exit(137);
  }
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    // Whatever keeps the group from being signalled, this process ends, and nobody is left to tell.
    process.exit(137);
  }
}

process.on('disconnect', () => void endAll());
// A signal to the group reaches the program by itself; this process waits for it.
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => {});
process.on('message', (message: ToShim) => {
  if (message.kind === 'terminate') child?.kill('SIGTERM');
  else if (child === undefined) child = start(message.environment);
});

function start(environment: Readonly<Record<string, string>>): ChildProcess {
  const started = spawn(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...environment, ...(mark === '' ? {} : { [markVariable]: mark }) },
    windowsHide: true,
  });
  started.once('error', (error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'no such file or directory' : error.message;
    process.stderr.write(`exec ${program} failed: ${why}\n`);
    process.exit(error.code === 'EACCES' ? 126 : 127);
  });
  // A program that a signal ended has, for a shell, the exit code 128 + the signal's number.
  started.once('exit', (code, signal) => {
    if (!isEnding) process.exit(signal === null ? (code ?? 0) : 128 + constants.signals[signal]);
  });
  return started;
}
