import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type BenchApp, keysToClients, stepAfterClients } from './bench-app.ts';
import { freePort, InspectedProcess, inspectable } from './inspected-process.ts';
import type { CpuProfile } from './self-times.ts';
import { WatchedPty } from './watched-pty.ts';

/** A key whose frame has not arrived within this time counts as having taken this long. */
const longestMs = 10_000;

export interface Load {
  readonly cpu: number;
  readonly bytesPerSecond: number;
  /** The producer's pane, then the consumer's. */
  readonly linesPerSecond: readonly number[];
}

export interface OpenedView {
  readonly name: string;
  /** The keys that open it, one piece at a time, and what is written once each has been carried out. */
  readonly keys: readonly (readonly [keys: string, seen: string])[];
}

export const openedViews: readonly OpenedView[] = [
  { name: '`:pods` open', keys: [[':pods\r', 'kubectl get pods']] },
  {
    name: '`:messages` open, following',
    keys: [
      [':messages test 0\r', 'test, partition 0'],
      ['f', 'following'],
    ],
  },
];

/** A topic with so many messages in its only partition, and the keys that are pressed in its view. */
const manyMessages = 1_000_000;
const keysInMessages: readonly (readonly [key: string, seen: string])[] = [
  ['n', '  500–999 of'],
  ['N', '  0–499 of'],
  ['v', ', json'],
  ['v', ', hex'],
  ['v', ' of 0–'],
  ['?', 'The table'],
  ['\u001b', ' of 0–'],
  ['f', 'following'],
  ['?', 'The table'],
  ['\u001b', 'following'],
  ['f', ' of 0–'],
  ['o', 'offset, start, end'],
  ['0\r', '  0–499 of'],
];

/**
 * The app in a pty, on its embedded cluster, with the lab's clients writing the configured number of lines from their pods. A line's
 * path: the pod's standard output, the node agent's log, the API's log stream over HTTPS, `followLogs`, the sanitiser, the ring and, up
 * to its cap, the journal; then the screen.
 */
export class FloodedScreen {
  readonly pty: WatchedPty;
  readonly #entry: string;
  readonly #home: string;
  readonly #port: number;

  private constructor(pty: WatchedPty, entry: string, home: string, port: number) {
    this.pty = pty;
    this.#entry = entry;
    this.#home = home;
    this.#port = port;
  }

  /** Resolves once the step that deploys the clients has passed and both logs are flooded. */
  static async open(app: BenchApp, linesPerSecond: number): Promise<FloodedScreen> {
    app.flood(linesPerSecond);
    const home = mkdtempSync(join(tmpdir(), 'kafka-lab-bench-'));
    const port = await freePort();
    const pty = new WatchedPty([...inspectable(port), app.entry], { KAFKA_LAB_HOME: home });
    const screen = new FloodedScreen(pty, app.entry, home, port);
    try {
      await pty.timeTo('1.1 Reset the cluster');
      pty.type(keysToClients());
      // The step that deploys them asks for a prediction first.
      await pty.timeTo('First, your prediction', undefined, 120_000);
      pty.type('\u001b');
      await Promise.all([
        pty.timeTo('flood: producer', undefined, 120_000),
        pty.timeTo('flood: consumer', undefined, 120_000),
        pty.timeTo(`continues: ${stepAfterClients()}`, undefined, 120_000),
      ]);
      await delay(2_000);
      return screen;
    } catch (error) {
      await screen.close();
      throw error;
    }
  }

  /**
   * Share of a core, bytes to the terminal and lines to each pane, while nobody types. The flood numbers its lines, so the newest visible
   * numbers give the count.
   */
  async load(seconds: number): Promise<Load> {
    const shown = ['producer', 'consumer'].map((pane) =>
      this.pty.gauge(new RegExp(`flood: ${pane} (\\d+),`, 'g')),
    );
    await delay(1_000);
    const before = shown.map((gauge) => gauge());
    const [cpu, bytes, at] = [this.pty.cpuMs(), this.pty.bytes, performance.now()];
    await delay(seconds * 1000);
    const took = performance.now() - at;
    const lines = shown.map((gauge, pane) => {
      const [first, last] = [before[pane]!, gauge()];
      return ((last.value - first.value) * 1000) / (last.at - first.at);
    });
    return {
      cpu: (this.pty.cpuMs() - cpu) / took,
      bytesPerSecond: ((this.pty.bytes - bytes) * 1000) / took,
      linesPerSecond: lines,
    };
  }

  /** Milliseconds from a key to its frame: the help opened and closed, at irregular times. */
  async keyTimes(presses: number): Promise<number[]> {
    return this.#helpTimes('Everywhere', 'Steps', presses);
  }

  /** The same while a view is open; it is closed afterwards. */
  async keyTimesIn({ keys }: OpenedView, presses: number): Promise<number[]> {
    for (const [typed, seen] of keys) await this.pty.timeTo(seen, typed);
    const times = await this.#helpTimes('The table', keys.at(-1)![1], presses);
    await this.pty.timeTo('Steps', '\u001b');
    return times;
  }

  /** The same after so many ms in which the process had no CPU: what was written meanwhile is there at once. Counted from when it goes on. */
  async keyTimesAfterStops({ keys }: OpenedView, stopMs: number, presses: number): Promise<number[]> {
    for (const [typed, seen] of keys) await this.pty.timeTo(seen, typed);
    const times: number[] = [];
    for (let press = 0; press < presses; press += 1) {
      const [key, seen] = press % 2 === 0 ? ['?', 'The table'] : ['\u001b', keys.at(-1)![1]];
      process.kill(this.pty.pid, 'SIGSTOP');
      await delay(stopMs);
      const answered = this.pty.timeTo(seen!, key, longestMs).catch(() => longestMs);
      process.kill(this.pty.pid, 'SIGCONT');
      times.push(await answered);
      await delay(200 + ((press * 53) % 200));
    }
    await this.pty.timeTo('Steps', '\u001b');
    return times;
  }

  /** Keys in the view of a topic of a million messages: pages, forms, following, a place, the help. */
  async keyTimesInManyMessages(presses: number): Promise<number[]> {
    const server = '--bootstrap-server localhost:9092';
    await this.#inBroker(`kafka-topics ${server} --create --topic million --partitions 1`);
    await this.#inBroker(
      `kafka-producer-perf-test --topic million --num-records ${manyMessages} --record-size 100 --throughput -1 --producer-props bootstrap.servers=localhost:9092`,
    );
    await this.pty.timeTo('  0–499 of 0–', ':messages million 0\r');
    const times: number[] = [];
    while (times.length < presses)
      for (const [key, seen] of keysInMessages) {
        times.push(await this.pty.timeTo(seen, key, longestMs).catch(() => longestMs));
        await delay(37 + ((times.length * 53) % 200));
      }
    await this.pty.timeTo('Steps', '\u001b');
    return times;
  }

  async #inBroker(command: string): Promise<void> {
    const args = [this.#entry, 'kubectl', 'exec', 'kafka-1', '--', ...command.split(' ')];
    await promisify(execFile)(process.execPath, args, {
      env: { ...process.env, KAFKA_LAB_HOME: this.#home },
      maxBuffer: 2 ** 26,
    });
  }

  /** `help` is on the help page, `below` on the screen that it covers. */
  async #helpTimes(help: string, below: string, presses: number): Promise<number[]> {
    const times: number[] = [];
    for (let press = 0; press < presses; press += 2) {
      times.push(await this.pty.timeTo(help, '?', longestMs).catch(() => longestMs));
      await delay(37 + ((press * 53) % 200));
      times.push(await this.pty.timeTo(below, '\u001b', longestMs).catch(() => longestMs));
      await delay(41 + ((press * 71) % 200));
    }
    return times;
  }

  /** What the screen's process does while `work` lasts. */
  async profile(work: () => Promise<unknown>): Promise<CpuProfile> {
    return this.inspect(async (inspected) => {
      await inspected.ask('Profiler.enable');
      await inspected.ask('Profiler.setSamplingInterval', { interval: 500 });
      await inspected.ask('Profiler.start');
      await work();
      return (await inspected.ask<{ profile: CpuProfile }>('Profiler.stop')).profile;
    });
  }

  async inspect<T>(look: (inspected: InspectedProcess) => Promise<T>): Promise<T> {
    const inspected = await InspectedProcess.open(this.pty.pid, this.#port);
    try {
      return await look(inspected);
    } finally {
      inspected.close();
    }
  }

  async close(): Promise<void> {
    await this.pty.leave();
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5 });
  }
}
