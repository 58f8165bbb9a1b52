import { OffsetSet } from './offset-set.ts';

/** What this client has published to, or received from, one partition. All counts are messages. */
export interface PartitionCount {
  readonly partition: number;
  readonly messages: number;
  readonly distinct: number;
  readonly duplicates: number;
  /** -1 until there is one. */
  readonly firstOffset: number;
  readonly lastOffset: number;
  /** The position at which this client started; -1 while it is not known. */
  readonly startOffset: number;
  /** The duplicates among them that a rebalance redelivered, from the committed offset on. */
  readonly redelivered: number;
  /** All offsets seen, as ranges `[first, last]`, both inclusive. */
  readonly ranges: readonly (readonly [number, number])[];
}

class PartitionTally {
  readonly seen = new OffsetSet();
  messages = 0;
  firstOffset = -1;
  lastOffset = -1;
  startOffset = -1;
  redelivered = 0;
  highest = -1;
  /** True from an assignment until the next message. */
  assigned = false;
  /** Offsets up to this one may come again. */
  mayRepeatTo = -1;
}

/** Counts messages by partition, and distinguishes missed and duplicate messages. */
export class Tally {
  readonly #partitions = new Map<number, PartitionTally>();
  #messages = 0;

  /** All messages, duplicates included. */
  get messages(): number {
    return this.#messages;
  }

  /** Remembers where reading of a partition starts; the first start stays. */
  start(partition: number, offset: number): void {
    const tally = this.#of(partition);
    if (tally.startOffset === -1) tally.startOffset = offset;
  }

  /** The group has just assigned this partition; reading continues at the committed offset, which may precede messages already read. */
  assigned(partition: number): void {
    this.#of(partition).assigned = true;
  }

  count(partition: number, offset: number): void {
    const tally = this.#of(partition);
    if (tally.assigned) {
      tally.assigned = false;
      tally.mayRepeatTo = offset <= tally.highest ? tally.highest : -1;
    }
    if (!tally.seen.add(offset) && offset <= tally.mayRepeatTo) tally.redelivered++;
    tally.highest = Math.max(tally.highest, offset);
    tally.messages++;
    tally.lastOffset = offset;
    if (tally.firstOffset === -1) tally.firstOffset = offset;
    this.#messages++;
  }

  partitions(): PartitionCount[] {
    return [...this.#partitions]
      .sort(([a], [b]) => a - b)
      .map(([partition, tally]) => ({
        partition,
        messages: tally.messages,
        distinct: tally.seen.size,
        duplicates: tally.messages - tally.seen.size,
        firstOffset: tally.firstOffset,
        lastOffset: tally.lastOffset,
        startOffset: tally.startOffset,
        redelivered: tally.redelivered,
        ranges: tally.seen.ranges(),
      }));
  }

  #of(partition: number): PartitionTally {
    let tally = this.#partitions.get(partition);
    if (!tally) {
      tally = new PartitionTally();
      this.#partitions.set(partition, tally);
    }
    return tally;
  }
}
