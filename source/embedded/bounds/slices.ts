import { performance } from 'node:perf_hooks';
import { type Lane, type Waiter, WaitingTurns } from './waiting-turns.ts';

/*
 * API server, brokers and ZooKeeper share one event loop. Work that grows with what a client sends is done in slices: it stops when
 * its slice is over, and goes on in a later turn of the loop. All sliced work takes turns, so that ten requests that are worked on
 * at once hold the loop no longer than one, and whose turn it is goes round: by lane, and within a lane by connection.
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

let turnStart = 0;
let isTurnWatched = false;
const waiting = new WaitingTurns();
/** What is added while waiters run waits for the next turn. */
let added: Waiter[] | undefined;
let isScheduled = false;

function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  setImmediate(pump);
}

function pump(): void {
  isScheduled = false;
  // However much was read before in this turn, what waits has a slice of its own: it would wait for ever while others read on.
  beginTurn();
  isTurnWatched = true;
  added = [];
  try {
    for (;;) {
      const next = waiting.take();
      if (!next) break;
      next.run();
      if (next.takesWholeTurn || sharedSlice.isOver()) break;
    }
  } finally {
    for (const waiter of added) waiting.add(waiter);
    added = undefined;
    // What arrives next from the network begins with a slice of its own.
    beginTurn();
    if (!waiting.isEmpty) schedule();
  }
}

/** Returns how to call it off. */
function wait(waiter: Waiter): () => void {
  if (added) added.push(waiter);
  else waiting.add(waiter);
  schedule();
  return () => {
    const index = added?.indexOf(waiter) ?? -1;
    if (index >= 0) added?.splice(index, 1);
    else waiting.remove(waiter);
  };
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

/** Hands on what is there, or will be. */
export function whenDone<Value, Next>(
  value: Value | Promise<Value>,
  next: (value: Value) => Next | Promise<Next>,
): Next | Promise<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Turns of the loop, and work in slices, for one lane. */
export function slicesOf(lane: Lane) {
  /** Runs `work` in a later turn of the event loop. Owners in a lane, such as connections, take turns. Returns how to call it off. */
  function inLaterTurn(work: () => void, owner: unknown = lane): () => void {
    return wait({ lane, owner, run: work, takesWholeTurn: false });
  }

  /** The same, for work that goes on in the ticks that follow it: no other of this kind runs in that turn. */
  function inTurnOfItsOwn(work: () => void, owner: unknown = lane): () => void {
    return wait({ lane, owner, run: work, takesWholeTurn: true });
  }

  /** Resolves in a later turn of the event loop, which is then the caller's for a slice. */
  function nextTurn(owner?: unknown): Promise<void> {
    return new Promise((resolve) => void inTurnOfItsOwn(resolve, owner));
  }

  /** The result for each item, in their order: at once if that takes no more than a slice, else in several. */
  function mapInSlices<Item, Result>(
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

  /** Calls `work` for each item, in slices. What it throws ends it. */
  async function inSlices<Item>(
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
  async function inBatches<Item>(
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
  function runInSlices<Result>(
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
  class Pace {
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

  return { inLaterTurn, inTurnOfItsOwn, nextTurn, mapInSlices, inSlices, inBatches, runInSlices, Pace };
}

/** For the work that the cluster does of its own accord. */
export const { inLaterTurn, nextTurn, mapInSlices, inSlices, inBatches, runInSlices, Pace } =
  slicesOf('cluster');
