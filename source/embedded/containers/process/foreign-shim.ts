/**
 * Runs a foreign program for a container: `node foreign-shim.cjs PROGRAM ARGUMENT…`. It holds the lifeline that the program cannot
 * hold: when the cluster goes away, however it does, the program and all that it started in its process group go too.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const isWindows = process.platform === 'win32';
const [program = '', ...args] = process.argv.slice(2);

/** Ends the program and this process, which leads its group. */
function endAll(): void {
  if (isWindows) {
    child.kill('SIGKILL');
    process.exit(137);
  }
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(137);
  }
}

process.on('disconnect', endAll);
// A signal to the group reaches the program by itself; this process waits for it.
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => {});
process.on('message', (message: { readonly kind?: unknown }) => {
  if (message.kind === 'terminate') child.kill('SIGTERM');
});

const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true });
child.once('error', (error: NodeJS.ErrnoException) => {
  const why = error.code === 'ENOENT' ? 'no such file or directory' : error.message;
  process.stderr.write(`exec ${program} failed: ${why}\n`);
  process.exit(error.code === 'EACCES' ? 126 : 127);
});
// A program that a signal ended has, for a shell, the exit code 128 + the signal's number.
child.once('exit', (code, signal) =>
  process.exit(signal === null ? (code ?? 0) : 128 + constants.signals[signal]),
);
