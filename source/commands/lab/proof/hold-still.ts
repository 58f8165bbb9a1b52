import { spawn } from 'node:child_process';

/** A copy takes a tenth of a second. */
const longestSeconds = 5;

/**
 * Stops a process, does something meanwhile, and continues it. If this process is killed in between, a shell continues the other one all the
 * same, which then ends because its parent is gone. Where processes cannot be stopped, on Windows, it goes on.
 */
export function holdStill<T>(pid: number, act: () => T): T {
  if (process.platform === 'win32') return act();
  const guard = spawn('/bin/sh', ['-c', `sleep ${longestSeconds}; kill -CONT ${pid}`], {
    detached: true,
    stdio: 'ignore',
  });
  guard.on('error', () => {});
  guard.unref();
  process.kill(pid, 'SIGSTOP');
  try {
    return act();
  } finally {
    process.kill(pid, 'SIGCONT');
    // Its group: the shell and its `sleep`.
    if (guard.pid !== undefined) process.kill(-guard.pid, 'SIGKILL');
  }
}
