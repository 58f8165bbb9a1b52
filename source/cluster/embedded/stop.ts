import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './record.ts';

const graceMs = 8_000;

/** Ends a cluster's process and waits until it is gone. Its pods are its own children and end with it. */
export async function stopProcess(pid: number): Promise<void> {
  if (!signalProcess(pid, 'SIGTERM')) return;
  // One that stands still, as after ctrl-z, would not hear of it.
  signalProcess(pid, 'SIGCONT');
  const deadline = Date.now() + graceMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline && !signalProcess(pid, 'SIGKILL')) return;
    await delay(20);
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
