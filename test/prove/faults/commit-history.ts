import type { Breach } from '../../embedded/kafka/faults/history.ts';

interface Commit {
  readonly partition: number;
  readonly offset: number;
}

/**
 * What one group committed and fetched: a committed offset never goes back, unless a client moves it. kafkajs sends a commit again until it
 * is answered, also after a rebalance has given the partition to another member, which may have committed more by then; it comes with the
 * new generation, so Kafka accepts it of any member.
 */
export class CommitHistory {
  readonly #attempted = new Map<number, number>();
  readonly #acknowledged = new Map<number, number>();
  readonly #seen = new Map<number, number>();
  readonly breaches: Breach[] = [];
  readonly #underway = new Set<Commit>();
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

  /** The highest offset of a partition that was acknowledged; −1 for none. */
  acknowledged(partition: number): number {
    return this.#acknowledged.get(partition) ?? -1;
  }

  /** The highest offset of a partition known to be committed: acknowledged, or seen in a response; −1 for none. */
  known(partition: number): number {
    return Math.max(this.acknowledged(partition), this.#seen.get(partition) ?? -1);
  }

  /** Call before sending the commit; call the returned function when it is acknowledged, or has failed. */
  committing(partition: number, offset: number): (isAcknowledged?: boolean) => void {
    this.#attempted.set(partition, Math.max(offset, this.#attempted.get(partition) ?? -1));
    const commit = { partition, offset };
    this.#underway.add(commit);
    return (isAcknowledged = true) => {
      this.#underway.delete(commit);
      if (isAcknowledged) this.#commits++;
      const isLate = offset < this.acknowledged(partition);
      if (isLate) {
        this.#late++;
        this.#seen.delete(partition);
      }
      // One that came late and has failed may have been made all the same.
      if (isAcknowledged || isLate) this.#acknowledged.set(partition, offset);
    };
  }

  /** The lowest offset that a commit under way sets when it comes now, after a higher one. */
  #lowestLate(partition: number): number {
    const acknowledged = this.acknowledged(partition);
    const late = [...this.#underway].filter(
      (commit) => commit.partition === partition && commit.offset < acknowledged,
    );
    return Math.min(...late.map(({ offset }) => offset));
  }

  /** Call before fetching the offsets; call the returned function with each result (−1: none committed). */
  looking(): (partition: number, offset: number) => void {
    const floor = new Map(this.#acknowledged);
    const seen = new Map(this.#seen);
    const late = this.#late;
    return (partition, offset) => {
      this.#looks++;
      const known =
        late === this.#late
          ? Math.max(floor.get(partition) ?? -1, seen.get(partition) ?? -1)
          : this.acknowledged(partition);
      const least = Math.min(known, this.#lowestLate(partition));
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
      if (late === this.#late) this.#seen.set(partition, Math.max(offset, this.#seen.get(partition) ?? -1));
    };
  }
}
