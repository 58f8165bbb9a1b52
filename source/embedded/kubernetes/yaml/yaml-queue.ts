import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { badRequest, StatusError } from '../objects/status-error.ts';
import type { YamlOutcome, YamlTask } from './yaml-worker.ts';

/** A thread's limits for one text, ms and MiB. */
export const longestMs = 2000;
/** The time limit of the thread for short texts while others wait, ms. */
export const shortMs = 200;
export const heapMb = 128;

/** The options of one queue. */
export interface QueueOptions {
  /** The bundled yaml-worker.ts. */
  readonly file: string;
  /** Refuses further texts while this many wait. */
  readonly mostWaiting: number;
  /** While others wait, preempts a text that takes longer than this, in ms. Never by default. */
  readonly preemptAfterMs?: number;
  /** Ends an idle thread after this many ms; 0: after each text, to free its memory. */
  readonly idleMs: number;
}

interface Waiter {
  readonly task: YamlTask;
  readonly resolve: (text: string) => void;
  readonly reject: (error: unknown) => void;
}

/** A text took too long while others waited; it restarts in another queue. */
export class Preempted extends Error {
  constructor() {
    super('a YAML text gave way to others');
    this.name = 'Preempted';
  }
}

/** The current text. */
interface Current {
  readonly since: number;
  readonly preempt: AbortController;
  timer?: NodeJS.Timeout;
}

/** One thread that processes texts one at a time, the shortest first. */
export class YamlQueue {
  readonly #options: QueueOptions;
  readonly #waiting: Waiter[] = [];
  #worker: Worker | undefined;
  #isWorking = false;
  #current: Current | undefined;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /**
   * Throws a StatusError: a 400 for malformed YAML, a 413 if it takes too much, a 429 while too many wait. Throws {@link Preempted} if
   * the queue has a `preemptAfterMs`.
   */
  run(task: YamlTask): Promise<string> {
    if (this.#closed) return Promise.reject(tooMuch(`${task.text.length} characters`));
    if (this.#isWorking && this.#waiting.length >= this.#options.mostWaiting)
      return Promise.reject(tooMany());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject });
      if (!this.#isWorking) void this.#work();
      else this.#hurry();
    });
  }

  /** Others wait now: the current text has until `preemptAfterMs`. */
  #hurry(): void {
    const { preemptAfterMs } = this.#options;
    const current = this.#current;
    if (preemptAfterMs === undefined || !current || current.timer || this.#waiting.length === 0) return;
    const left = current.since + preemptAfterMs - performance.now();
    current.timer = setTimeout(() => current.preempt.abort(), Math.max(0, left));
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { task, reject } of this.#waiting.splice(0)) reject(tooMuch(`${task.text.length} characters`));
    await this.#end();
  }

  /** Never rejects: errors go to the text's own promise. */
  async #work(): Promise<void> {
    this.#isWorking = true;
    clearTimeout(this.#idle);
    for (let next = this.#next(); next; next = this.#next()) {
      try {
        next.resolve(await this.#runInThread(next.task));
      } catch (error) {
        next.reject(error);
      }
    }
    this.#isWorking = false;
    if (!this.#worker) return;
    this.#idle = setTimeout(() => void this.#end(), this.#options.idleMs);
    this.#idle.unref();
  }

  #next(): Waiter | undefined {
    let shortest = 0;
    for (const [index, { task }] of this.#waiting.entries())
      if (task.text.length < (this.#waiting[shortest]?.task.text.length ?? 0)) shortest = index;
    return this.#waiting.splice(shortest, 1)[0];
  }

  async #runInThread(task: YamlTask): Promise<string> {
    const worker = await this.#ready();
    const limit = AbortSignal.timeout(longestMs);
    const over = new AbortController();
    const current: Current = { since: performance.now(), preempt: new AbortController() };
    const signal = AbortSignal.any([limit, over.signal, current.preempt.signal]);
    this.#current = current;
    this.#hurry();
    let isSpent = this.#options.idleMs === 0;
    try {
      const answer = Promise.race([once(worker, 'message', { signal }), exitOf(worker, signal)]);
      worker.postMessage(task);
      const [outcome] = (await answer) as [YamlOutcome];
      return textOf(outcome);
    } catch (error) {
      if (error instanceof StatusError) throw error;
      isSpent = true;
      if (current.preempt.signal.aborted) throw new Preempted();
      if (limit.aborted) throw tooMuch(`more than ${longestMs / 1000} s`);
      if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
        throw tooMuch(`more than ${heapMb} MiB of memory`);
      throw error;
    } finally {
      this.#current = undefined;
      clearTimeout(current.timer);
      // Removes the listeners from a worker that continues.
      over.abort();
      if (isSpent) await this.#end();
    }
  }

  /** An idle thread. Its start-up time does not count against a text. */
  async #ready(): Promise<Worker> {
    if (this.#worker) return this.#worker;
    const worker = start(this.#options.file);
    this.#worker = worker;
    const over = new AbortController();
    try {
      await Promise.race([once(worker, 'message', over), exitOf(worker, over.signal)]);
    } finally {
      over.abort();
    }
    return worker;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

/** Rejects if the thread ends before it has answered, as it does at `close`. */
async function exitOf(worker: Worker, signal: AbortSignal): Promise<never> {
  await once(worker, 'exit', { signal });
  throw tooMuch('the thread that read it has ended');
}

function start(file: string): Worker {
  const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: heapMb }, stdout: false });
  // The worker keeps no process alive; its errors go to the pending request.
  worker.unref();
  worker.on('error', () => {});
  return worker;
}

function textOf(outcome: YamlOutcome): string {
  if ('text' in outcome) return outcome.text;
  if ('refusal' in outcome) throw refused(outcome.refusal);
  throw new Error(outcome.fault);
}

export function refused(why: string): StatusError {
  return badRequest(`error converting YAML to JSON: ${why}`);
}

export function tooMuch(what: string): StatusError {
  return new StatusError(413, 'RequestEntityTooLarge', `the YAML takes too much: ${what}; use JSON`);
}

function tooMany(): StatusError {
  return new StatusError(
    429,
    'TooManyRequests',
    'too many YAML texts of this size are waiting; try again later, or use JSON',
    { retryAfterSeconds: Math.ceil(longestMs / 1000) },
  );
}
