import { performance } from 'node:perf_hooks';

/*
 * API server, brokers and ZooKeeper share one event loop. Work that grows with what a client sends is done in slices: it stops when
 * its slice is over, and goes on in a later turn of the loop. All sliced work takes turns in one queue, so that ten requests that
 * are worked on at once hold the loop no longer than one.
 */

/** How long a slice lasts, ms. One step of the work may overrun it: steps are small. */
export const sliceMs = 10;

/** Says when work has to let others have the loop. */
export interface Slice {
  isOver(): boolean;
}

/** Begins a slice. Tests give one that counts steps instead of time. */
export type BeginSlice = () => Slice;

/** A slice that ends after so many ms. */
export function beginSlice(ms: number = sliceMs): Slice {
  const end = performance.now() + ms;
  return { isOver: () => performance.now() >= end };
}

/** A slice that ends with its `steps`th step. */
export function countedSlice(steps: number): Slice {
  let left = steps;
  return {
    isOver: () => {
      left -= 1;
      return left <= 0;
    },
  };
}

interface Waiter {
  readonly run: () => void;
  /** Its work happens after `run` returns, in a microtask: nothing else may run in this turn. */
  readonly takesWholeTurn: boolean;
}

let turnStart = 0;
let isTurnWatched = false;
const waiting: Waiter[] = [];
let isScheduled = false;

function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  setImmediate(pump);
}

function pump(): void {
  isScheduled = false;
  const turn = beginSlice();
  try {
    // What is added now waits for the next turn.
    for (let count = waiting.length; count > 0; count--) {
      const next = waiting.shift() as Waiter;
      next.run();
      if (next.takesWholeTurn || turn.isOver()) break;
    }
  } finally {
    // What arrives next from the network begins with a slice of its own.
    beginTurn();
    if (waiting.length > 0) schedule();
  }
}

/** Runs `work` in a later turn of the event loop. Returns how to call it off. */
export function inLaterTurn(work: () => void): () => void {
  const waiter = { run: work, takesWholeTurn: false };
  waiting.push(waiter);
  schedule();
  return () => {
    const index = waiting.indexOf(waiter);
    if (index >= 0) waiting.splice(index, 1);
  };
}

/** Resolves in a later turn of the event loop, which is then the caller's for a slice. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push({ run: resolve, takesWholeTurn: true });
    schedule();
  });
}

/**
 * The slice that all connections share in one turn of the loop: of a hundred that have requests waiting, each may take a few before the
 * turn is over, and the others go on in the next.
 */
export const sharedSlice: Slice = {
  isOver: () => {
    const elapsed = performance.now() - turnStart;
    if (elapsed < unwatchedMs) return false;
    if (isTurnWatched) return elapsed >= sliceMs;
    // How much of that was spent in this turn nobody knows: from now on it is watched.
    beginTurn();
    isTurnWatched = true;
    setImmediate(beginTurn);
    return false;
  },
};

/** An end of a turn is seen by an immediate, which costs as much as a small request: one in so many ms is enough. */
const unwatchedMs = 1;

function beginTurn(): void {
  turnStart = performance.now();
  isTurnWatched = false;
}

/** The result for each item, in their order: at once if that takes no more than a slice, else in several. */
export function mapInSlices<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Result,
  begin: BeginSlice = beginSlice,
): readonly Result[] | Promise<readonly Result[]> {
  // Most requests are about one thing: looking at the clock would cost more than the work.
  if (items.length === 1) return [work(items[0] as Item)];
  const results: Result[] = [];
  const slice = begin();
  for (let at = 0; at < items.length; at++) {
    results.push(work(items[at] as Item));
    if (!slice.isOver() || at === items.length - 1) continue;
    const rest = items.slice(at + 1);
    return nextTurn()
      .then(() => inSlices(rest, (item) => results.push(work(item)), begin))
      .then(() => results);
  }
  return results;
}

/** Hands on what is there, or will be. */
export function whenDone<Value, Next>(
  value: Value | Promise<Value>,
  next: (value: Value) => Next | Promise<Next>,
): Next | Promise<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Calls `work` for each item, in slices. What it throws ends it. */
export async function inSlices<Item>(
  items: Iterable<Item>,
  work: (item: Item) => void,
  begin: BeginSlice = beginSlice,
): Promise<void> {
  let slice = begin();
  for (const item of items) {
    work(item);
    if (!slice.isOver()) continue;
    await nextTurn();
    slice = begin();
  }
}

/** Begins `work` for some items at a time, and for the next when these have settled: thousands do not fill one turn of the loop. */
export async function inBatches<Item>(
  items: readonly Item[],
  size: number,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < items.length; from += size) {
    if (from > 0) await nextTurn();
    await Promise.all(items.slice(from, from + size).map(work));
  }
}

/** Takes steps until they return: at once if that takes no more than a slice, else in several. What a step throws ends it. */
export function runInSlices<Result>(
  steps: Iterator<unknown, Result>,
  begin: BeginSlice = beginSlice,
): Result | Promise<Result> {
  const slice = begin();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (slice.isOver()) return nextTurn().then(() => runInSlices(steps, begin));
  }
}

/**
 * The slices of one request whose stages await each other: parsing, decoding, storing, answering. Between two stages it may `pause`,
 * which gives the loop to others once the slice is over, and costs a look at the clock otherwise.
 */
export class Pace {
  readonly #begin: BeginSlice;
  #slice: Slice;

  constructor(begin: BeginSlice = beginSlice) {
    this.#begin = begin;
    this.#slice = begin();
  }

  async pause(): Promise<void> {
    if (!this.#slice.isOver()) return;
    await nextTurn();
    this.#slice = this.#begin();
  }
}
