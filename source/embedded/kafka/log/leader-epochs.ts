/** The start offset of each leader epoch (KIP-101): enough to answer OffsetForLeaderEpoch. */
export class LeaderEpochs {
  #starts: { readonly epoch: number; readonly startOffset: number }[] = [];

  get latest(): number | undefined {
    return this.#starts.at(-1)?.epoch;
  }

  /** Records that `epoch` wrote the batch at `offset`; epochs only grow. */
  note(epoch: number, offset: number): void {
    if (epoch > (this.latest ?? -1)) this.#starts.push({ epoch, startOffset: offset });
  }

  /** The greatest epoch not beyond `epoch`, and the start offset of the next one. Undefined if none is known. */
  endOffsetFor(epoch: number, logEndOffset: number): { epoch: number; endOffset: number } | undefined {
    const next = this.#starts.findIndex((entry) => entry.epoch > epoch);
    const last = next === -1 ? this.#starts.at(-1) : this.#starts[next - 1];
    if (!last) return undefined;
    return { epoch: last.epoch, endOffset: this.#starts[next]?.startOffset ?? logEndOffset };
  }

  /** Forgets epochs that ended before the log starts. */
  startAt(startOffset: number): void {
    const keep = this.#starts.findLastIndex((entry) => entry.startOffset <= startOffset);
    if (keep > 0) this.#starts = this.#starts.slice(keep);
  }

  /** Forgets epochs that began at or after the new end of the log. */
  truncateTo(endOffset: number): void {
    this.#starts = this.#starts.filter((entry) => entry.startOffset < endOffset);
  }
}
