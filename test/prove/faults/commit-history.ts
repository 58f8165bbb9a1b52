import type { Breach } from '../../embedded/kafka/faults/history.ts';

/** What one group committed and fetched: a committed offset never goes back. */
export class CommitHistory {
  readonly #attempted = new Map<number, number>();
  readonly #acknowledged = new Map<number, number>();
  readonly #seen = new Map<number, number>();
  readonly breaches: Breach[] = [];
  #commits = 0;
  #looks = 0;

  /** Commits that were acknowledged. */
  get commits(): number {
    return this.#commits;
  }

  /** Answers that were compared. */
  get looks(): number {
    return this.#looks;
  }

  /** The highest offset of a partition that was acknowledged; −1 for none. */
  acknowledged(partition: number): number {
    return this.#acknowledged.get(partition) ?? -1;
  }

  /** The highest offset of a partition known to be committed: acknowledged, or seen in a response; −1 for none. */
  known(partition: number): number {
    return Math.max(this.acknowledged(partition), this.#seen.get(partition) ?? -1);
  }

  /** Call before sending the commit; call the returned function when it is acknowledged. */
  committing(partition: number, offset: number): () => void {
    this.#attempted.set(partition, Math.max(offset, this.#attempted.get(partition) ?? -1));
    return () => {
      this.#commits++;
      this.#acknowledged.set(partition, Math.max(offset, this.acknowledged(partition)));
    };
  }

  /** Call before fetching the offsets; call the returned function with each result (−1: none committed). */
  looking(): (partition: number, offset: number) => void {
    const floor = new Map(this.#acknowledged);
    const seen = new Map(this.#seen);
    return (partition, offset) => {
      this.#looks++;
      const least = Math.max(floor.get(partition) ?? -1, seen.get(partition) ?? -1);
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
      this.#seen.set(partition, Math.max(offset, this.#seen.get(partition) ?? -1));
    };
  }
}
