import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Target } from '../loop/attack.ts';

export const listenerNames = ['api', 'kafka', 'zookeeper'] as const;
export type ListenerName = (typeof listenerNames)[number];

/** What the probe reports every 100 ms; times in ms. */
export interface ProbeSample {
  readonly at: number;
  readonly waits: Readonly<Record<ListenerName, readonly number[]>>;
  readonly open: Readonly<Record<ListenerName, number>>;
  readonly late: readonly number[];
}

/** Probes the three listeners every 10 ms, from a process of its own. */
export class ListenerProbe {
  readonly lines: ProbeSample[] = [];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
    createInterface({ input: child.stdout! }).on('line', (line) => {
      this.lines.push(JSON.parse(line) as ProbeSample);
    });
  }

  /** Resolves once each listener has answered. */
  static async open({ url, token, bootstrap, zookeeper }: Target, withinMs: number): Promise<ListenerProbe> {
    const setup = JSON.stringify({ url, token, kafka: portOf(bootstrap), zookeeper: portOf(zookeeper) });
    const program = join(import.meta.dirname, 'probe-listeners.mjs');
    const child = spawn(process.execPath, [program, setup], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    const watch = new ListenerProbe(child);
    if (!(await watch.answersSince(0, withinMs))) {
      await watch.close();
      throw new Error(`not every listener of the cluster answered within ${withinMs} ms`);
    }
    return watch;
  }

  /** Whether each listener gives an answer after a time (ms since the epoch), waited for up to `withinMs`. */
  async answersSince(at: number, withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const later = this.lines.filter((line) => line.at > at);
      if (listenerNames.every((listener) => later.some(({ waits }) => waits[listener].length > 0)))
        return true;
      if (performance.now() > deadline) return false;
      await delay(50);
    }
  }

  async close(): Promise<void> {
    this.#child.kill('SIGKILL');
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
  }
}

const portOf = (address: string): number => Number(address.slice(address.lastIndexOf(':') + 1));
