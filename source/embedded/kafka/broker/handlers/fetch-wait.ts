import { nextTurn } from '../../../bounds/lanes/kafka.ts';
import { type Slice, sharedSlice } from '../../../bounds/slices.ts';
import type { DelayedOperation } from '../storage/delayed-operations.ts';
import type { Partition } from '../storage/partition.ts';

/**
 * What a fetch waits for: so many bytes more, or another change of its partitions. One record may wake hundreds of fetches of thousands of
 * partitions, and so may the change of each partition: hearing of it only counts, and those that are woken go on in turns.
 */
export class FetchWait {
  readonly #partitions: readonly Partition[];
  readonly #turn: Slice;
  #missing: number;
  #hasChanged = false;
  #hasEnded = false;
  #wake: (() => void) | undefined;

  constructor(partitions: readonly Partition[], missing: number, turn: Slice = sharedSlice) {
    this.#partitions = partitions;
    this.#missing = missing;
    this.#turn = turn;
    for (const { delayed } of partitions) delayed.add(this.#heard);
  }

  readonly #heard: DelayedOperation = (appended) => {
    this.#missing -= appended;
    this.#hasChanged ||= appended === 0;
    this.#wakeIfDue();
  };

  /** Whether the fetch is answered whatever it finds. */
  get isOver(): boolean {
    return this.#hasEnded || this.#missing <= 0;
  }

  /** Waits no longer. */
  end(): void {
    this.#hasEnded = true;
    this.#wakeIfDue();
  }

  #wakeIfDue(): void {
    if (this.#wake && (this.isOver || this.#hasChanged)) this.#wake();
  }

  /** Calls `look` once it is over or the partitions have to be read again, in a turn that has time for it. */
  async next<Result>(look: () => Result | Promise<Result>): Promise<Result> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#wakeIfDue();
    });
    this.#wake = undefined;
    // Nothing comes between this and `look`: all that were woken together would pass it before the first of them looks.
    if (this.#turn.isOver()) await nextTurn();
    return look();
  }

  /** What was read just now is too little. */
  goOn(missing: number): void {
    this.#missing = missing;
    this.#hasChanged = false;
  }

  /** Lets go of the partitions. */
  forget(): void {
    for (const { delayed } of this.#partitions) delayed.remove(this.#heard);
  }
}
