import { setTimeout as delay } from 'node:timers/promises';
import { type Listener, listenersOf, stillOpen } from './listeners.ts';
import { isMarked, killSoftly, type ProcessSeen, processTable, type RunMark } from './process-table.ts';

const everyMs = 150;
/** A process that does not belong to us for this long after its `exec` never will. */
const strangerAfterMs = 2_000;

/**
 * All processes of one run, and the ports that they listen on. A process belongs to the run by its environment, by its command line, or because
 * a process of the run started it: a program that leaves its session and its environment is still found.
 */
export class WatchedRun {
  readonly #mark: RunMark;
  readonly #members = new Map<string, ProcessSeen>();
  readonly #listeners = new Map<string, Listener>();
  readonly #bystanders = new Set<number>();
  /** When a process was first known not to belong to us. */
  readonly #strangers = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(mark: RunMark) {
    this.#mark = mark;
    this.#timer = setInterval(() => this.look(), everyMs);
  }

  /** A process of ours that is not judged, such as the shell in which the program runs. */
  leaveOut(pid: number): void {
    this.#bystanders.add(pid);
  }

  /** Takes one sample, and returns the live processes. */
  look(): ProcessSeen[] {
    const table = processTable().filter(({ pid }) => !this.#bystanders.has(pid));
    const living = new Map<number, ProcessSeen>();
    const belongs = (each: ProcessSeen): boolean =>
      this.#members.has(keyOf(each)) || living.has(each.parent) || this.#isMarked(each);
    // Parents are usually, but not always, before their children: repeat until nothing new is found.
    for (let before = -1; before !== living.size; ) {
      before = living.size;
      for (const each of table) if (!living.has(each.pid) && belongs(each)) living.set(each.pid, each);
    }
    for (const each of living.values()) this.#members.set(keyOf(each), each);
    const found = [...living.values()];
    for (const listener of listenersOf(found.map(({ pid }) => pid)))
      this.#listeners.set(listener.inode, listener);
    return found;
  }

  #isMarked(each: ProcessSeen): boolean {
    const key = keyOf(each);
    const since = this.#strangers.get(key);
    if (since !== undefined && performance.now() - since > strangerAfterMs) return false;
    if (isMarked(each, this.#mark)) return true;
    if (since === undefined) this.#strangers.set(key, performance.now());
    return false;
  }

  /** Live processes whose command line contains all of these words. */
  find(...words: string[]): ProcessSeen[] {
    return this.look().filter(({ command }) => words.every((word) => command.includes(word)));
  }

  /** Waits until every process has exited and every port is closed; reports what is left after `withinMs`, and how long it took. */
  async gone(withinMs: number): Promise<{ readonly left: string[]; readonly tookMs: number }> {
    const began = performance.now();
    for (;;) {
      const left = [
        ...this.look().map(({ pid, command }) => `process ${pid} (${command.slice(0, 120)})`),
        ...stillOpen([...this.#listeners.values()]).map(({ port }) => `port ${port}`),
      ];
      const tookMs = performance.now() - began;
      if (left.length === 0 || tookMs > withinMs) return { left, tookMs };
      await delay(25);
    }
  }

  /** Ends what is left of the run, and stops sampling. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (let round = 0; round < 50; round += 1) {
      const left = this.look();
      if (left.length === 0) return;
      for (const { pid } of left) killSoftly(pid);
      await delay(20);
    }
  }
}

const keyOf = ({ pid, startedAt }: ProcessSeen): string => `${pid}@${startedAt}`;
