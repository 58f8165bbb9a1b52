import type { Duplex } from 'node:stream';
import { InProcessNetwork } from '../../../source/embedded/network/in-process-network.ts';
import { connectZooKeeper } from '../../../source/embedded/zookeeper/client/client.ts';
import type { ServerClock } from '../../../source/embedded/zookeeper/clock.ts';
import { startZooKeeper, type ZooKeeperConfig } from '../../../source/embedded/zookeeper/server/server.ts';

export const podIp = '10.244.1.2';

/** A clock that moves only when the test moves it. `afterInput` still waits for real input. */
export class FakeClock implements ServerClock {
  now = 1_000_000;
  #sweeps = new Set<{ interval: number; due: number; run: () => void }>();
  monotonic = () => this.now;
  wall = () => 1_700_000_000_000 + this.now;
  every = (interval: number, run: () => void) => {
    const sweep = { interval, due: this.now + interval, run };
    this.#sweeps.add(sweep);
    return () => void this.#sweeps.delete(sweep);
  };
  afterInput = (run: () => void) => void setImmediate(() => setImmediate(run));

  /** Advances time as in an idle process: every timer fires when it is due. */
  pass(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const next = [...this.#sweeps].sort((a, b) => a.due - b.due)[0];
      if (next === undefined || next.due > end) break;
      this.now = next.due;
      next.due += next.interval;
      next.run();
    }
    this.now = end;
  }

  /** Advances time as in a process that could not run: timers are late, and fire once. */
  stall(ms: number): void {
    this.now += ms;
    for (const sweep of this.#sweeps) {
      sweep.due = this.now + sweep.interval;
      sweep.run();
    }
  }
}

export function serve(options: Partial<ZooKeeperConfig> & { clock?: ServerClock } = {}) {
  const { clock, ...config } = options;
  const network = new InProcessNetwork();
  network.attach({ ip: podIp, name: 'zookeeper-0', namespace: 'default', hostname: 'zookeeper-0' });
  const log: string[] = [];
  const server = startZooKeeper(
    { clientPort: 2181, maxClientConnections: 0, ...config },
    { podIp, network, log: (line) => log.push(line), ...(clock === undefined ? {} : { clock }) },
  );
  const open = (host = podIp, port = 2181): Promise<Duplex> => network.connect(podIp, host, port);
  const connect = (sessionTimeoutMs = 18_000, connectString = 'localhost:2181') =>
    connectZooKeeper({ connectString, sessionTimeoutMs, open });
  return { server, network, log, open, connect };
}

/** Waits until a condition holds, and checks it in every turn of the event loop. */
export async function until(condition: () => boolean, what = 'the condition', limitMs = 5000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`${what} did not come true in ${limitMs} ms`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lets everything that is waiting be read, twice. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
}
