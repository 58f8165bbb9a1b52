import { setTimeout as delay } from 'node:timers/promises';
import { type ProcessIdentity, standingOf } from './process-identity.ts';
import { type System, thisSystem } from './system.ts';

const lookEveryMs = 20;
/** Elsewhere than on Linux the start of a process is asked of a program: whether there is one at all says enough in between. */
const askEvery = process.platform === 'linux' ? 1 : 50;

/** Waits until that process is gone; false if it is not within `ms`. */
export async function untilGone(
  identity: ProcessIdentity,
  ms: number,
  system: System = thisSystem,
): Promise<boolean> {
  const deadline = performance.now() + ms;
  for (let look = 1; ; look++) {
    if (system.presence(identity.pid) === 'none') return true;
    if (look % askEvery === 0 && standingOf(identity, system) === 'gone') return true;
    if (performance.now() > deadline) return false;
    await delay(lookEveryMs);
  }
}
