import { inSlices } from '../../../bounds/lanes/cluster.ts';
import { type BeginSlice, beginSlice } from '../../../bounds/slices.ts';
import type { Timers } from '../../timers.ts';
import type { Partition } from '../storage/partition.ts';

/** ms that a follower takes at most to fetch what its leader has appended; on a machine like this one, real ones take about as long. */
export const longestFetchMs = 5;

/**
 * When the followers of a cluster fetch. Each broker has a fetcher for all partitions that it follows: it begins with the first record that
 * it lacks, and soon afterwards has what the leaders have by then.
 */
export class ReplicaFetchers {
  readonly #timers: Timers;
  readonly #fetchMs: () => number;
  readonly #beginSlice: BeginSlice;
  /** Broker id → the partitions of which it lacks records. */
  readonly #fetching = new Map<number, Set<Partition>>();

  /** `fetchMs` returns the ms that the next fetch takes. */
  constructor(
    timers: Timers,
    fetchMs: () => number = () => 1 + Math.random() * (longestFetchMs - 1),
    begin: BeginSlice = beginSlice,
  ) {
    this.#timers = timers;
    this.#fetchMs = fetchMs;
    this.#beginSlice = begin;
  }

  /** The replica of a partition on this broker lacks records. */
  fetch(brokerId: number, partition: Partition): void {
    const fetching = this.#fetching.get(brokerId);
    if (fetching) {
      fetching.add(partition);
      return;
    }
    const begun = new Set([partition]);
    this.#fetching.set(brokerId, begun);
    this.#timers.after(this.#fetchMs(), () => {
      this.#fetching.delete(brokerId);
      // Hundreds of clients may wait for each of thousands of partitions.
      void inSlices(begun, (one) => one.fetched(brokerId), this.#beginSlice);
    });
  }
}
