/**
 * Runs a foreign program for its parent: `node foreign-shim.cjs PROGRAM ARGUMENT…`. The first message on its IPC channel, `start`, has
 * the program's environment, which therefore is neither this process's nor visible in process lists. The shim holds the lifeline on
 * behalf of the program: when the parent goes away for any reason, the program and all that it started end too.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { endMarked, markVariable } from '../../../processes/environment-mark.ts';
import { refuseInspector } from '../../../processes/no-inspector.ts';
import type { ToShim } from '../../../processes/shim-messages.ts';

const isWindows = process.platform === 'win32';
const [program = '', ...args] = process.argv.slice(2);
const mark = process.env[markVariable] ?? '';

let child: ChildProcess | undefined;
/** True while the program and its processes are being ended: the program may be gone long before the others. */
let isEnding = false;

/** Ends the program, all processes with its mark, and this process, which leads its group. */
async function endAll(): Promise<void> {
  isEnding = true;
  // Programs in other sessions are found by their mark; this process must stay alive to search for it.
  if (mark !== '') await endMarked({ mark });
  if (isWindows) {
    // The whole process tree; only the program if taskkill is missing.
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

refuseInspector();
process.on('disconnect', () => void endAll());
// A signal to the group reaches the program too; this process waits for it.
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.on(name, () => {});
process.on('message', (message: ToShim) => {
  if (message.kind === 'terminate') child?.kill('SIGTERM');
  else if (child === undefined) child = start(message);
});

function start({ environment, before = [] }: Extract<ToShim, { kind: 'start' }>): ChildProcess {
  const [first = program, ...rest] = [...before, program, ...args];
  const started = spawn(first, rest, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...environment, ...(mark === '' ? {} : { [markVariable]: mark }) },
    windowsHide: true,
  });
  started.once('error', (error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'no such file or directory' : error.message;
    process.stderr.write(`exec ${program} failed: ${why}\n`);
    process.exit(error.code === 'EACCES' ? 126 : 127);
  });
  // For a shell, a program that a signal ended has the exit code 128 + the signal's number.
  started.once('exit', (code, signal) => {
    if (!isEnding) process.exit(signal === null ? (code ?? 0) : 128 + constants.signals[signal]);
  });
  return started;
}
