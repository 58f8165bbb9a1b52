import { performance } from 'node:perf_hooks';
import { type Lane, type Waiter, WaitingTurns } from './waiting-turns.ts';

/*
 * API server, brokers and ZooKeeper share one event loop. Work whose size a client controls runs in time slices: it stops at the end of
 * its slice and continues in a later turn of the loop. All sliced work takes turns, so that ten concurrent requests hold the loop no
 * longer than one. Turns go round robin by lane, and within a lane by connection.
 */

/** The length of a slice in ms. One step may overrun it: steps are small. */
export const sliceMs = 10;

/** Tells work when to yield. */
export interface Slice {
  isOver(): boolean;
}

/** Begins a slice. Tests inject one that counts steps instead of time. */
export type BeginSlice = () => Slice;

/** A slice of this many ms. */
export function beginSlice(ms: number = sliceMs): Slice {
  const end = performance.now() + ms;
  return { isOver: () => performance.now() >= end };
}

/** A slice of `steps` steps. */
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
  // Waiters get a slice of their own, however much was read in this turn: otherwise a busy reader would starve them.
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
    // The next input from the network starts a new slice.
    beginTurn();
    if (!waiting.isEmpty) schedule();
  }
}

/** Returns the cancellation. */
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
 * The slice that all connections share in one turn of the loop: of a hundred connections with pending requests, each may process a few
 * before the turn ends; the others continue in the next.
 */
export const sharedSlice: Slice = {
  isOver: () => {
    const elapsed = performance.now() - turnStart;
    if (elapsed < unwatchedMs) return false;
    if (isTurnWatched) return elapsed >= sliceMs;
    // The time already spent in this turn is unknown: measure from now on.
    beginTurn();
    isTurnWatched = true;
    setImmediate(beginTurn);
    return false;
  },
};

/** An immediate marks the end of a turn, and costs as much as a small request: one in this many ms is enough. */
const unwatchedMs = 1;

function beginTurn(): void {
  turnStart = performance.now();
  isTurnWatched = false;
}

/** Passes a value or a promise's value on. */
export function whenDone<Value, Next>(
  value: Value | Promise<Value>,
  next: (value: Value) => Next | Promise<Next>,
): Next | Promise<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Takes steps to the end at once: for small work, or where nothing can wait. */
export function finish<Result>(steps: Iterator<unknown, Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Turns of the loop, and work in slices, for one lane. */
export function slicesOf(lane: Lane) {
  /** Runs `work` in a later turn of the event loop. Owners in a lane, such as connections, take turns. Returns the cancellation. */
  function inLaterTurn(work: () => void, owner: unknown = lane): () => void {
    return wait({ lane, owner, run: work, takesWholeTurn: false });
  }

  /** The same for work that continues in the ticks after it: nothing else of this kind runs in that turn. */
  function inTurnOfItsOwn(work: () => void, owner: unknown = lane): () => void {
    return wait({ lane, owner, run: work, takesWholeTurn: true });
  }

  /** Resolves in a later turn of the event loop, which the caller may use for a slice. */
  function nextTurn(owner?: unknown): Promise<void> {
    return new Promise((resolve) => void inTurnOfItsOwn(resolve, owner));
  }

  /** Maps the items in order: synchronously within one slice, otherwise over several. */
  function mapInSlices<Item, Result>(
    items: readonly Item[],
    work: (item: Item) => Result,
    begin: BeginSlice = beginSlice,
  ): readonly Result[] | Promise<readonly Result[]> {
    // Most requests have one item: checking the clock would cost more than the work.
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

  /** Calls `work` for each item, in slices. An error ends it. */
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

  /** Starts `work` for some items at a time, and for the next when these have settled, so that thousands do not fill one turn. */
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

  /** Takes steps to the end: synchronously within one slice, otherwise over several. An error ends it. */
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
   * The slices of one request with sequential stages: parse, decode, store, respond. Between stages it may `pause`, which yields once the
   * slice is over and otherwise only checks the clock.
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
