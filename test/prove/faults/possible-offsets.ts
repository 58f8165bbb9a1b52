/** One commit, at the times of {@link PossibleOffsets}. */
export interface Commit {
  readonly offset: number;
  readonly began: number;
  /** When its answer came, or it failed. */
  ended: number | undefined;
  /** It was acknowledged, or a look saw it. */
  isMade: boolean;
}

/** A fetch of the committed offset that is under way. */
export interface Look {
  readonly began: number;
  /** What it may answer. */
  readonly possible: Set<Commit>;
}

/** More are never under way at once. */
const mostLooks = 20;

/**
 * What the committed offset of a partition can be, as far as clients can tell. Commits whose requests overlap are made in any order: their
 * answers come over different connections. One that was answered before another began comes before that.
 */
export class PossibleOffsets {
  #time = 0;
  /** None of them is known to have been replaced. */
  readonly #possible = new Set<Commit>([{ offset: -1, began: 0, ended: 0, isMade: true }]);
  readonly #looks = new Set<Look>();

  /** The highest that it can be, of those that are known to be made; −1 for none. */
  get highest(): number {
    return Math.max(-1, ...[...this.#possible].filter(({ isMade }) => isMade).map(({ offset }) => offset));
  }

  begin(offset: number): Commit {
    const commit: Commit = { offset, began: ++this.#time, ended: undefined, isMade: false };
    this.#possible.add(commit);
    for (const { possible } of this.#looks) possible.add(commit);
    return commit;
  }

  /** One that failed may have been made all the same. */
  end(commit: Commit, isAcknowledged: boolean): void {
    commit.ended = ++this.#time;
    if (!isAcknowledged) return;
    commit.isMade = true;
    this.#forget(commit.began, (other) => other !== commit);
  }

  look(): Look {
    const look: Look = { began: ++this.#time, possible: new Set(this.#possible) };
    this.#looks.add(look);
    // Some get no answer.
    for (const oldest of this.#looks) if (this.#looks.size > mostLooks) this.#looks.delete(oldest);
    return look;
  }

  /** Returns the lowest offset that the answer can be. */
  answer(look: Look, offset: number): number {
    this.#looks.delete(look);
    const seen = [...look.possible].filter((commit) => commit.offset === offset);
    for (const commit of seen) commit.isMade = true;
    // What had ended by then was replaced by what was seen.
    if (seen.length > 0) this.#forget(look.began, (other) => other.offset !== offset);
    return Math.min(...[...look.possible].map((commit) => commit.offset));
  }

  #forget(endedBefore: number, isReplaced: (other: Commit) => boolean): void {
    for (const other of this.#possible)
      if (other.ended !== undefined && other.ended < endedBefore && isReplaced(other))
        this.#possible.delete(other);
  }
}
