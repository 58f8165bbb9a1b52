/** A process is idle if it works for at most this share of the time. */
const idleShare = 0.3;

/** Calls `act` once, after `everyMs` in which this process had little to do. Keeps no process alive. */
export function whenIdle(act: () => void, everyMs = 1000): void {
  let before = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization > idleShare) return;
    clearInterval(timer);
    act();
  }, everyMs).unref();
}
