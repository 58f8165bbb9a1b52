import type { Breach } from '../../embedded/kafka/faults/history.ts';
import { PossibleOffsets } from './possible-offsets.ts';

/**
 * What one group committed and fetched: a committed offset never goes back, unless a client moves it. kafkajs sends a commit again until it
 * is answered, also after a rebalance has given the partition to another member, which may have committed more by then; it comes with the
 * new generation, so Kafka accepts it of any member.
 */
export class CommitHistory {
  /** The highest offset of each partition that anybody tried to commit. */
  readonly #attempted = new Map<number, number>();
  /** The highest that was ever acknowledged. */
  readonly #acknowledged = new Map<number, number>();
  readonly #possible = new Map<number, PossibleOffsets>();
  readonly breaches: Breach[] = [];
  #commits = 0;
  #late = 0;
  #looks = 0;

  /** Commits that were acknowledged. */
  get commits(): number {
    return this.#commits;
  }

  /** Commits that ended after a higher one of another member was acknowledged. */
  get late(): number {
    return this.#late;
  }

  /** Answers that were compared. */
  get looks(): number {
    return this.#looks;
  }

  /** The highest offset of a partition that can be the committed one: acknowledged, or seen in a response; −1 for none. */
  known(partition: number): number {
    return this.#of(partition).highest;
  }

  /** Call before sending the commit; call the returned function when it is acknowledged, or has failed. */
  committing(partition: number, offset: number): (isAcknowledged?: boolean) => void {
    this.#attempted.set(partition, Math.max(offset, this.#attempted.get(partition) ?? -1));
    const commit = this.#of(partition).begin(offset);
    return (isAcknowledged = true) => {
      const highest = this.#acknowledged.get(partition) ?? -1;
      if (offset < highest) this.#late++;
      if (isAcknowledged) {
        this.#commits++;
        this.#acknowledged.set(partition, Math.max(offset, highest));
      }
      this.#of(partition).end(commit, isAcknowledged);
    };
  }

  /** Call before fetching the offsets of these partitions; call the returned function with each result (−1: none committed). */
  looking(partitions: readonly number[]): (partition: number, offset: number) => void {
    const looks = new Map(partitions.map((partition) => [partition, this.#of(partition).look()]));
    return (partition, offset) => {
      const look = looks.get(partition);
      if (look === undefined) return;
      this.#looks++;
      const least = this.#of(partition).answer(look, offset);
      if (offset < least)
        this.breaches.push({
          kind: 'lost',
          text: `the offset of partition ${partition} went back from ${least} to ${offset}`,
        });
      if (offset > (this.#attempted.get(partition) ?? -1))
        this.breaches.push({
          kind: 'invented',
          text: `nobody committed ${offset} of partition ${partition}`,
        });
    };
  }

  #of(partition: number): PossibleOffsets {
    const possible = this.#possible.get(partition) ?? new PossibleOffsets();
    this.#possible.set(partition, possible);
    return possible;
  }
}
