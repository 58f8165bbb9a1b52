import { setTimeout as delay } from 'node:timers/promises';
import { type ProcessIdentity, processStatus } from './process-identity.ts';
import { type System, thisSystem } from './system.ts';

const lookEveryMs = 20;
/** Outside Linux, reading the start of a process takes a child process; in between, we only check whether the pid exists. */
const askEvery = process.platform === 'linux' ? 1 : 50;

/** Waits until the process is gone; false if that takes longer than `ms`. */
export async function untilGone(
  identity: ProcessIdentity,
  ms: number,
  system: System = thisSystem,
): Promise<boolean> {
  const deadline = performance.now() + ms;
  for (let look = 1; ; look++) {
    if (system.presence(identity.pid) === 'none') return true;
    if (look % askEvery === 0 && processStatus(identity, system) === 'gone') return true;
    if (performance.now() > deadline) return false;
    await delay(lookEveryMs);
  }
}
